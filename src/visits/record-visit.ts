import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/audit-store.ts';
import type { Staff } from '../organisation/staff.ts';
import { access } from '../people/access/access.ts';
import { type Day, dayOf, isDay } from '../platform/calendar/day.ts';
import type { WorkingDays } from '../platform/calendar/working-days.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { recordRefusals } from './texts.ts';
import {
  completeVisit,
  countOpenVisits,
  insertVisitRecord,
  type NewVisitRecord,
  readVisitContext,
  type VisitContext,
} from './visit-record-store.ts';

export interface RecordDeps {
  db: Database;
  sealer: Sealer;
  workingDays: WorkingDays;
}

export type VisitWay = 'home' | 'phone' | 'entrusted';

export interface VisitReport {
  staff: Staff;
  archiveNo: string;
  visitedOn: Day;
  note: string | null;
  /** What the person wishes or what is to be arranged, each in a few words. */
  needs: readonly string[];
  way?: VisitWay;
  photoCount?: number;
  /** The same message recorded again is the same record. */
  sourceKey: string;
  now: Date;
  channel: string;
}

export interface RecordedVisit {
  recordId: string;
  name: string;
  village: string | null;
  visitedOn: Day;
  /** The festival's visit that this record settles or adds to. */
  festival: { campaignId: string; festival: string; year: number } | null;
  /** It was still to be made until now. */
  completed: boolean;
  /** The same message had been recorded before; nothing was changed. */
  alreadyRecorded: boolean;
  needs: string[];
  /** By then each need must have become a case. */
  needsDueOn: Day | null;
  /** Parts of rules.yaml `record.required` that were not given. */
  missing: ('needs' | 'photo')[];
  /** How many visits of that festival the recorder still has to make. */
  stillOpen: number | null;
}

export type RecordRefusal = keyof typeof recordRefusals;
export type RecordResult = { ok: true; visit: RecordedVisit } | { ok: false; code: RecordRefusal; sentence: string };

const LONGEST_NOTE = 2000;
const MOST_NEEDS = 10;
/** Working days within which a need must become a case (rules.yaml `needs_rule`). */
const NEED_DAYS = 3;

/** The report after reading it through. */
interface CleanReport extends VisitReport {
  note: string | null;
  needs: string[];
  /** Needs were named, or it was said that there are none. */
  needsAnswered: boolean;
  photoCount: number;
}

/**
 * Records a visit that took place, settles the visit of the nearest festival within whose days it falls, and keeps the needs. A refusal keeps
 * nothing of the report; one by somebody out of whose reach the person lies is put down in the audit record.
 */
export async function recordVisit(deps: RecordDeps, report: VisitReport): Promise<RecordResult> {
  const refused = refusedUnseen(report);
  if (refused) return refuse(refused);
  return deps.db.transaction((tx) => recordWithin(deps, tx, cleanReport(report)));
}

/** What can be refused without a look at the archive. */
export function refusedUnseen({
  visitedOn,
  now,
  note,
  needs,
}: Pick<VisitReport, 'visitedOn' | 'now' | 'note' | 'needs'>): RecordRefusal | null {
  if (!isDay(visitedOn)) return 'bad-day';
  if (visitedOn > dayOf(now)) return 'future';
  const isTooLong = (note?.length ?? 0) > LONGEST_NOTE || needs.length > MOST_NEEDS || needs.some((need) => need.length > LONGEST_NOTE);
  return isTooLong ? 'too-long' : null;
}

export function refuse(code: RecordRefusal): { ok: false; code: RecordRefusal; sentence: string } {
  return { ok: false, code, sentence: recordRefusals[code] };
}

/** Each once; 没有, 无 … is the explicit answer that there is none. */
export function cleanNeeds(needs: readonly string[]): string[] {
  return [...new Set(needs.map((need) => need.trim()))].filter((need) => need !== '' && !saysNoNeed.test(need));
}

const saysNoNeed = /^(无|没有|没|暂无|都没有|没啥|没什么|没有什么)(需求|需要|要求)?[。.！!]?$/;

function cleanReport(report: VisitReport): CleanReport {
  const note = report.note?.trim() || null;
  const needs = cleanNeeds(report.needs);
  const needsAnswered = report.needs.length > 0 || /(无|没有?|没啥|没什么)(需求|需要|要求)/.test(note ?? '');
  return { ...report, note, needs, needsAnswered, photoCount: report.photoCount ?? 0 };
}

async function recordWithin(deps: RecordDeps, tx: Tx, report: CleanReport): Promise<RecordResult> {
  const context = await readContext(tx, report);
  const refused = refusedFor(report.staff, context);
  if (refused || !context) {
    await audit(tx, report, 'write-refused', refused ?? 'outside', {});
    return refuse(refused ?? 'outside');
  }
  if (context.recorded)
    return { ok: true, visit: await describe(tx, report, context, { ...context.recorded, isNew: false, completed: false }) };
  return { ok: true, visit: await write(deps, tx, report, context) };
}

