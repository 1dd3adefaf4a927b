import { recordAudit } from '../audit/audit-store.ts';
import type { Staff } from '../organisation/staff.ts';
import { starName } from '../people/access/masking.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { findFestival } from '../platform/calendar/festivals.ts';
import type { Tx } from '../platform/database.ts';
import type { Campaign } from './campaign-store.ts';
import { listPurpose, listRefusals, reasonText } from './texts.ts';
import {
  type CampaignProgress,
  nearestCampaign,
  type ProgressRow,
  readCampaignProgress,
  readProgress,
  readVisitRows,
  type VisitRow,
  type VisitState,
} from './visit-list-store.ts';
import { type VisitScope, visitScope } from './visit-scope.ts';

export interface ListDeps {
  tx: Tx;
  now: Date;
  channel: string;
  /** What the record of a list says; its usual words when left out. */
  purpose?: string;
}

/** Whose visits; without a festival those of the running or next one. */
export interface VisitQuestion {
  festival?: string | undefined;
  year?: number | undefined;
  town?: string | undefined;
  village?: string | undefined;
}

export interface VisitList<Which = VisitState> {
  campaign: Campaign;
  festivalName: string;
  which: Which;
  /** `own`: the viewer's own visits; else everybody's of the area. */
  of: 'own' | 'area';
  town: string | null;
  village: string | null;
  total: number;
  /** From 0. */
  page: number;
  pageCount: number;
  rows: VisitRow[];
}

export type ListRefusal = keyof typeof listRefusals;
export interface Refused {
  ok: false;
  code: ListRefusal;
  sentence: string;
}

export const VISITS_A_PAGE = 50;

/** Visits by name, as far as the viewer may see them: their own where they make visits and name no area, else those of the area. */
export async function listVisits<Which extends VisitState | 'all'>(
  deps: ListDeps,
  viewer: Staff,
  ask: VisitQuestion & { which: Which },
  page = 0,
): Promise<{ ok: true; list: VisitList<Which> } | Refused> {
  const found = await scopeAndCampaign(deps, viewer, ask, 'list');
  if (!found.ok) return found;
  const { scope, campaign } = found;
  const { rows, total, of } = await rowsFor(deps, viewer, campaign, scope, ask.which, page);
  const sees = { merit: scope.seesMerit, health: scope.seesHealth || of === 'own' };
  const shown = rows.map((row) => ({
    ...row,
    name: scope.areNamesMasked ? starName(row.name) : row.name,
    reason: reasonText.shown(row.reason, sees),
  }));
  const { town, village } = scope;
  await auditList(deps, viewer, campaign, ask.which, rows);
  const pageCount = Math.max(1, Math.ceil(total / VISITS_A_PAGE));
  return {
    ok: true,
    list: { campaign, festivalName: nameOf(campaign), which: ask.which, of, town, village, total, page, pageCount, rows: shown },
  };
}

async function rowsFor(
  { tx, now }: ListDeps,
  viewer: Staff,
  campaign: Campaign,
  scope: VisitScope,
  which: VisitState | 'all',
  page: number,
) {
  const today = dayOf(now);
  const window = { limit: VISITS_A_PAGE, offset: page * VISITS_A_PAGE };
  const filter = { campaignId: campaign.id, which, town: scope.town, village: scope.village };
  if (scope.preferOwn) {
    // Their own wherever the people live: a town's officer may go where a village has nobody.
    const own = await readVisitRows(tx, { ...filter, assigneeId: viewer.id, town: null, village: null }, today, window);
    if (own.planned > 0) return { ...own, of: 'own' as const };
  }
  return { ...(await readVisitRows(tx, { ...filter, assigneeId: null }, today, window)), of: 'area' as const };
}

/** Who was shown which names. */
async function auditList(
  { tx, now, channel, purpose = listPurpose }: ListDeps,
  viewer: Staff,
  campaign: Campaign,
  which: VisitState | 'all',
  rows: readonly VisitRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const detail = { campaign: campaign.id, which, classes: ['archive_basic', 'visit_record'], archiveNos: rows.map((row) => row.archiveNo) };
  await recordAudit(tx, [
    { at: now, actor: viewer.id, action: 'read', subject: null, caseNo: null, channel, purpose, outcome: 'shown', detail },
  ]);
}

export interface VisitProgress {
  campaign: Campaign;
  festivalName: string;
  town: string | null;
  village: string | null;
  total: number;
  done: number;
  overdue: number;
  /** By town; by village where the viewer asks for one town. */
  rows: ProgressRow[];
}

/** How far the visits are: counts only, by town for the district, by village within a town. */
export async function visitProgress(
  deps: ListDeps,
  viewer: Staff,
  ask: VisitQuestion,
): Promise<{ ok: true; progress: VisitProgress } | Refused> {
  const found = await scopeAndCampaign(deps, viewer, ask, 'progress');
  if (!found.ok) return found;
  const { campaign, scope } = found;
  const { town, village } = scope;
  const rows = await readProgress(deps.tx, { campaignId: campaign.id, town, village }, dayOf(deps.now));
  const sum = (count: (row: ProgressRow) => number) => rows.reduce((total, row) => total + count(row), 0);
  const totals = { total: sum((row) => row.total), done: sum((row) => row.done), overdue: sum((row) => row.overdue) };
  return { ok: true, progress: { campaign, festivalName: nameOf(campaign), town, village, ...totals, rows } };
}

/** Every campaign with how far its visits are, in figures, in the viewer's own area. */
export async function listCampaigns(
  { tx, now }: ListDeps,
  viewer: Staff,
): Promise<{ ok: true; campaigns: (CampaignProgress & { festivalName: string })[] } | Refused> {
  const scoped = visitScope(viewer, {}, 'progress');
  if (!scoped.ok) return refuse(scoped.code);
  const campaigns = await readCampaignProgress(tx, scoped.scope, dayOf(now));
  return { ok: true, campaigns: campaigns.map((one) => ({ ...one, festivalName: nameOf(one) })) };
}

async function scopeAndCampaign(
  { tx, now }: ListDeps,
  viewer: Staff,
  ask: VisitQuestion,
  use: 'list' | 'progress',
): Promise<{ ok: true; scope: VisitScope; campaign: Campaign } | Refused> {
  const scoped = visitScope(viewer, ask, use);
  if (!scoped.ok) return refuse(scoped.code);
  const campaign = await nearestCampaign(tx, ask, dayOf(now));
  return campaign ? { ok: true, scope: scoped.scope, campaign } : refuse('no-campaign');
}

function refuse(code: ListRefusal): Refused {
  return { ok: false, code, sentence: listRefusals[code] };
}

function nameOf({ festival }: Campaign): string {
  return findFestival(festival)?.name ?? festival;
}
