import { texts } from '../texts.ts';
import { assetUrl } from './assets.ts';
import type { LayoutProps } from './layout-props.ts';
import { Masthead } from './masthead.tsx';
import { FootNavigation, SideNavigation } from './navigation-views.tsx';

/** The page around every page. Everything works before a script loads. */
export function Layout(props: LayoutProps) {
  const { title, path, appearance, signedIn, isWide, notice, refreshes, children } = props;
  return (
    <html lang="zh-CN" data-theme={appearance.theme} data-size={appearance.size}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${title} · ${texts.product}`}</title>
        <link rel="icon" href={assetUrl('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetUrl('console.css')} />
        <script type="module" src={assetUrl('console.js')} />
      </head>
      <body class={signedIn ? 'signed-in' : 'outside'} data-refreshes={refreshes ?? undefined}>
        <a class="skip" href="#main">
          {texts.skip}
        </a>
        <Masthead {...props} />
        <div class={isWide ? 'shell wide' : 'shell'}>
          {signedIn && <SideNavigation {...signedIn} path={path} />}
          <main id="main" tabindex={-1}>
            {notice && (
              <p class="notice" role="status">
                {notice}
              </p>
            )}
            {children}
          </main>
        </div>
        {signedIn && <FootNavigation {...signedIn} path={path} />}
        <div id="said" class="unseen" role="status" aria-live="polite" data-updated={texts.updated} />
        {signedIn && <IdleDialog />}
      </body>
    </html>
  );
}

/** Shown by the script shortly before the session ends by itself. */
function IdleDialog() {
  return (
    <dialog id="idle" aria-label={texts.idle.soon}>
      <form method="dialog">
        <p>{texts.idle.soon}</p>
        <button type="submit" class="button">
          {texts.idle.stay}
        </button>
      </form>
    </dialog>
  );
}
