import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';

export interface CredentialEvent {
  act: string;
  at: Date;
  by: string;
  /** Name of who did it, where they are still known. */
  byName: string | null;
  reason: string | null;
}

/** Keeps what was done to a code or a certificate, whose row this transaction holds. */
export async function addCredentialEvent(
  tx: Tx,
  sealer: Sealer,
  event: { no: string; act: string; at: Date; by: string; reason: string | null },
): Promise<void> {
  const [last] = await tx.$queryRaw<{ position: number }[]>`
    SELECT coalesce(max(position), 0)::int AS position FROM credential_event WHERE credential_no = ${event.no}`;
  const position = (last?.position ?? 0) + 1;
  const sealed = event.reason === null ? null : sealer.seal(event.reason, reasonPlace(event.no, position));
  await tx.$executeRaw`
    INSERT INTO credential_event (credential_no, position, act, at, by_staff, reason_sealed)
    VALUES (${event.no}, ${position}::int, ${event.act}, ${event.at}, ${event.by}, ${sealed})`;
}

/** The history of one credential, oldest first. */
export async function credentialEvents(tx: Tx, sealer: Sealer, no: string): Promise<CredentialEvent[]> {
  const rows = await tx.$queryRaw<(Omit<CredentialEvent, 'reason'> & { position: number; reasonSealed: string | null })[]>`
    SELECT e.position, e.act, e.at, e.by_staff AS by, s.name AS "byName", e.reason_sealed AS "reasonSealed"
    FROM credential_event e LEFT JOIN staff s ON s.id = e.by_staff WHERE e.credential_no = ${no} ORDER BY e.position`;
  return rows.map(({ position, reasonSealed, ...row }) => ({
    ...row,
    reason: reasonSealed === null ? null : sealer.open(reasonSealed, reasonPlace(no, position)),
  }));
}

function reasonPlace(no: string, position: number) {
  return { table: 'credential_event', column: 'reason_sealed', row: `${no}/${position}` };
}
