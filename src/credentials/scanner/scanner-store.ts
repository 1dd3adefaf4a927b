import type { Tx } from '../../platform/database.ts';
import type { ScannerLevel } from './scanner-level.ts';

export interface ScannerRow {
  id: string;
  name: string;
  level: ScannerLevel;
  registeredBy: string;
  registeredAt: Date;
  enrolledAt: Date | null;
  endedAt: Date | null;
}

const COLUMNS = `id, name, level, registered_by AS "registeredBy", registered_at AS "registeredAt", enrolled_at AS "enrolledAt", ended_at AS "endedAt"`;

export async function insertScanner(
  tx: Tx,
  one: Pick<ScannerRow, 'id' | 'name' | 'level' | 'registeredBy' | 'registeredAt'> & { enrolHash: string; enrolUntil: Date },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO scanner (id, name, level, enrol_hash, enrol_until, registered_by, registered_at)
    VALUES (${one.id}, ${one.name}, ${one.level}, ${one.enrolHash}, ${one.enrolUntil}, ${one.registeredBy}, ${one.registeredAt})`;
}

/** Gives the device that opens the enrolment its secret: once, whoever comes second gets null. */
export async function enrolScanner(tx: Tx, enrolHash: string, secretHash: string, now: Date): Promise<ScannerRow | null> {
  const [row] = await tx.$queryRawUnsafe<ScannerRow[]>(
    `UPDATE scanner SET secret_hash = $2, enrolled_at = $3, enrol_hash = NULL
     WHERE enrol_hash = $1 AND enrol_until > $3 AND ended_at IS NULL RETURNING ${COLUMNS}`,
    enrolHash,
    secretHash,
    now,
  );
  return row ?? null;
}

export async function findEnrolment(tx: Tx, enrolHash: string, now: Date): Promise<ScannerRow | null> {
  const [row] = await tx.$queryRawUnsafe<ScannerRow[]>(
    `SELECT ${COLUMNS} FROM scanner WHERE enrol_hash = $1 AND enrol_until > $2 AND ended_at IS NULL`,
    enrolHash,
    now,
  );
  return row ?? null;
}

export async function findScanner(tx: Tx, secretHash: string): Promise<ScannerRow | null> {
  const [row] = await tx.$queryRawUnsafe<ScannerRow[]>(
    `SELECT ${COLUMNS} FROM scanner WHERE secret_hash = $1 AND ended_at IS NULL`,
    secretHash,
  );
  return row ?? null;
}

export async function listScanners(tx: Tx): Promise<ScannerRow[]> {
  return tx.$queryRawUnsafe<ScannerRow[]>(`SELECT ${COLUMNS} FROM scanner ORDER BY ended_at IS NOT NULL, registered_at DESC, id`);
}

export async function endScanner(tx: Tx, id: string, by: string, now: Date): Promise<boolean> {
  const ended = await tx.$executeRaw`UPDATE scanner SET ended_at = ${now}, ended_by = ${by} WHERE id = ${id} AND ended_at IS NULL`;
  return ended > 0;
}
