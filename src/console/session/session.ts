import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ConsoleDeps } from '../console-deps.ts';
import { addressOf, deviceOf } from './device.ts';
import { endSession, findSession, insertSession, type Session, touchSession } from './session-store.ts';

const MINUTE = 60_000;
/** Who does nothing for so long has left the desk. */
const IDLE_MS = 15 * MINUTE;
/** Nobody's working day is longer; a stolen browser is not good for ever. */
const LONGEST_MS = 12 * 60 * MINUTE;
const TOUCH_MS = 20_000;

/** What a request's cookie stands for. `over`: there was a session, and whose. */
export type Presence = { kind: 'none' } | { kind: 'over'; session: Session } | { kind: 'present'; session: Session };

export async function presenceOf(c: Context, deps: ConsoleDeps, now: Date): Promise<Presence> {
  const value = getCookie(c, cookieName(deps));
  const session = value ? await findSession(deps.db.tx, fingerprint(value)) : null;
  if (!session) return { kind: 'none' };
  return isOver(session, now) ? { kind: 'over', session } : { kind: 'present', session };
}

export function isOver(session: Session, now: Date): boolean {
  const idle = now.getTime() - session.seenAt.getTime();
  return session.state === 'ended' || idle > IDLE_MS || now.getTime() - session.beganAt.getTime() > LONGEST_MS;
}

/** Somebody did something: they are still there. Not for what a page does by itself. */
export async function noteSeen(deps: ConsoleDeps, session: Session, now: Date): Promise<void> {
  if (now.getTime() - session.seenAt.getTime() > TOUCH_MS) await touchSession(deps.db.tx, session.id, now);
}

/** Begins a session under a fresh name, whatever the browser had before: nobody can have put it there. */
export async function beginSession(
  c: Context,
  deps: ConsoleDeps,
  of: { staffId: string; state: 'open' | 'second-factor' },
  now: Date,
): Promise<Session> {
  await endCurrent(c, deps, now);
  const value = randomBytes(32).toString('base64url');
  const session: Session = {
    ...of,
    id: fingerprint(value),
    beganAt: now,
    seenAt: now,
    endedAt: null,
    device: deviceOf(c.req.header('user-agent') ?? ''),
    address: addressOf(c),
  };
  await insertSession(deps.db.tx, session);
  setCookie(c, cookieName(deps), value, { httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure(deps) });
  return session;
}

/** Ends the session that the request came with, if any. */
export async function leave(c: Context, deps: ConsoleDeps, now: Date): Promise<void> {
  await endCurrent(c, deps, now);
  deleteCookie(c, cookieName(deps), { path: '/', secure: isSecure(deps) });
}

async function endCurrent(c: Context, deps: ConsoleDeps, now: Date): Promise<void> {
  const value = getCookie(c, cookieName(deps));
  const session = value ? await findSession(deps.db.tx, fingerprint(value)) : null;
  if (session) await endSession(deps.db.tx, session.id, session.staffId, now);
}

function isSecure({ publicUrl }: ConsoleDeps): boolean {
  return publicUrl.startsWith('https:');
}

/** The prefix keeps other hosts of the domain from setting it; browsers take it over TLS only. */
function cookieName(deps: ConsoleDeps): string {
  return isSecure(deps) ? '__Host-yinling' : 'yinling';
}

function fingerprint(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** What a form of this session must bring along. */
export function formToken(secret: string, sessionId: string): string {
  return `${sessionId}.${createHmac('sha256', secret).update(`form:${sessionId}`).digest('base64url')}`;
}

/** The session that a form token was made for; null when it was not made here. */
export function sessionOfToken(secret: string, token: string): string | null {
  const [sessionId = ''] = token.split('.');
  const expected = Buffer.from(formToken(secret, sessionId));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected) ? sessionId : null;
}