function readContext(tx: Tx, { archiveNo, staff, visitedOn, now, sourceKey }: CleanReport): Promise<VisitContext | null> {
  return readVisitContext(tx, { archiveNo, staffId: staff.id, visitedOn, today: dayOf(now), sourceKey });
}

function refusedFor(staff: Staff, context: VisitContext | null): RecordRefusal | null {
  // The same answer whether the person lives elsewhere or nowhere: it must not tell who is on file outside the asker's area.
  if (!context || !staff.isActive) return 'outside';
  const mayRecord = access(staff, context, { inCase: false }).visit_record === 'full' || context.fitting.some((visit) => visit.isMine);
  if (!mayRecord) return 'outside';
  return context.status === '去世' || context.lifecycle === '已故' ? 'dead' : null;
}

async function write(deps: RecordDeps, tx: Tx, report: CleanReport, context: VisitContext): Promise<RecordedVisit> {
  const [visit] = context.fitting;
  const record = sealedRecord(deps, report, visit?.taskId ?? null);
  if (!(await insertVisitRecord(tx, record, report.now))) return describeOther(tx, report, context);
  const completed = visit !== undefined && (await completeVisit(tx, visit));
  const visited = await describe(tx, report, context, { id: record.id, visitedOn: report.visitedOn, isNew: true, completed });
  await audit(tx, report, 'write', 'visit-recorded', { campaign: visit?.campaignId ?? null, needs: report.needs.length, completed });
  return { ...visited, needsDueOn: record.needs[0]?.dueOn ?? null };
}

/** The same message was recorded by another process between our look and our write. */
async function describeOther(tx: Tx, report: CleanReport, context: VisitContext): Promise<RecordedVisit> {
  const recorded = (await readContext(tx, report))?.recorded;
  if (!recorded) throw new Error('a visit record that was in the way cannot be read');
  return describe(tx, report, context, { ...recorded, isNew: false, completed: false });
}

function sealedRecord({ sealer, workingDays }: RecordDeps, report: CleanReport, taskId: string | null): NewVisitRecord {
  const id = randomUUID();
  return {
    id,
    taskId,
    archiveNo: report.archiveNo,
    visitedOn: report.visitedOn,
    visitorId: report.staff.id,
    way: report.way ?? 'home',
    noteSealed: report.note === null ? null : sealer.seal(report.note, notePlace(id)),
    photoCount: report.photoCount,
    needsAnswered: report.needsAnswered,
    sourceKey: report.sourceKey,
    needs: sealedNeeds({ sealer, workingDays }, report.needs, report.now),
  };
}

export function sealedNeeds({ sealer, workingDays }: Omit<RecordDeps, 'db'>, needs: readonly string[], now: Date): NewVisitRecord['needs'] {
  if (needs.length === 0) return [];
  const dueOn = workingDays.addWorkdays(dayOf(now), NEED_DAYS);
  const batch = randomUUID();
  return needs.map((text, index) => {
    // In the order in which they were said, wherever they are sorted by id.
    const id = `${batch}-${index}`;
    return { id, textSealed: sealer.seal(text, needPlace(id)), dueOn };
  });
}

export function notePlace(row: string) {
  return { table: 'visit_record', column: 'note_sealed', row };
}

export function needPlace(row: string) {
  return { table: 'visit_need', column: 'text_sealed', row };
}

async function describe(
  tx: Tx,
  report: CleanReport,
  context: VisitContext,
  record: { id: string; visitedOn: Day; isNew: boolean; completed: boolean },
): Promise<RecordedVisit> {
  const [visit] = context.fitting;
  const missing: RecordedVisit['missing'] = [];
  if (!report.needsAnswered) missing.push('needs');
  if (report.photoCount === 0) missing.push('photo');
  return {
    recordId: record.id,
    name: context.name,
    village: context.village,
    visitedOn: record.visitedOn,
    festival: visit ? { campaignId: visit.campaignId, festival: visit.festival, year: visit.year } : null,
    completed: record.completed,
    alreadyRecorded: !record.isNew,
    needs: report.needs,
    needsDueOn: null,
    missing,
    stillOpen: visit ? await countOpenVisits(tx, visit.campaignId, report.staff.id) : null,
  };
}

async function audit(tx: Tx, report: CleanReport, action: string, outcome: string, detail: Record<string, unknown>): Promise<void> {
  const { now, staff, archiveNo, channel } = report;
  await recordAudit(tx, [
    { at: now, actor: staff.id, action, subject: archiveNo, caseNo: null, channel, purpose: '走访记录', outcome, detail },
  ]);
}
