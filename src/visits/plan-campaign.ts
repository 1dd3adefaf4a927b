import { recordAudit } from '../audit/audit-store.ts';
import { type Day, dayOf } from '../platform/calendar/day.ts';
import { type FestivalSchedule, festivalSchedule } from '../platform/calendar/festival-stages.ts';
import { festivals, findFestival } from '../platform/calendar/festivals.ts';
import type { WorkingDays } from '../platform/calendar/working-days.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Log } from '../platform/log.ts';
import {
  type Campaign,
  cancelVisits,
  findCampaign,
  readLoad,
  readRecipients,
  readTownFigures,
  readVisitors,
  readVisits,
  type StoredVisit,
  type TownFigures,
  takeCampaign,
  writeSchedule,
  writeVisits,
} from './campaign-store.ts';
import { type PlannedVisit, planVisits } from './plan-visits.ts';
import { campaignName, planRefusals } from './texts.ts';
import { asksForAgeAlone, districtVisitsHint } from './visit-rules.ts';

export interface PlanDeps {
  db: Database;
  workingDays: WorkingDays;
  log: Log;
}

/** What changed for people since the campaign was planned last; archive numbers. Empty the first time. */
export interface PlanChanges {
  added: string[];
  dropped: string[];
  /** Moved, another level visits, or their visitor left. */
  reassigned: string[];
}

export interface CampaignPlan {
  campaign: string;
  festival: string;
  year: number;
  name: string;
  festivalOn: Day;
  deadlineOn: Day;
  /** Days may still change when the State Council publishes the year's holidays. */
  provisional: boolean;
  alreadyPlanned: boolean;
  recipients: number;
  /** Visits: one a household. */
  planned: number;
  perTown: TownFigures[];
  /** Visits for which nobody at any level is in post. */
  unassigned: number;
  /** The district itself visits fewer households than rules.yaml asks for. */
  districtBelowHint: boolean;
  changes: PlanChanges;
}

export interface PlanAsk {
  festival: string;
  year: number;
  now: Date;
  by?: { actor: string; channel: string };
  /** What a late look at a campaign leaves alone: newcomers (the deadline is past), and who visits as well (it is being closed). */
  freeze?: 'roll' | 'roll-and-visitors';
}

export type PlanResult =
  | { ok: true; plan: CampaignPlan }
  | { ok: false; code: 'unknown-festival' | 'not-visited' | 'bad-year'; sentence: string };

/**
 * Plans the visits of one festival: everybody who is due, one visit a household, each given to a named member of staff. Planning again changes
 * nothing, except that it follows what changed in the archive and among the staff; a visit that was made stays made.
 */
export async function planCampaign(deps: PlanDeps, ask: PlanAsk): Promise<PlanResult> {
  const festival = findFestival(ask.festival);
  if (!festival) return { ok: false, code: 'unknown-festival', sentence: planRefusals.unknownFestival(festivals.map((one) => one.id)) };
  if (!festival.isVisited) return { ok: false, code: 'not-visited', sentence: planRefusals.notVisited(festival.name) };
  // The lunar tables reach further, but a year out of this range is a slip of the keyboard.
  if (!Number.isInteger(ask.year) || ask.year < 2000 || ask.year > 2100)
    return { ok: false, code: 'bad-year', sentence: planRefusals.badYear };
  const schedule = festivalSchedule(festival, ask.year, deps.workingDays);
  const plan = await deps.db.transaction((tx) => planWithin(tx, schedule, ask));
  deps.log.info(
    { campaign: plan.campaign, recipients: plan.recipients, planned: plan.planned, unassigned: plan.unassigned },
    'campaign planned',
  );
  return { ok: true, plan };
}

/** Plans every visited festival whose planning day has come and that is not over. Returns what was newly planned. */
export async function planDueCampaigns(deps: PlanDeps, now: Date): Promise<CampaignPlan[]> {
  const today = dayOf(now);
  const year = Number(today.slice(0, 4));
  const plans: CampaignPlan[] = [];
  for (const festival of festivals.filter((one) => one.isVisited)) {
    for (const each of [year, year + 1]) {
      if (!isTimeToPlan(festivalSchedule(festival, each, deps.workingDays), today)) continue;
      if (await findCampaign(deps.db.tx, festival.id, each)) continue;
      const result = await planCampaign(deps, { festival: festival.id, year: each, now });
      if (result.ok) plans.push(result.plan);
    }
  }
  return plans;
}

