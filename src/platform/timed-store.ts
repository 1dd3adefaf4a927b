import type { Tx } from './database.ts';

/** Records that a timed task's moment has come. False: another process has recorded it. */
export async function recordMoment(tx: Tx, task: string, moment: Date, now: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO timed_run (task, moment, ran_at) VALUES (${task}, ${moment}::timestamptz, ${now}::timestamptz) ON CONFLICT DO NOTHING`;
  return count === 1;
}

export async function recordResult(tx: Tx, task: string, moment: Date, result: object): Promise<void> {
  await tx.$executeRaw`UPDATE timed_run SET result = ${JSON.stringify(result)}::jsonb WHERE task = ${task} AND moment = ${moment}::timestamptz`;
}

/** Forgets runs before a moment; they are needed only to run nothing twice. */
export async function forgetRuns(tx: Tx, before: Date): Promise<number> {
  return tx.$executeRaw`DELETE FROM timed_run WHERE moment < ${before}::timestamptz`;
}
