import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';

/** Access tokens and login codes of the local DingTalk. */
export interface LocalAccess {
  /** The same token while it is valid, its life extended (dingtalk.md §6.1). */
  token(): { accessToken: string; expireIn: number };
  isValid(token: string): boolean;
  /** As when somebody resets the secret: every token is refused from now on. */
  revokeTokens(): void;
  /** A code as a page inside DingTalk gets it: five minutes, one use (dingtalk.md §6.2). */
  loginCode(userId: string): string;
  redeemLoginCode(code: string): string | null;
  /** A code as the login page sends it back to a browser; worth a token of the person's own, once. */
  pageCode(userId: string): string;
  redeemPageCode(code: string): { accessToken: string; expireIn: number } | null;
  /** Whose token this is. */
  userOf(accessToken: string): string | null;
}

const LOGIN_CODE_LIFE_MS = 5 * 60_000;

export function createLocalAccess(clock: Clock, tokenLifeSeconds: number): LocalAccess {
  let current: { accessToken: string; goodUntil: number } | null = null;
  const now = () => clock.now().getTime();
  const insideCodes = createTickets(now, LOGIN_CODE_LIFE_MS);
  const pageCodes = createTickets(now, LOGIN_CODE_LIFE_MS);
  const userTokens = createTickets(now, tokenLifeSeconds * 1000);
  return {
    token: () => {
      if (!current || now() >= current.goodUntil) current = { accessToken: randomUUID().replaceAll('-', ''), goodUntil: 0 };
      current.goodUntil = now() + tokenLifeSeconds * 1000;
      return { accessToken: current.accessToken, expireIn: tokenLifeSeconds };
    },
    isValid: (token) => current !== null && token === current.accessToken && now() < current.goodUntil,
    revokeTokens: () => {
      current = null;
    },
    loginCode: insideCodes.give,
    redeemLoginCode: insideCodes.take,
    pageCode: pageCodes.give,
    redeemPageCode: (code) => {
      const userId = pageCodes.take(code);
      return userId === null ? null : { accessToken: userTokens.give(userId), expireIn: tokenLifeSeconds };
    },
    userOf: userTokens.look,
  };
}

/** Random names that stand for a person for a while. */
function createTickets(now: () => number, lifeMs: number) {
  const tickets = new Map<string, { userId: string; goodUntil: number }>();
  const look = (ticket: string): string | null => {
    const found = tickets.get(ticket);
    return found && now() <= found.goodUntil ? found.userId : null;
  };
  return {
    give: (userId: string): string => {
      for (const [known, { goodUntil }] of tickets) if (now() > goodUntil) tickets.delete(known);
      const ticket = randomUUID().replaceAll('-', '');
      tickets.set(ticket, { userId, goodUntil: now() + lifeMs });
      return ticket;
    },
    look,
    take: (ticket: string): string | null => {
      const userId = look(ticket);
      tickets.delete(ticket);
      return userId;
    },
  };
}
