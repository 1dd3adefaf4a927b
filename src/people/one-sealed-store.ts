import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { openFact } from './person-seal.ts';

/** Opens one sealed telephone number of the archive, to prove that the keys at hand are the right ones. Throws AppError `seal-broken` when not. */
export async function proveKeys(tx: Tx, sealer: Sealer): Promise<void> {
  const [row] = await tx.$queryRaw<{ no: string; phone: string }[]>`
    SELECT archive_no AS no, phone_sealed AS phone FROM person WHERE phone_sealed IS NOT NULL LIMIT 1`;
  if (row) openFact(sealer, 'phone', row.phone, row.no);
}
