import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { ExportFilter, ExportFormat, ExportKind } from './export-table.ts';

export type RequestState = 'asked' | 'refused' | 'approved' | 'ready' | 'expired';

export interface ExportRequest {
  id: string;
  kind: ExportKind;
  format: ExportFormat;
  filter: ExportFilter;
  reason: string;
  askedBy: string;
  askedAt: Date;
  state: RequestState;
  decidedBy: string | null;
  decidedAt: Date | null;
  words: string | null;
  exportNo: string | null;
  expiresAt: Date | null;
}

function place(column: 'reason_sealed' | 'words_sealed', id: string) {
  return { table: 'export_request', column, row: id };
}

export async function insertRequest(
  tx: Tx,
  sealer: Sealer,
  request: Pick<ExportRequest, 'id' | 'kind' | 'format' | 'filter' | 'reason' | 'askedBy' | 'askedAt'>,
): Promise<void> {
  const { id, kind, format, filter, reason, askedBy, askedAt } = request;
  const sealed = sealer.seal(reason, place('reason_sealed', id));
  await tx.export_request.create({
    data: { id, kind, format, filters: { ...filter }, reason_sealed: sealed, asked_by: askedBy, asked_at: askedAt },
  });
}

type Row = NonNullable<Awaited<ReturnType<Tx['export_request']['findUnique']>>>;

function opened(sealer: Sealer, row: Row): ExportRequest {
  return {
    id: row.id,
    kind: row.kind as ExportKind,
    format: row.format as ExportFormat,
    filter: row.filters as ExportFilter,
    reason: sealer.open(row.reason_sealed, place('reason_sealed', row.id)),
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    state: row.state as RequestState,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    words: row.words_sealed === null ? null : sealer.open(row.words_sealed, place('words_sealed', row.id)),
    exportNo: row.export_no,
    expiresAt: row.expires_at,
  };
}

/** A request, held until the transaction ends, so that it is decided and made once. */
export async function lockRequest(tx: Tx, sealer: Sealer, id: string): Promise<ExportRequest | null> {
  const held = await tx.$queryRaw<unknown[]>`SELECT 1 FROM export_request WHERE id = ${id} FOR UPDATE`;
  if (held.length === 0) return null;
  const row = await tx.export_request.findUnique({ where: { id } });
  return row === null ? null : opened(sealer, row);
}

export async function requestByToken(tx: Tx, sealer: Sealer, tokenHash: string): Promise<ExportRequest | null> {
  const row = await tx.export_request.findUnique({ where: { token_hash: tokenHash } });
  return row === null ? null : opened(sealer, row);
}

/** Requests that wait for a decision, oldest first. */
export async function openRequests(tx: Tx, sealer: Sealer, limit: number): Promise<ExportRequest[]> {
  const rows = await tx.export_request.findMany({ where: { state: 'asked' }, orderBy: { asked_at: 'asc' }, take: limit });
  return rows.map((row) => opened(sealer, row));
}

export async function writeDecision(
  tx: Tx,
  sealer: Sealer,
  id: string,
  decision: { state: 'approved' | 'refused'; by: string; at: Date; words: string | null; expiresAt: Date | null },
): Promise<void> {
  const words = decision.words === null ? null : sealer.seal(decision.words, place('words_sealed', id));
  const { state, by, at, expiresAt } = decision;
  await tx.export_request.update({
    where: { id },
    data: { state, decided_by: by, decided_at: at, words_sealed: words, expires_at: expiresAt },
  });
}

export async function writeReady(tx: Tx, id: string, exportNo: string, tokenHash: string): Promise<void> {
  await tx.export_request.update({ where: { id }, data: { state: 'ready', export_no: exportNo, token_hash: tokenHash } });
}

export async function insertExportPart(tx: Tx, requestId: string, position: number, sealed: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO export_file_part (request_id, position, body_sealed) VALUES (${requestId}, ${position}::int, ${sealed})
    ON CONFLICT (request_id, position) DO UPDATE SET body_sealed = excluded.body_sealed`;
}

export async function exportPart(tx: Tx, requestId: string, position: number): Promise<string | null> {
  const part = await tx.export_file_part.findUnique({ where: { request_id_position: { request_id: requestId, position } } });
  return part?.body_sealed ?? null;
}

/** What a making that broke off left behind. */
export async function dropExportParts(tx: Tx, requestId: string): Promise<void> {
  await tx.export_file_part.deleteMany({ where: { request_id: requestId } });
}

/** Files past their time are taken away; returns how many requests that were. */
export async function expireRequests(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE export_request SET state = 'expired', token_hash = NULL WHERE state IN ('approved', 'ready') AND expires_at <= ${now} RETURNING id`;
  const ids = rows.map((row) => row.id);
  if (ids.length > 0) await tx.export_file_part.deleteMany({ where: { request_id: { in: ids } } });
  return ids;
}

/** What a member of staff asked for, newest first. */
export async function requestsOf(tx: Tx, sealer: Sealer, staffId: string, limit: number): Promise<ExportRequest[]> {
  const rows = await tx.export_request.findMany({ where: { asked_by: staffId }, orderBy: { asked_at: 'desc' }, take: limit });
  return rows.map((row) => opened(sealer, row));
}
