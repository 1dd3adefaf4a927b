import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { CertificateTemplate } from './certificate-template.ts';

export interface Batch {
  id: string;
  template: string;
  town: string | null;
  consent: string;
  madeBy: string;
  madeAt: Date;
  state: 'listed' | 'signed' | 'finished';
  signedBy: string | null;
}

export interface BatchProgress extends Batch {
  makerName: string | null;
  signerName: string | null;
  signedAt: Date | null;
  finishedAt: Date | null;
  total: number;
  issued: number;
  faults: number;
}

const COLUMNS = `b.id, b.template, b.town, b.consent, b.made_by AS "madeBy", b.made_at AS "madeAt", b.state, b.signed_by AS "signedBy"`;

/** Key recipients on the books of a template's categories who have no certificate of it that still runs. */
export async function selectCandidates(
  tx: Tx,
  ask: { template: CertificateTemplate; town: string | null; archiveNos: readonly string[] | null; today: Day; limit: number },
): Promise<string[]> {
  const chosen = ask.archiveNos === null ? null : [...ask.archiveNos];
  const rows = await tx.$queryRaw<{ no: string }[]>`
    SELECT p.archive_no AS no FROM person p
    WHERE p.key_category = ANY(${[...ask.template.categories]}::text[]) AND p.status = '在世' AND p.lifecycle = '在册' AND p.merged_into IS NULL
      AND (${ask.town}::text IS NULL OR p.town = ${ask.town})
      AND (${chosen}::text[] IS NULL OR p.archive_no = ANY(${chosen}::text[]))
      AND NOT EXISTS (SELECT FROM e_certificate e WHERE e.archive_no = p.archive_no AND e.template = ${ask.template.id}
        AND e.state IN ('valid', 'suspended') AND e.valid_until >= ${ask.today}::date)
    ORDER BY p.archive_no LIMIT ${ask.limit}::int`;
  return rows.map((row) => row.no);
}

export async function insertBatch(tx: Tx, batch: Omit<Batch, 'state' | 'signedBy'>, archiveNos: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO certificate_batch (id, template, town, consent, made_by, made_at, state)
    VALUES (${batch.id}, ${batch.template}, ${batch.town}, ${batch.consent}, ${batch.madeBy}, ${batch.madeAt}, 'listed')`;
  await tx.$executeRaw`
    INSERT INTO certificate_batch_item (batch_id, archive_no, state)
    SELECT ${batch.id}, no, 'waiting' FROM unnest(${[...archiveNos]}::text[]) AS no`;
}

export async function holdBatch(tx: Tx, id: string): Promise<Batch | null> {
  const [row] = await tx.$queryRawUnsafe<Batch[]>(`SELECT ${COLUMNS} FROM certificate_batch b WHERE b.id = $1 FOR UPDATE`, id);
  return row ?? null;
}

export async function signedBatch(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE certificate_batch SET state = 'signed', signed_by = ${by}, signed_at = ${now} WHERE id = ${id}`;
}

/** The next person of the oldest signed list, taken for this transaction; another process takes another one. */
export async function takeWaiting(tx: Tx): Promise<{ batch: Batch; archiveNo: string } | null> {
  const [row] = await tx.$queryRawUnsafe<(Batch & { archiveNo: string })[]>(
    `SELECT ${COLUMNS}, i.archive_no AS "archiveNo" FROM certificate_batch b JOIN certificate_batch_item i ON i.batch_id = b.id
     WHERE b.state = 'signed' AND i.state = 'waiting' ORDER BY b.signed_at, b.id, i.archive_no LIMIT 1 FOR UPDATE OF i SKIP LOCKED`,
  );
  if (!row) return null;
  const { archiveNo, ...batch } = row;
  return { batch, archiveNo };
}

export async function settleItem(tx: Tx, id: string, archiveNo: string, how: { no: string } | { fault: string }): Promise<void> {
  const [state, no, fault] = 'no' in how ? ['issued', how.no, null] : ['fault', null, how.fault];
  await tx.$executeRaw`
    UPDATE certificate_batch_item SET state = ${state}, certificate_no = ${no}, fault = ${fault} WHERE batch_id = ${id} AND archive_no = ${archiveNo}`;
}

/** Closes the signed lists of which nobody waits any more. */
export async function finishBatch(tx: Tx, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE certificate_batch b SET state = 'finished', finished_at = ${now} WHERE b.state = 'signed'
      AND NOT EXISTS (SELECT FROM certificate_batch_item i WHERE i.batch_id = b.id AND i.state = 'waiting')`;
}

/** Lists with how far they are, newest first. */
export async function batchesWithProgress(
  tx: Tx,
  page: { limit: number; offset: number },
  id: string | null = null,
): Promise<BatchProgress[]> {
  return tx.$queryRawUnsafe<BatchProgress[]>(
    `SELECT ${COLUMNS}, m.name AS "makerName", s.name AS "signerName", b.signed_at AS "signedAt", b.finished_at AS "finishedAt", i.*
     FROM certificate_batch b LEFT JOIN staff m ON m.id = b.made_by LEFT JOIN staff s ON s.id = b.signed_by
     CROSS JOIN LATERAL (SELECT count(*)::int AS total, count(*) FILTER (WHERE state = 'issued')::int AS issued,
       count(*) FILTER (WHERE state = 'fault')::int AS faults FROM certificate_batch_item WHERE batch_id = b.id) i
     WHERE $3::text IS NULL OR b.id = $3 ORDER BY b.made_at DESC, b.id LIMIT $1::int OFFSET $2::int`,
    page.limit,
    page.offset,
    id,
  );
}

/** Whom it could not be issued to, and why. */
export async function batchFaults(tx: Tx, id: string): Promise<{ archiveNo: string; fault: string }[]> {
  return tx.$queryRaw<{ archiveNo: string; fault: string }[]>`
    SELECT archive_no AS "archiveNo", fault FROM certificate_batch_item WHERE batch_id = ${id} AND state = 'fault' ORDER BY archive_no`;
}
