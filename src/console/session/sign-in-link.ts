import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { openLink, signLink } from '../../platform/signed-link.ts';
import type { ConsoleDeps } from '../console-deps.ts';

const COOKIE = 'sign-in';
const MINUTES = 10;

/** Where to go on after signing in: a path of this console, whatever an address asks for. */
export function pathAfter(asked: string | undefined): string {
  const isOurs = asked !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(asked) && !asked.includes('\\') && !asked.startsWith('/sign-');
  return isOurs ? asked : '/';
}

/**
 * What goes out to the login page as `state` and must come back: signed, for ten minutes, and only good in the browser that it was made
 * for, so that nobody can be signed in as somebody else by following a link.
 */
export function signInState(c: Context, deps: ConsoleDeps, next: string, now: Date): string {
  const known = getCookie(c, COOKIE);
  const browser = known ?? randomBytes(18).toString('base64url');
  const secure = deps.publicUrl.startsWith('https:');
  setCookie(c, COOKIE, browser, { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge: MINUTES * 60 });
  return signLink(deps.secret, { what: 'sign-in', browser, next }, new Date(now.getTime() + MINUTES * 60_000));
}

/** Where to go on, or null when the state was not made for this browser or is too old. */
export function openSignInState(c: Context, deps: ConsoleDeps, state: string, now: Date): string | null {
  const link = openLink(deps.secret, state, now);
  const browser = getCookie(c, COOKIE);
  if (link?.what !== 'sign-in' || browser === undefined || link.browser !== browser) return null;
  return pathAfter(link.next);
}

/** Where the login page sends the browser back to: in development to the very name that this page was opened under. */
export function returnAddress(c: Context, deps: ConsoleDeps, provider: string): string {
  const base = deps.local ? new URL(c.req.url).origin : deps.publicUrl;
  return `${base}/sign-in/return/${provider}`;
}
