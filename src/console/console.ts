import { Hono } from 'hono';
import type { ConsoleDeps } from './console-deps.ts';
import { features } from './features.ts';
import { admit } from './frame/admit.ts';
import { allPage, stillHerePage } from './frame/all-page.tsx';
import { assetRoutes } from './frame/assets.ts';
import { mountOpenPage, mountPage } from './frame/mount-page.ts';
import { renderState } from './frame/render.tsx';
import { securityHeaders } from './frame/security-headers.ts';
import type { ConsoleFeature } from './navigation.ts';
import type { OpenPage, Page } from './page.ts';
import { secondFactorPage } from './session/second-factor-page.tsx';
import { appearancePage, keptFormPage, sessionsPage, signOutPage } from './session/session-pages.tsx';
import { insidePage, returnPage, signInPage, startPage } from './session/sign-in-pages.tsx';
import { texts } from './texts.ts';
import { wallScreenLivePage, wallScreenPage } from './wall/wall-pages.tsx';

/** What the frame itself brings beside the features. */
export const framePages: readonly Page[] = [signOutPage, sessionsPage, keptFormPage, stillHerePage];
export const openPages: readonly OpenPage[] = [
  startPage,
  signInPage,
  returnPage,
  insidePage,
  secondFactorPage,
  appearancePage,
  wallScreenPage,
  wallScreenLivePage,
];

/** All pages of the console, at `/`. Other routes of the server come before it: what it does not know it calls not found. */
export function createConsole(deps: ConsoleDeps, more: readonly ConsoleFeature[] = features): Hono {
  const app = new Hono();
  const entries = more.flatMap((feature) => feature.entries);
  const mounting = { deps, entries };
  app.use('*', securityHeaders(deps.publicUrl.startsWith('https:')));
  app.route('/', assetRoutes());
  for (const page of openPages) mountOpenPage(app, mounting, page);
  for (const page of [...framePages, allPage(entries), ...more.flatMap((feature) => feature.pages)]) mountPage(app, mounting, page);
  // The last word: a sub-application's own notFound is not asked.
  app.all('*', async (c) => {
    const admission = await admit(c, deps, true);
    const visit = admission.kind === 'in' ? admission.visit : { c, deps, now: deps.clock.now(), staff: null, session: null };
    return renderState(mounting, visit, 404, texts.notFound);
  });
  return app;
}
