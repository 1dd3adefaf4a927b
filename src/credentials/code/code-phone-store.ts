import type { Tx } from '../../platform/database.ts';

/** A person's own telephone, or the link that will bind one. */
export interface CodePhone {
  id: string;
  codeNo: string;
  linkUntil: Date;
  madeBy: string;
  madeAt: Date;
  boundAt: Date | null;
  sessionUntil: Date | null;
  endedAt: Date | null;
}

const COLUMNS = `id, code_no AS "codeNo", link_until AS "linkUntil", made_by AS "madeBy", made_at AS "madeAt", bound_at AS "boundAt",
  session_until AS "sessionUntil", ended_at AS "endedAt"`;

export async function insertLink(
  tx: Tx,
  link: Pick<CodePhone, 'id' | 'codeNo' | 'linkUntil' | 'madeBy' | 'madeAt'> & { linkHash: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO code_phone (id, code_no, link_hash, link_until, made_by, made_at)
    VALUES (${link.id}, ${link.codeNo}, ${link.linkHash}, ${link.linkUntil}, ${link.madeBy}, ${link.madeAt})`;
}

/** Whether a link can still be used; it is not used up by looking. */
export async function findLink(tx: Tx, linkHash: string, now: Date): Promise<CodePhone | null> {
  const [row] = await tx.$queryRawUnsafe<CodePhone[]>(
    `SELECT ${COLUMNS} FROM code_phone WHERE link_hash = $1 AND bound_at IS NULL AND ended_at IS NULL AND link_until > $2`,
    linkHash,
    now,
  );
  return row ?? null;
}

/** Binds the telephone that opened the link: once, whoever comes second gets null. */
export async function bindPhone(tx: Tx, linkHash: string, session: { hash: string; until: Date }, now: Date): Promise<CodePhone | null> {
  const [row] = await tx.$queryRawUnsafe<CodePhone[]>(
    `UPDATE code_phone SET session_hash = $2, session_until = $3, bound_at = $4
     WHERE link_hash = $1 AND bound_at IS NULL AND ended_at IS NULL AND link_until > $4 RETURNING ${COLUMNS}`,
    linkHash,
    session.hash,
    session.until,
    now,
  );
  return row ?? null;
}

export async function findPhone(tx: Tx, sessionHash: string, now: Date): Promise<CodePhone | null> {
  const [row] = await tx.$queryRawUnsafe<CodePhone[]>(
    `SELECT ${COLUMNS} FROM code_phone WHERE session_hash = $1 AND ended_at IS NULL AND session_until > $2`,
    sessionHash,
    now,
  );
  return row ?? null;
}

/** Telephones bound to a code, newest first. */
export async function phonesOf(tx: Tx, codeNo: string): Promise<CodePhone[]> {
  return tx.$queryRawUnsafe<CodePhone[]>(`SELECT ${COLUMNS} FROM code_phone WHERE code_no = $1 ORDER BY made_at DESC, id`, codeNo);
}

/** Unbinds one telephone, or all of a code. Returns how many. */
export async function endPhones(tx: Tx, of: { codeNo: string; id?: string }, by: string, now: Date): Promise<number> {
  return tx.$executeRaw`
    UPDATE code_phone SET ended_at = ${now}, ended_by = ${by}
    WHERE code_no = ${of.codeNo} AND (${of.id ?? null}::text IS NULL OR id = ${of.id ?? null}) AND ended_at IS NULL`;
}
