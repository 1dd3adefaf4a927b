import type { Tx } from '../../platform/database.ts';
import { addFailure, failuresSince } from './session-store.ts';

export const MOST_FAILURES = 5;
const LOCK_MINUTES = 15;

/** For how many more minutes somebody is locked out at most; 0: not at all. Five failures within a quarter of an hour lock. */
export async function lockedMinutes(tx: Tx, who: string, now: Date): Promise<number> {
  return (await failuresSince(tx, who, windowStart(now))) >= MOST_FAILURES ? LOCK_MINUTES : 0;
}

/** Puts a failure down; returns how many more may follow. */
export async function noteFailure(tx: Tx, who: string, now: Date): Promise<number> {
  await addFailure(tx, who, now);
  return Math.max(0, MOST_FAILURES - (await failuresSince(tx, who, windowStart(now))));
}

function windowStart(now: Date): Date {
  return new Date(now.getTime() - LOCK_MINUTES * 60_000);
}
