import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';

export type RightsKind = 'copy' | 'correct' | 'delete' | 'restrict' | 'explain';

export interface RightsRequestRow {
  no: string;
  archiveNo: string;
  kind: RightsKind;
  receivedBy: string;
  receivedAt: Date;
  dueOn: Day;
  state: 'open' | 'done' | 'refused';
}

/** The next number of the day: QL20261125-0001. */
export async function nextRightsNo(tx: Tx, day: Day): Promise<string> {
  const digits = day.replaceAll('-', '');
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO case_counter (day, last) VALUES (${`QL${digits}`}, 1) ON CONFLICT (day) DO UPDATE SET last = case_counter.last + 1 RETURNING last`;
  return `QL${digits}-${String(row?.last ?? 1).padStart(4, '0')}`;
}

export async function insertRequest(
  tx: Tx,
  one: RightsRequestRow & { identityChecked: string; wordsSealed: string | null },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO rights_request (no, archive_no, kind, identity_checked, words_sealed, received_by, received_at, due_on, state)
    VALUES (${one.no}, ${one.archiveNo}, ${one.kind}, ${one.identityChecked}, ${one.wordsSealed}, ${one.receivedBy}, ${one.receivedAt},
      ${one.dueOn}::date, ${one.state})`;
}

const COLUMNS = `no, archive_no AS "archiveNo", kind, received_by AS "receivedBy", received_at AS "receivedAt", due_on::text AS "dueOn", state`;

export async function openRequests(tx: Tx, town: string | null, limit: number): Promise<RightsRequestRow[]> {
  return tx.$queryRawUnsafe<RightsRequestRow[]>(
    `SELECT ${COLUMNS} FROM rights_request WHERE state = 'open'
       AND ($1::text IS NULL OR archive_no IN (SELECT archive_no FROM person WHERE town = $1)) ORDER BY due_on, no LIMIT $2::int`,
    town,
    limit,
  );
}

export async function lockRequest(tx: Tx, no: string): Promise<RightsRequestRow | null> {
  const [row] = await tx.$queryRawUnsafe<RightsRequestRow[]>(
    `SELECT ${COLUMNS} FROM rights_request WHERE no = $1 AND state = 'open' FOR UPDATE`,
    no,
  );
  return row ?? null;
}

export async function closeRequest(
  tx: Tx,
  no: string,
  end: { state: 'done' | 'refused'; by: string; at: Date; outcomeSealed: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE rights_request SET state = ${end.state}, decided_by = ${end.by}, decided_at = ${end.at}, outcome_sealed = ${end.outcomeSealed}
    WHERE no = ${no}`;
}
