import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { bindByLink, isLinkGood, showOnPhone } from '../credentials/code/code-phone.ts';
import { type CodeShown, SHOWN_SECONDS, showCode } from '../credentials/code/show-code.ts';
import { findStaff } from '../organisation/staff-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { openLink } from '../platform/signed-link.ts';
import { CodePage, LinkPage } from './code-page.tsx';
import { guardPublicPage } from './public-page.ts';

const PHONE_COOKIE = 'yl_code';

export interface CodeRouteDeps {
  db: Database;
  sealer: Sealer;
  clock: Clock;
  publicUrl: string;
  /** Signs the links that staff get in chat. */
  secret: string;
}

/**
 * Where a 老兵码 is held out: `/code/show/:link` for a member of staff (the link of their chat), `/code/bind/:secret` once for the person's own
 * telephone, which from then on shows it at `/code/me`.
 */
export function codeRoutes(deps: CodeRouteDeps): Hono {
  const routes = new Hono();
  routes.use('/code/*', guardPublicPage);
  routes.get('/code/show/:link', (c) => showToStaff(deps, c, c.req.param('link')));
  routes.get('/code/bind/:secret', async (c) => {
    const isGood = await isLinkGood({ tx: deps.db.tx, now: deps.clock.now() }, c.req.param('secret'));
    return c.html(<LinkPage isGood={isGood} />, isGood ? 200 : 410);
  });
  routes.post('/code/bind/:secret', (c) => bind(deps, c, c.req.param('secret')));
  routes.get('/code/me', async (c) => {
    const session = getCookie(c, PHONE_COOKIE);
    const shown = session === undefined ? null : await deps.db.transaction((tx) => showOnPhone(depsOf(deps, tx), session));
    return shown === null ? c.html(<LinkPage isGood={false} />, 410) : page(deps, c, shown);
  });
  return routes;
}

function depsOf({ sealer, clock }: CodeRouteDeps, tx: Tx) {
  return { tx, sealer, now: clock.now(), channel: 'web' };
}

async function showToStaff(deps: CodeRouteDeps, c: Context, link: string): Promise<Response> {
  const opened = openLink(deps.secret, link, deps.clock.now());
  const staff = opened?.code && opened.staff ? await findStaff(deps.db.tx, opened.staff) : null;
  if (!staff?.isActive || !opened?.code) return c.html(<LinkPage isGood={false} />, 410);
  const archiveNo = opened.code;
  return page(deps, c, await deps.db.transaction((tx) => showCode(depsOf(deps, tx), staff, archiveNo)));
}

/** Only a press binds: a preview robot that opens the address uses nothing up. */
async function bind(deps: CodeRouteDeps, c: Context, secret: string): Promise<Response> {
  const bound = await deps.db.transaction((tx) => bindByLink(depsOf(deps, tx), secret));
  if (!bound) return c.html(<LinkPage isGood={false} />, 410);
  const secure = deps.publicUrl.startsWith('https:');
  setCookie(c, PHONE_COOKIE, bound.session, { path: '/code', httpOnly: true, sameSite: 'Lax', secure, expires: bound.until });
  return c.redirect('/code/me', 303);
}

function page(deps: CodeRouteDeps, c: Context, shown: CodeShown): Response | Promise<Response> {
  const seconds = SHOWN_SECONDS / 2;
  return c.html(<CodePage shown={shown} verifyBase={`${deps.publicUrl}/verify/`} refresh={seconds} />, shown.ok ? 200 : 404);
}
