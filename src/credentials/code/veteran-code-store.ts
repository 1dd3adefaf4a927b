import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';

export type CredentialState = 'active' | 'suspended' | 'revoked';

export interface VeteranCode {
  no: string;
  archiveNo: string;
  state: CredentialState;
  /** What the holder's consent rests on: a case's number, or how it was given. */
  consent: string;
  caseNo: string | null;
  issuedOn: Day;
  validUntil: Day;
  issuedBy: string;
}

const COLUMNS = `no, archive_no AS "archiveNo", state, consent, case_no AS "caseNo", issued_on::text AS "issuedOn",
  valid_until::text AS "validUntil", issued_by AS "issuedBy"`;

/** The person's code, taken for this transaction together with the person: of two who issue it at once the second finds the first's. */
export async function holdCodeOf(tx: Tx, archiveNo: string): Promise<VeteranCode | null> {
  await tx.$queryRaw`SELECT 1 FROM person WHERE archive_no = ${archiveNo} FOR UPDATE`;
  return findCodeOf(tx, archiveNo);
}

export async function findCodeOf(tx: Tx, archiveNo: string): Promise<VeteranCode | null> {
  const [row] = await tx.$queryRawUnsafe<VeteranCode[]>(`SELECT ${COLUMNS} FROM veteran_code WHERE archive_no = $1`, archiveNo);
  return row ?? null;
}

export async function findCode(tx: Tx, no: string): Promise<VeteranCode | null> {
  const [row] = await tx.$queryRawUnsafe<VeteranCode[]>(`SELECT ${COLUMNS} FROM veteran_code WHERE no = $1`, no);
  return row ?? null;
}

/** Issues the person's one code, or issues it again under its number. */
export async function saveCode(tx: Tx, code: VeteranCode, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO veteran_code (no, archive_no, state, consent, case_no, issued_on, valid_until, issued_by, changed_at)
    VALUES (${code.no}, ${code.archiveNo}, ${code.state}, ${code.consent}, ${code.caseNo}, ${code.issuedOn}::date, ${code.validUntil}::date,
      ${code.issuedBy}, ${now})
    ON CONFLICT (archive_no) DO UPDATE SET state = excluded.state, consent = excluded.consent, case_no = excluded.case_no,
      issued_on = excluded.issued_on, valid_until = excluded.valid_until, issued_by = excluded.issued_by, changed_at = excluded.changed_at`;
}

export async function setCodeState(tx: Tx, no: string, state: CredentialState, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE veteran_code SET state = ${state}, changed_at = ${now} WHERE no = ${no}`;
}
