import type { Tx } from '../platform/database.ts';

/** Something that a responsible person must look at; `sentence` names nobody whom a file is about. */
export interface NewAlarm {
  /** One matter, one alarm: a second with this key is not raised. */
  key: string;
  kind: 'ceiling' | 'break-glass-review' | 'audit-chain';
  /** A staff id, a record's number. */
  about: string;
  sentence: string;
}

/** Raises an alarm; whoever answers for it is told by the clock. Returns whether it is a new one. */
export async function raiseAlarm(tx: Tx, alarm: NewAlarm, now: Date): Promise<boolean> {
  const raised = await tx.$executeRaw`
    INSERT INTO alarm (key, kind, about, sentence, raised_at) VALUES (${alarm.key}, ${alarm.kind}, ${alarm.about}, ${alarm.sentence}, ${now})
    ON CONFLICT (key) DO NOTHING`;
  return raised > 0;
}

/** Takes the alarms that nobody was told of yet; within the transaction that tells them. */
export async function takeUntold(tx: Tx, now: Date): Promise<{ key: string; sentence: string }[]> {
  return tx.$queryRaw<{ key: string; sentence: string }[]>`
    UPDATE alarm SET told_at = ${now} WHERE key IN (SELECT key FROM alarm WHERE told_at IS NULL ORDER BY raised_at LIMIT 100 FOR UPDATE)
    RETURNING key, sentence`;
}
