import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';

export interface SecondFactor {
  /** Base32. */
  secret: string;
  isConfirmed: boolean;
}

export async function findSecondFactor(tx: Tx, sealer: Sealer, staffId: string): Promise<SecondFactor | null> {
  const row = await tx.console_second_factor.findUnique({ where: { staff_id: staffId } });
  return row && { secret: sealer.open(row.secret_sealed, place(staffId)), isConfirmed: row.confirmed_at !== null };
}

/** Keeps a fresh secret unless there is one; what stands afterwards is what counts. */
export async function offerSecondFactor(tx: Tx, sealer: Sealer, staffId: string, secret: string): Promise<void> {
  await tx.$executeRaw`INSERT INTO console_second_factor (staff_id, secret_sealed)
    VALUES (${staffId}, ${sealer.seal(secret, place(staffId))}) ON CONFLICT (staff_id) DO NOTHING`;
}

/** Uses a time step up: a code is good once. False: this step, or a later one, was used before. */
export async function useStep(tx: Tx, staffId: string, step: number, now: Date): Promise<boolean> {
  const used = await tx.$executeRaw`UPDATE console_second_factor SET last_step = ${step}, confirmed_at = coalesce(confirmed_at, ${now})
    WHERE staff_id = ${staffId} AND last_step < ${step}`;
  return used > 0;
}

function place(staffId: string) {
  return { table: 'console_second_factor', column: 'secret_sealed', row: staffId };
}
