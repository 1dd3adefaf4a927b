import type { Tx } from '../../platform/database.ts';

export type PassKind = 'shown' | 'printed';

/** What a token of a code names. */
export interface CodePass {
  id: string;
  codeNo: string;
  kind: PassKind;
  madeAt: Date;
  /** Staff id, or `phone:<id>`. */
  madeBy: string;
  expiresAt: Date;
  usedAt: Date | null;
  usedBy: string | null;
  revokedAt: Date | null;
}

const COLUMNS = `id, code_no AS "codeNo", kind, made_at AS "madeAt", made_by AS "madeBy", expires_at AS "expiresAt", used_at AS "usedAt",
  used_by AS "usedBy", revoked_at AS "revokedAt"`;

export async function insertPass(
  tx: Tx,
  pass: Pick<CodePass, 'id' | 'codeNo' | 'kind' | 'madeAt' | 'madeBy' | 'expiresAt'>,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO code_pass (id, code_no, kind, made_at, made_by, expires_at)
    VALUES (${pass.id}, ${pass.codeNo}, ${pass.kind}, ${pass.madeAt}, ${pass.madeBy}, ${pass.expiresAt})`;
}

/** One, taken for this transaction: two readers of the same picture wait for each other. */
export async function holdPass(tx: Tx, id: string): Promise<CodePass | null> {
  const [row] = await tx.$queryRawUnsafe<CodePass[]>(`SELECT ${COLUMNS} FROM code_pass WHERE id = $1 FOR UPDATE`, id);
  return row ?? null;
}

export async function markUsed(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  await tx.$executeRaw`UPDATE code_pass SET used_at = ${now}, used_by = ${by} WHERE id = ${id} AND used_at IS NULL`;
}

/** Sheets of paper of a code, newest first. */
export async function printedPasses(tx: Tx, codeNo: string): Promise<CodePass[]> {
  return tx.$queryRawUnsafe<CodePass[]>(
    `SELECT ${COLUMNS} FROM code_pass WHERE code_no = $1 AND kind = 'printed' ORDER BY made_at DESC, id`,
    codeNo,
  );
}

/** Revokes one sheet, or all passes of a code. Returns how many. */
export async function revokePasses(tx: Tx, of: { codeNo: string; id?: string }, by: string, now: Date): Promise<number> {
  return tx.$executeRaw`
    UPDATE code_pass SET revoked_at = ${now}, revoked_by = ${by}
    WHERE code_no = ${of.codeNo} AND (${of.id ?? null}::text IS NULL OR id = ${of.id ?? null}) AND revoked_at IS NULL AND expires_at > ${now}`;
}

/** Ids of sheets that were revoked before their time: what a verifier without a connection should refuse. */
export async function revokedPassIds(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM code_pass p JOIN veteran_code c ON c.no = p.code_no JOIN person h ON h.archive_no = c.archive_no
    WHERE p.kind = 'printed' AND p.expires_at > ${now}
      AND (p.revoked_at IS NOT NULL OR c.state <> 'active' OR (h.merged_into IS NULL AND (h.status <> '在世' OR h.lifecycle <> '在册')))
    ORDER BY p.id`;
  return rows.map((row) => row.id);
}

/** Showings whose minute is long over go; who showed and who scanned stays in the audit record. */
export async function forgetShownPasses(tx: Tx, before: Date): Promise<number> {
  return tx.$executeRaw`DELETE FROM code_pass WHERE kind = 'shown' AND expires_at < ${before}`;
}
