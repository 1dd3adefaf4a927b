import type { Tx } from './database.ts';

/** What is remembered under a key, or null. The value is JSON. */
export async function readSetting<Value>(tx: Tx, key: string): Promise<Value | null> {
  const rows = await tx.$queryRaw<{ value: Value }[]>`SELECT value FROM setting WHERE key = ${key}`;
  return rows[0]?.value ?? null;
}

export async function writeSetting(tx: Tx, key: string, value: object, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO setting (key, value, updated_at) VALUES (${key}, ${JSON.stringify(value)}::jsonb, ${now}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`;
}

/**
 * Takes or renews a lease that one process holds for all: true when this holder has it now. A lease not renewed since `staleBefore`
 * is taken over.
 */
export async function takeLease(tx: Tx, key: string, lease: { holder: string }, now: Date, staleBefore: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO setting (key, value, updated_at) VALUES (${key}, ${JSON.stringify(lease)}::jsonb, ${now}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
    WHERE setting.updated_at < ${staleBefore}::timestamptz OR setting.value->>'holder' = ${lease.holder}`;
  return count === 1;
}

export async function dropLease(tx: Tx, key: string, holder: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM setting WHERE key = ${key} AND value->>'holder' = ${holder}`;
}
