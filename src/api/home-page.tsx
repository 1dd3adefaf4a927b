import { texts } from './texts.ts';

/** What `/` shows: that the service runs and where to go on. */
export function HomePage(props: { chatUrl: string | null }) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{texts.title}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>
          <h1>{texts.title}</h1>
          <p class="muted">{texts.subtitle}</p>
          <p>{texts.running}</p>
          {props.chatUrl === null ? (
            <p>{texts.real}</p>
          ) : (
            <>
              <p>
                <a class="button" href={props.chatUrl}>
                  {texts.chat}
                </a>
              </p>
              <p class="muted">{texts.chatHint}</p>
            </>
          )}
          <p>
            <a href="/readyz">{texts.health}</a>
          </p>
        </main>
      </body>
    </html>
  );
}

const style = `
  :root { color-scheme: light dark; }
  body { margin: 0; font: 16px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
  main { max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; }
  h1 { font-size: 2.5rem; margin: 0; letter-spacing: .1em; }
  .muted { opacity: .7; }
  .button { display: inline-block; padding: .6rem 1.4rem; border-radius: .5rem; background: #1677ff; color: #fff; text-decoration: none; }
  .button:focus-visible { outline: 3px solid #91caff; }
`;
