/** Style of the public pages: light, dark and high contrast, from 320 px on. */
export const verifyStyle = `
:root { color-scheme: light dark; --ink: #1f1b16; --paper: #ffffff; --soft: #6b6259; --line: #d9d2c8; --good: #0a6b2d; --bad: #a3161a; --act: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f3eee7; --paper: #17140f; --soft: #b8aea2; --line: #4a433a; --good: #6fd694; --bad: #ff9b94; --act: #ff8a80; }
}
@media (prefers-contrast: more) { :root { --soft: var(--ink); --line: var(--ink); } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem 1.25rem 2rem; }
h1 { font-size: 1.6rem; line-height: 1.3; margin: .25rem 0 .5rem; }
.verdict { text-align: center; padding: 1.25rem 1rem; border: 3px solid currentColor; border-radius: .75rem; }
.verdict h1 { font-size: 2.4rem; margin: 0; }
.verdict .kind { font-size: 1.15rem; margin: .25rem 0 0; color: var(--ink); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.muted, footer { color: var(--soft); font-size: .9rem; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .75rem; }
dl { margin: 1.25rem 0; border-top: 1px solid var(--line); }
dl div { display: flex; gap: 1rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
dt { flex: 0 0 6em; color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.history { padding-left: 1.25rem; font-size: .95rem; }
label { display: block; margin-top: 1rem; }
input { width: 100%; font: inherit; padding: .6rem .75rem; border: 2px solid var(--soft); border-radius: .5rem; background: var(--paper); color: var(--ink); }
button { margin-top: 1rem; width: 100%; min-height: 3rem; font: inherit; font-weight: 600; border: 2px solid var(--act); border-radius: .5rem; background: var(--paper); color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.code { background: #ffffff; padding: .75rem; border-radius: .75rem; border: 1px solid var(--line); }
.code svg { display: block; width: 100%; height: auto; }
.who { text-align: center; font-size: 1.3rem; font-weight: 600; margin: .75rem 0 0; }
@media print { footer, .muted { color: #000; } }
`;
