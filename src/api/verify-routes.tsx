import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { enrolDevice, enrolmentOf } from '../credentials/scanner/scanners.ts';
import { publishedKeys } from '../credentials/verify/published-keys.ts';
import type { ScanRate } from '../credentials/verify/scan-rate.ts';
import { verifyCredential } from '../credentials/verify/verify-credential.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { guardPublicPage } from './public-page.ts';
import { SCANNER_COOKIE, type StaffOf, scannerOfRequest } from './scanner-of-request.ts';
import { faultAnswer, verdictAnswer, wantsJson } from './verify-answer.ts';
import { EnrolledPage, EnrolPage, VerdictPage, VerifyPage } from './verify-page.tsx';
import { verifyStyle } from './verify-style.ts';

export interface VerifyRouteDeps {
  db: Database;
  sealer: Sealer;
  clock: Clock;
  rate: ScanRate;
  publicUrl: string;
  /** Who is signed in to the console in this browser. */
  staffOf: StaffOf;
}

const YEAR_SECONDS = 365 * 86_400;

/**
 * The public verification (contract.md section 7): what a scanned veteran code or certificate proves, nothing more; the keys for verifying
 * without a connection; the enrolment of a merchant's device.
 */
export function verifyRoutes(deps: VerifyRouteDeps): Hono {
  const routes = new Hono();
  routes.use('/verify', guardPublicPage);
  routes.use('/verify/*', guardPublicPage);
  routes.get('/verify/style.css', (c) =>
    c.body(verifyStyle, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' }),
  );
  routes.get('/verify/keys', async (c) => {
    c.header('access-control-allow-origin', '*');
    c.header('cache-control', 'public, max-age=300');
    return c.json(await publishedKeys(deps.db.tx, deps.clock.now()));
  });
  routes.get('/verify', (c) => {
    const code = c.req.query('code');
    return code ? c.redirect(`/verify/${encodeURIComponent(code)}`) : c.html(<VerifyPage />);
  });
  routes.get('/verify/enrol/:secret', (c) => enrolmentPage(deps, c, c.req.param('secret')));
  routes.post('/verify/enrol/:secret', (c) => enrol(deps, c, c.req.param('secret')));
  routes.get('/verify/:token', (c) => verify(deps, c, c.req.param('token')));
  return routes;
}

async function verify(deps: VerifyRouteDeps, c: Context, token: string): Promise<Response> {
  // Whoever asks for the head alone, or ahead of a click, has not scanned: the one showing must not be used up by it.
  if (c.req.method === 'HEAD' || (c.req.header('sec-purpose') ?? '').includes('prefetch')) return c.body(null, 204);
  const now = deps.clock.now();
  const scanner = await scannerOfRequest(deps, c);
  const isTaken = deps.rate.take(scanner.mark, scanner.level, now);
  if (!isTaken) c.header('retry-after', '60');
  const verdict = isTaken
    ? await deps.db.transaction((tx) => verifyCredential({ tx, sealer: deps.sealer, now }, token, scanner))
    : { valid: false as const, fault: 'too-many' as const, told: {} };
  const answer = verdict.valid ? verdictAnswer(verdict, now) : faultAnswer(verdict);
  if (!wantsJson(c)) return c.html(<VerdictPage verdict={verdict} level={scanner.level} now={now} />, answer.status);
  return c.body(JSON.stringify(answer.body), answer.status, { 'content-type': answer.type });
}

async function enrolmentPage(deps: VerifyRouteDeps, c: Context, secret: string): Promise<Response> {
  const scanner = await enrolmentOf(deps.db.tx, secret, deps.clock.now());
  return c.html(<EnrolPage name={scanner?.name ?? null} />, scanner ? 200 : 410);
}

/** The device gets its secret as a cookie, or in the answer where it asks for JSON. */
async function enrol(deps: VerifyRouteDeps, c: Context, secret: string): Promise<Response> {
  const enrolled = await deps.db.transaction((tx) => enrolDevice(tx, secret, deps.clock.now()));
  if (!enrolled) return c.html(<EnrolPage name={null} />, 410);
  if (wantsJson(c)) return c.json({ secret: enrolled.secret, name: enrolled.scanner.name, level: enrolled.scanner.level });
  setCookie(c, SCANNER_COOKIE, enrolled.secret, {
    path: '/verify',
    httpOnly: true,
    sameSite: 'Lax',
    secure: deps.publicUrl.startsWith('https:'),
    maxAge: YEAR_SECONDS,
  });
  return c.html(<EnrolledPage name={enrolled.scanner.name} />);
}