function isTimeToPlan(schedule: FestivalSchedule, today: Day): boolean {
  const plan = schedule.stages.find((stage) => stage.stage === 'plan');
  return plan !== undefined && plan.dueOn <= today && today < schedule.on;
}

async function planWithin(
  tx: Tx,
  schedule: FestivalSchedule,
  { now, by = { actor: 'system', channel: 'system' }, freeze }: PlanAsk,
): Promise<CampaignPlan> {
  const { festival } = schedule;
  const { campaign, isNew } = await takeCampaign(tx, schedule, campaignName(festival.name, schedule.year), now);
  const changes = campaign.isClosed ? nothingChanged() : await followArchive(tx, campaign, schedule, isNew ? undefined : freeze);
  const perTown = await readTownFigures(tx, campaign.id);
  const total = (count: (town: TownFigures) => number) => perTown.reduce((sum, town) => sum + count(town), 0);
  const touched = Object.values(changes).reduce((sum, list) => sum + list.length, 0);
  const plan = {
    campaign: campaign.id,
    festival: festival.id,
    year: schedule.year,
    name: campaign.name,
    festivalOn: schedule.on,
    deadlineOn: schedule.deadlineOn ?? schedule.on,
    provisional: schedule.isProvisional,
    alreadyPlanned: !isNew,
    recipients: total((town) => town.recipients),
    planned: total((town) => town.planned),
    perTown,
    unassigned: total((town) => town.unassigned),
    districtBelowHint: festival.levels.includes('district') && total((town) => town.byLevel.district) < districtVisitsHint,
    changes: isNew ? nothingChanged() : changes,
  };
  if (touched > 0 || isNew) {
    const detail = { campaign: campaign.id, recipients: plan.recipients, changed: touched };
    await recordAudit(tx, [
      {
        at: now,
        actor: by.actor,
        action: 'write',
        subject: null,
        caseNo: null,
        channel: by.channel,
        purpose: null,
        outcome: 'campaign-planned',
        detail,
      },
    ]);
  }
  return plan;
}

function nothingChanged(): PlanChanges {
  return { added: [], dropped: [], reassigned: [] };
}

/** Brings the visits of a campaign in line with the archive and the staff as they are now. */
async function followArchive(tx: Tx, campaign: Campaign, schedule: FestivalSchedule, freeze: PlanAsk['freeze']): Promise<PlanChanges> {
  const { on, festival } = schedule;
  await writeSchedule(tx, campaign.id, schedule);
  const agedBy = asksForAgeAlone(festival.id) ? `${Number(on.slice(0, 4)) - 80}${on.slice(4)}` : null;
  const recipients = await readRecipients(tx, on, agedBy);
  const staff = await readVisitors(tx);
  const load = await readLoad(tx, campaign.id);
  const stored = await readVisits(tx, campaign.id);
  const visits = planVisits({ festival, on, recipients, staff, load, standing: stored.filter((visit) => visit.state === 'todo') });
  const { added, reassigned, dropped } = compare(stored, visits);
  const toAdd = freeze ? [] : added;
  const toGive = freeze === 'roll-and-visitors' ? [] : reassigned;
  await writeVisits(tx, campaign.id, [...toAdd, ...toGive]);
  await cancelVisits(tx, campaign.id, dropped.map(numberOf));
  return { added: toAdd.map(numberOf), dropped: dropped.map(numberOf).sort(), reassigned: toGive.map(numberOf) };
}

function numberOf({ archiveNo }: { archiveNo: string }): string {
  return archiveNo;
}

function compare(stored: readonly StoredVisit[], visits: readonly PlannedVisit[]) {
  const before = new Map(stored.map((visit) => [visit.archiveNo, visit]));
  const due = new Set(visits.map(numberOf));
  const added = visits.filter((visit) => (before.get(visit.archiveNo)?.state ?? 'cancelled') === 'cancelled');
  const reassigned = visits.filter((visit) => {
    const old = before.get(visit.archiveNo);
    return old?.state === 'todo' && !isSamePlace(old, visit);
  });
  const dropped = stored.filter((visit) => visit.state === 'todo' && !due.has(visit.archiveNo));
  return { added, reassigned, dropped };
}

function isSamePlace(a: StoredVisit, b: PlannedVisit): boolean {
  return a.level === b.level && a.town === b.town && a.village === b.village && a.assigneeId === b.assigneeId;
}
