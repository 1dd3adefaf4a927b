import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Database, Tx } from '../../platform/database.ts';
import { reachOf } from '../access/access.ts';
import { maskName } from '../access/masking.ts';
import { saysSomething } from '../access/reveal.ts';
import { type ChangeDeps, holdWritable, type Refused, recordWrite, refuse } from '../change/change-person.ts';
import { changeTexts } from '../change/texts.ts';
import { qualityRules } from './quality-rules.ts';
import {
  acceptFinding,
  completeness,
  countFindings,
  type FindingRow,
  findFindings,
  type QualityArea,
  type StationCompleteness,
  sweepRule,
  unconfirmed,
} from './quality-store.ts';

/** Looks through the whole archive by every rule, each in its own transaction. Returns how many new findings there are. */
export async function sweepQuality(db: Database, now: Date): Promise<number> {
  let fresh = 0;
  for (const rule of qualityRules) fresh += await db.transaction((tx) => sweepRule(tx, rule, dayOf(now), now));
  return fresh;
}

export interface QualitySummary {
  findings: { rule: string; sentence: string; count: number }[];
  stations: StationCompleteness[];
}

export interface QualityLine extends Omit<FindingRow, 'name'> {
  /** As the viewer may see it. */
  name: string;
  sentence: string;
}

const sentenceOf = (id: string) => qualityRules.find((rule) => rule.id === id)?.sentence ?? id;

/** The area whose quality a member of staff looks after: own village, own town, or all; null for whom it is not. */
export function qualityArea(staff: Staff): QualityArea | null {
  const reach = reachOf(staff);
  if (reach === null) return null;
  if (reach.isEverywhere) return { town: null, village: null };
  return reach.areas[0] ?? null;
}

/** Completeness by station and findings by rule, for the viewer's own area. Null for whom it is not. */
export async function qualitySummary(tx: Tx, staff: Staff, now: Date): Promise<QualitySummary | null> {
  const area = qualityArea(staff);
  if (area === null) return null;
  const counts = await countFindings(tx, area);
  return {
    findings: counts.map(({ rule, count }) => ({ rule, sentence: sentenceOf(rule), count })),
    stations: await completeness(tx, area, Number(dayOf(now).slice(0, 4))),
  };
}

export interface QualityPage {
  rule?: string | undefined;
  limit: number;
  offset: number;
}

/** Whose file, what is doubtful and who should mend it; recorded as a search. Null for whom it is not. Call it last in a transaction. */
export async function listFindings(deps: ChangeDeps, staff: Staff, page: QualityPage): Promise<QualityLine[] | null> {
  const area = qualityArea(staff);
  if (area === null) return null;
  const rows = await findFindings(deps.tx, area, page.rule ?? null, page);
  await record(deps, staff, rows.length);
  return rows.map((row) => ({ ...row, name: nameFor(staff, row.name), sentence: sentenceOf(row.rule) }));
}

/** Who must still be confirmed this year. Null for whom it is not. Call it last in a transaction. */
export async function listUnconfirmed(deps: ChangeDeps, staff: Staff, year: number, page: { limit: number; offset: number }) {
  const area = qualityArea(staff);
  if (area === null) return null;
  const rows = await unconfirmed(deps.tx, area, year, page);
  await record(deps, staff, rows.length);
  return rows.map((row) => ({ ...row, name: nameFor(staff, row.name) }));
}

function nameFor(staff: Staff, name: string): string {
  const isMasked = staff.roles.every((role) =>
    ['auditor', 'privacy-officer', 'rotating-head', 'volunteer-lead', 'fund-reviewer'].includes(role),
  );
  return maskName(name, 'private_chat', !isMasked) ?? '';
}

async function record(deps: ChangeDeps, staff: Staff, found: number): Promise<void> {
  const about = { at: deps.now, actor: staff.id, subject: null, caseNo: null, channel: deps.channel, purpose: '档案质量核对' };
  await recordAudit(deps.tx, [{ ...about, action: 'search', outcome: 'several', detail: { quality: true, found } }]);
}

/** 已核实无误: the finding does not come back as long as the data that it judged is the same. Call it last in a transaction. */
export async function acceptDoubt(
  deps: ChangeDeps,
  staff: Staff,
  request: { archiveNo: string; rule: string; reason: string },
): Promise<{ ok: true } | Refused> {
  const result = await accept(deps, staff, request);
  await recordWrite(deps, staff, request, `quality:${request.rule}`, result, []);
  return result;
}

async function accept(
  deps: ChangeDeps,
  staff: Staff,
  request: { archiveNo: string; rule: string; reason: string },
): Promise<{ ok: true } | Refused> {
  const held = await holdWritable(deps, staff, request.archiveNo, []);
  if ('ok' in held) return held;
  if (!saysSomething(request.reason)) return refuse('reason', changeTexts.reasonNeeded);
  const isAccepted = await acceptFinding(deps.tx, request.rule, request.archiveNo, staff.id, request.reason, deps.now);
  return isAccepted ? { ok: true } : refuse('gone', changeTexts.nothing);
}
