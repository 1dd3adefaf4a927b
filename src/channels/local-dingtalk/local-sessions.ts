import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';

/** Sessions of robot messages: where a reply may be posted for a while (dingtalk.md §3.1). */
export interface LocalSessions {
  open(conversationId: string): { id: string; expiresAt: Date };
  /** The conversation, or null when the session is unknown or over. */
  conversationOf(id: string): string | null;
  /** Ends all of them at once; for tests. */
  expireAll(): void;
}

const KEPT = 20_000;

export function createLocalSessions(clock: Clock, lifeMs: number): LocalSessions {
  const sessions = new Map<string, { conversationId: string; expiresAt: number }>();
  return {
    open: (conversationId) => {
      const id = randomBytes(16).toString('hex');
      const expiresAt = clock.now().getTime() + lifeMs;
      sessions.set(id, { conversationId, expiresAt });
      const [oldest] = sessions.keys();
      if (sessions.size > KEPT && oldest) sessions.delete(oldest);
      return { id, expiresAt: new Date(expiresAt) };
    },
    conversationOf: (id) => {
      const session = sessions.get(id);
      return session && clock.now().getTime() <= session.expiresAt ? session.conversationId : null;
    },
    expireAll: () => sessions.clear(),
  };
}
