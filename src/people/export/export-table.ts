import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { type Day, dayOf, minuteOfDay } from '../../platform/calendar/day.ts';
import type { Database, Tx } from '../../platform/database.ts';
import { AppError } from '../../platform/errors.ts';
import { createCsvWriter, type ListMark } from '../../platform/table-writer.ts';
import { createXlsxWriter } from '../../platform/table-xlsx-writer.ts';
import { standingOf } from '../access/standing-store.ts';
import { watchCeiling } from '../access/watch-ceiling.ts';
import { addExportSubjects, finishExport, startExport } from './export-store.ts';
import { exportTexts as t } from './export-texts.ts';

export type ExportKind = 'people' | 'cases' | 'visits' | 'audit';
export type ExportFormat = 'xlsx' | 'csv';

/** Narrows an export; days count in Shanghai and both are included. */
export interface ExportFilter {
  town?: string | undefined;
  village?: string | undefined;
  /** A category id. */
  category?: string | undefined;
  from?: Day | undefined;
  to?: Day | undefined;
}

/** A row as it may leave the house: masked already. */
export interface ExportRow {
  cells: string[];
  /** Whose row it is; null where it is nobody's, or does not say whose. */
  archiveNo: string | null;
  /** Classes of data in it, as the audit record names them: `phone:masked`. */
  classes: readonly string[];
}

/** What is exported: pages of rows, each read in a transaction of its own, so that an export of any length holds nothing up. */
export interface ExportSource {
  columns: readonly string[];
  pages(inTransaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>): AsyncIterable<readonly ExportRow[]>;
}

export interface ExportDeps {
  db: Database;
  now: Date;
  channel: string;
  onProgress?: (rows: number) => void;
}

export interface ExportOrder {
  kind: ExportKind;
  format: ExportFormat;
  filter: ExportFilter;
  /** Why, as asked; kept in the audit record. */
  purpose: string;
}

/**
 * Writes a list out. Its beginning is recorded before the first row, whose data are in a page before that page is written (on the
 * export's list, and as a look at each of these files), and how many there were at the end: what left the house is always known, also
 * when the export broke off. Returns its number. Throws AppError `export-ceiling` at the day's ceiling.
 */
export async function exportTable(deps: ExportDeps, staff: Staff, order: ExportOrder, source: ExportSource, sink: Writable) {
  const no = `DC${dayOf(deps.now).replaceAll('-', '')}-${randomBytes(4).toString('hex').toUpperCase()}`;
  await begin(deps, staff, order, no);
  const mark = markOf(no, staff, order.kind, deps.now);
  const create = order.format === 'xlsx' ? createXlsxWriter : createCsvWriter;
  const writer = await create(sink, source.columns, mark);
  let rows = 0;
  let people = 0;
  for await (const page of source.pages((work) => deps.db.transaction(work))) {
    people += await deps.db.transaction((tx) => putDown(deps, tx, staff, order, no, page));
    for (const row of page) await writer.row(row.cells);
    rows += page.length;
    deps.onProgress?.(rows);
  }
  await writer.close();
  await deps.db.transaction(async (tx) => {
    await finishExport(tx, no, rows, deps.now);
    await recordAudit(tx, [auditOf(deps, staff, order, 'export-done', 'ok', { no, rows, people })]);
  });
  return { no, rows, people };
}

/** The day's ceiling counts what began: an export that broke off has left the house as far as it came. */
async function begin(deps: ExportDeps, staff: Staff, order: ExportOrder, no: string): Promise<void> {
  const refusal = await deps.db.transaction(async (tx) => {
    const { isReached, sentence } = await watchCeiling(tx, staff, 'exports', await standingOf(tx, staff.id, '', deps.now), deps.now);
    if (!isReached) await startExport(tx, { no, ...order, by: staff.id, now: deps.now, channel: deps.channel });
    await recordAudit(tx, [auditOf(deps, staff, order, 'export', isReached ? 'ceiling' : 'ok', isReached ? {} : { no })]);
    return isReached ? (sentence ?? '') : null;
  });
  if (refusal !== null) throw new AppError('forbidden', 'export-ceiling', refusal);
}

/** Who is in a page, for "谁看过这份档案" and for the list of those affected. Returns how many were not in a page before. */
async function putDown(
  deps: ExportDeps,
  tx: Tx,
  staff: Staff,
  order: ExportOrder,
  no: string,
  page: readonly ExportRow[],
): Promise<number> {
  const looks = new Map<string, Set<string>>();
  for (const { archiveNo, classes } of page) {
    if (archiveNo === null) continue;
    const seen = looks.get(archiveNo) ?? new Set();
    for (const one of classes) seen.add(one);
    looks.set(archiveNo, seen);
  }
  const added = await addExportSubjects(tx, no, [...looks.keys()]);
  await recordAudit(
    tx,
    [...looks].map(([subject, classes]) => ({
      ...{ at: deps.now, actor: staff.id, action: 'exported', subject, caseNo: null, channel: deps.channel, purpose: order.purpose },
      ...{ outcome: 'ok', detail: { no, kind: order.kind, classes: [...classes].sort() } },
    })),
  );
  return added;
}

function auditOf(deps: ExportDeps, staff: Staff, order: ExportOrder, action: string, outcome: string, detail: Record<string, unknown>) {
  const { kind, format, filter, purpose } = order;
  return {
    ...{ at: deps.now, actor: staff.id, action, subject: null, caseNo: null, channel: deps.channel, purpose, outcome },
    detail: { ...detail, kind, format, filter },
  };
}

/** What is written on the list: who, when, which number. */
export function markOf(no: string, staff: Pick<Staff, 'id' | 'name'>, kind: ExportKind, now: Date): ListMark {
  const minutes = minuteOfDay(now);
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return {
    title: t.titles[kind],
    text: t.mark(no, `${staff.name}（${staff.id}）`, `${dayOf(now)} ${time}`),
    author: staff.name,
    madeAt: now,
  };
}
