import type { Tx } from '../../platform/database.ts';

export interface StartedExport {
  no: string;
  kind: string;
  format: string;
  filter: object;
  by: string;
  now: Date;
  channel: string;
}

export async function startExport(tx: Tx, { no, kind, format, filter, by, now, channel }: StartedExport): Promise<void> {
  await tx.export_run.create({ data: { no, kind, format, filters: { ...filter }, made_by: by, made_at: now, channel } });
}

/** Puts people on an export's list; returns how many were not on it yet. */
export async function addExportSubjects(tx: Tx, no: string, archiveNos: readonly string[]): Promise<number> {
  if (archiveNos.length === 0) return 0;
  return tx.$executeRaw`
    INSERT INTO export_subject (export_no, archive_no) SELECT ${no}, unnest(${[...archiveNos]}::text[]) ON CONFLICT DO NOTHING`;
}

export async function finishExport(tx: Tx, no: string, rows: number, now: Date): Promise<void> {
  await tx.export_run.update({ where: { no }, data: { row_count: rows, finished_at: now } });
}

export interface PastExport {
  no: string;
  kind: string;
  madeBy: string;
  madeAt: Date;
  channel: string;
  rows: number;
  /** False: it broke off, and what is listed is at least what left. */
  isWhole: boolean;
}

/** Exports that one account made in a time, oldest first. */
export async function exportsBy(tx: Tx, staffId: string, from: Date, to: Date): Promise<PastExport[]> {
  const rows = await tx.export_run.findMany({ where: { made_by: staffId, made_at: { gte: from, lte: to } }, orderBy: { made_at: 'asc' } });
  return rows.map((row) => ({
    ...{ no: row.no, kind: row.kind, madeBy: row.made_by, madeAt: row.made_at, channel: row.channel, rows: row.row_count },
    isWhole: row.finished_at !== null,
  }));
}

/** Who is in an export, a page of archive numbers in order. */
export async function exportSubjects(tx: Tx, no: string, after: string, limit: number): Promise<string[]> {
  const rows = await tx.export_subject.findMany({
    where: { export_no: no, archive_no: { gt: after } },
    orderBy: { archive_no: 'asc' },
    take: limit,
  });
  return rows.map((row) => row.archive_no);
}
