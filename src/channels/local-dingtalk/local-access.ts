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
}

const LOGIN_CODE_LIFE_MS = 5 * 60_000;

export function createLocalAccess(clock: Clock, tokenLifeSeconds: number): LocalAccess {
  let current: { accessToken: string; goodUntil: number } | null = null;
  const codes = new Map<string, { userId: string; goodUntil: number }>();
  const now = () => clock.now().getTime();
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
    loginCode: (userId) => {
      const code = randomUUID().replaceAll('-', '');
      codes.set(code, { userId, goodUntil: now() + LOGIN_CODE_LIFE_MS });
      return code;
    },
    redeemLoginCode: (code) => {
      const found = codes.get(code);
      codes.delete(code);
      return found && now() <= found.goodUntil ? found.userId : null;
    },
  };
}
