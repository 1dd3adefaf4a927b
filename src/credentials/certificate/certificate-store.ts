import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { CertificateContent } from './certificate-template.ts';

export type CertificateState = 'valid' | 'suspended' | 'revoked' | 'replaced';

export interface CertificateRow {
  no: string;
  archiveNo: string;
  template: string;
  state: CertificateState;
  issuedOn: Day;
  validUntil: Day;
  token: string;
  issuedBy: string;
  caseNo: string | null;
  renews: string | null;
}

export interface NewCertificateRow extends CertificateRow {
  /** As it is hashed and signed. */
  content: string;
  checkCode: string;
  consent: string;
}

const COLUMNS = `no, archive_no AS "archiveNo", template, state, issued_on::text AS "issuedOn", valid_until::text AS "validUntil", token,
  issued_by AS "issuedBy", case_no AS "caseNo", renews`;

/** The next number of the year: `ZZ2026-000123`. Numbers are handed out one after another until the transactions end. */
export async function nextCertificateNo(tx: Tx, year: number): Promise<string> {
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO certificate_counter (year, last) VALUES (${year}::int, 1)
    ON CONFLICT (year) DO UPDATE SET last = certificate_counter.last + 1 RETURNING last`;
  return `ZZ${year}-${String(row?.last ?? 1).padStart(6, '0')}`;
}

export async function insertCertificate(tx: Tx, sealer: Sealer, one: NewCertificateRow, now: Date): Promise<void> {
  const content = sealer.seal(one.content, place('content_sealed', one.no));
  const check = sealer.seal(one.checkCode, place('check_sealed', one.no));
  await tx.$executeRaw`
    INSERT INTO e_certificate (no, archive_no, template, state, issued_on, valid_until, content_sealed, token, check_sealed, check_index,
      issued_by, issued_at, consent, case_no, renews, changed_at)
    VALUES (${one.no}, ${one.archiveNo}, ${one.template}, ${one.state}, ${one.issuedOn}::date, ${one.validUntil}::date, ${content}, ${one.token},
      ${check}, ${checkIndex(sealer, one.checkCode)}, ${one.issuedBy}, ${now}, ${one.consent}, ${one.caseNo}, ${one.renews}, ${now})`;
}

/** A check code as people type it: blanks and strokes left out, letters in either case. */
export function checkIndex(sealer: Sealer, code: string): string {
  return sealer.index('certificate-check', code.replace(/[^0-9a-z]/gi, '').toUpperCase());
}

export async function findCertificate(tx: Tx, no: string): Promise<CertificateRow | null> {
  const [row] = await tx.$queryRawUnsafe<CertificateRow[]>(`SELECT ${COLUMNS} FROM e_certificate WHERE no = $1`, no);
  return row ?? null;
}

export async function findByCheckCode(tx: Tx, sealer: Sealer, code: string): Promise<CertificateRow | null> {
  const [row] = await tx.$queryRawUnsafe<CertificateRow[]>(
    `SELECT ${COLUMNS} FROM e_certificate WHERE check_index = $1`,
    checkIndex(sealer, code),
  );
  return row ?? null;
}

/** One, taken for this transaction. */
export async function holdCertificate(tx: Tx, no: string): Promise<CertificateRow | null> {
  const [row] = await tx.$queryRawUnsafe<CertificateRow[]>(`SELECT ${COLUMNS} FROM e_certificate WHERE no = $1 FOR UPDATE`, no);
  return row ?? null;
}

/** The person's certificate of a template that is neither over nor put away; the person's row is taken, so that two issuers wait for each other. */
export async function holdCurrent(tx: Tx, archiveNo: string, template: string, today: Day): Promise<CertificateRow | null> {
  await tx.$queryRaw`SELECT 1 FROM person WHERE archive_no = ${archiveNo} FOR UPDATE`;
  const [row] = await tx.$queryRawUnsafe<CertificateRow[]>(
    `SELECT ${COLUMNS} FROM e_certificate WHERE archive_no = $1 AND template = $2 AND state IN ('valid', 'suspended') AND valid_until >= $3::date
     ORDER BY issued_on DESC LIMIT 1`,
    archiveNo,
    template,
    today,
  );
  return row ?? null;
}

export async function setCertificateState(tx: Tx, no: string, state: CertificateState, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE e_certificate SET state = ${state}, changed_at = ${now} WHERE no = ${no}`;
}

/** What stands on it, and the code under which it can be checked. */
export async function openContent(
  tx: Tx,
  sealer: Sealer,
  no: string,
): Promise<{ text: string; content: CertificateContent; checkCode: string }> {
  const [row] = await tx.$queryRaw<{ content: string; check: string }[]>`
    SELECT content_sealed AS content, check_sealed AS check FROM e_certificate WHERE no = ${no}`;
  const text = sealer.open(row?.content ?? '', place('content_sealed', no));
  const checkCode = sealer.open(row?.check ?? '', place('check_sealed', no));
  return { text, content: JSON.parse(text) as CertificateContent, checkCode };
}

/** Numbers of certificates put away before their time: what a verifier without a connection should refuse. */
export async function revokedCertificateNos(tx: Tx, today: Day): Promise<string[]> {
  const rows = await tx.$queryRaw<{ no: string }[]>`
    SELECT e.no FROM e_certificate e JOIN person h USING (archive_no)
    WHERE e.valid_until >= ${today}::date AND (e.state <> 'valid' OR (h.merged_into IS NULL AND (h.status <> '在世' OR h.lifecycle <> '在册')))
    ORDER BY e.no`;
  return rows.map((row) => row.no);
}

function place(column: string, row: string) {
  return { table: 'e_certificate', column, row };
}
