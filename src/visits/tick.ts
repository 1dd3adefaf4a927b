import { leavesOn, listStaff } from '../organisation/staff-store.ts';
import { type Day, dayOf, minuteOfDay } from '../platform/calendar/day.ts';
import type { WorkingDays } from '../platform/calendar/working-days.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Log } from '../platform/log.ts';
import { type Composed, type ComposeInput, composeDigests, settledStages } from './compose-digests.ts';
import type { Digest, DigestPart, HeldPart, RunningCampaign } from './digest.ts';
import {
  hasUntoldVisits,
  keyOfTelling,
  lastCallMoment,
  markOverdue,
  readOpenVisits,
  readRunning,
  readStationFigures,
  readTold,
  readToldOn,
  settleStages,
  tellingsOf,
} from './digest-store.ts';
import { planCampaign } from './plan-campaign.ts';
import { maySend } from './quiet-hours.ts';
import { type DigestMessage, type SentLine, sendDigests } from './send-digests.ts';
import { createStandIns } from './stand-in.ts';

export interface TickDeps {
  db: Database;
  workingDays: WorkingDays;
  log: Log;
  /** Makes the outgoing message within the transaction; gives its id, or null when there is one with that key already. */
  send(tx: Tx, message: DigestMessage): Promise<string | null>;
  /** How many people are told in one transaction. */
  batchSize?: number;
}

export interface Escalation {
  staffId: string;
  campaign: string;
  stage: 'escalate_town' | 'escalate_bureau';
  town: string | null;
  stations: number;
  open: number;
}

export interface TickResult {
  at: string;
  /** One line a message; nobody has two of a day. */
  digests: SentLine[];
  /** The second word on a deadline day, 16:00, to those who still have visits to record. */
  lastCalls: SentLine[];
  /** Escalations that the digests above carry. */
  escalations: Escalation[];
  overdueMarked: number;
  /** What waits for the next working day, by whom and why. */
  held: { staffId: string; campaign: string; why: HeldPart['why'] }[];
  closed: string[];
}

/**
 * Runs everything about visits that is due at a moment. Safe to run at any time, again, late, or in two processes at once: each person has one
 * message a day, each stage is told to each person once, and what was missed on earlier days goes along.
 */
export async function runTick(deps: TickDeps, at: Date): Promise<TickResult> {
  const today = dayOf(at);
  const overdueMarked = await deps.db.transaction((tx) => markOverdue(tx, today));
  const result: TickResult = { at: at.toISOString(), digests: [], lastCalls: [], escalations: [], overdueMarked, held: [], closed: [] };
  if (maySend(at, deps.workingDays)) {
    await runDigests(deps, at, result);
    await runLastCalls(deps, at, result);
  }
  const { digests, lastCalls, escalations, held } = result;
  if (digests.length + lastCalls.length + overdueMarked > 0) {
    deps.log.info(
      { digests: digests.length, lastCalls: lastCalls.length, escalations: escalations.length, overdueMarked, held: held.length },
      'visits ticked',
    );
  }
  return result;
}

async function runDigests(deps: TickDeps, at: Date, result: TickResult): Promise<void> {
  const today = dayOf(at);
  const running = await readRunning(deps.db.tx, today, minuteOfDay(at));
  const due = running.filter((campaign) => campaign.due.some((stage) => stage.isReached));
  if (due.length === 0 && !(await hasUntoldVisits(deps.db.tx))) return;
  let input = await readInput(deps, running, today);
  let composed = composeDigests(input);
  if (isMoving(input, composed)) {
    // The archive and the staff may have changed since the visits were planned; nobody is sent to someone who has died.
    for (const campaign of due) await followChanges(deps, campaign, at);
    input = await readInput(deps, running, today);
    composed = composeDigests(input);
  }
  const { digests, held, parts } = composed;
  result.held = held.map(({ part, why }) => ({ staffId: part.principalId, campaign: part.campaign.id, why }));
  result.digests = await sendDigests(deps, { digests, today, kind: 'digest', at });
  const sent = new Set(result.digests.map((line) => line.staffId));
  result.escalations = digests.filter((digest) => sent.has(digest.receiverId)).flatMap(escalationsOf);
  result.closed = await settle(deps, running, parts, at);
}

async function followChanges(deps: TickDeps, { festival, year, deadlineOn, due }: RunningCampaign, at: Date): Promise<void> {
  const isClosing = due.some((stage) => stage.stage === 'close' && stage.isReached);
  const isLate = dayOf(at) > deadlineOn;
  await planCampaign(deps, {
    festival,
    year,
    now: at,
    ...(isClosing ? { freeze: 'roll-and-visitors' } : isLate ? { freeze: 'roll' } : {}),
  });
}

/** Whether this tick brings anything on: what only waits for tomorrow, or for somebody's return, is not worth planning anew every minute. */
function isMoving({ campaigns, staff }: ComposeInput, { digests, held }: Composed): boolean {
  const waiting = held.map(({ part }) => part);
  const inPost = new Set(staff.map((one) => one.id));
  const hasLeaver = waiting.some((part) => !inPost.has(part.principalId));
  return digests.length > 0 || hasLeaver || campaigns.some((campaign) => settledStages(campaign, waiting).length > 0);
}

async function readInput(deps: TickDeps, campaigns: readonly RunningCampaign[], today: Day): Promise<ComposeInput> {
  const { tx } = deps.db;
  const ids = campaigns.map((campaign) => campaign.id);
  const staff = await listStaff(tx, { isActive: true });
  return {
    today,
    campaigns,
    visits: await readOpenVisits(tx, ids),
    figures: await readStationFigures(tx, ids),
    staff,
    told: await readTold(tx, campaigns),
    standIn: createStandIns(staff, await leavesOn(tx, today)),
    toldToday: await readToldOn(tx, today, 'digest'),
  };
}

/** A stage is done with when everybody whom it concerns has been told: by this process, or by another one meanwhile. */
async function settle(deps: TickDeps, campaigns: readonly RunningCampaign[], parts: readonly DigestPart[], at: Date): Promise<string[]> {
  const told = await readTold(deps.db.tx, campaigns);
  const untold = parts.filter((part) => tellingsOf([part]).some((telling) => !told.has(keyOfTelling(telling))));
  const settled = campaigns.map((campaign) => ({ campaignId: campaign.id, stages: settledStages(campaign, untold) }));
  await deps.db.transaction((tx) => settleStages(tx, settled, at));
  return settled.filter(({ stages }) => stages.includes('close')).map(({ campaignId }) => campaignId);
}

function escalationsOf({ receiverId, parts }: Digest): Escalation[] {
  return parts.flatMap(({ campaign, content }) => {
    if (content.kind !== 'figures') return [];
    const { headline, town, rows } = content;
    if (headline !== 'escalate_town' && headline !== 'escalate_bureau') return [];
    const open = rows.reduce((sum, row) => sum + row.total - row.done, 0);
    return [{ staffId: receiverId, campaign: campaign.id, stage: headline, town, stations: rows.length, open }];
  });
}

async function runLastCalls(deps: TickDeps, at: Date, result: TickResult): Promise<void> {
  const today = dayOf(at);
  if (at < lastCallMoment(today)) return;
  const { tx } = deps.db;
  const campaigns = (await readRunning(tx, today, minuteOfDay(at))).filter((campaign) => campaign.deadlineOn === today);
  if (campaigns.length === 0) return;
  // Only who was told earlier in the day needs a second word; the others have just been told.
  const toldBefore = await readToldOn(tx, today, 'digest', lastCallMoment(today));
  const input = await readInput(deps, campaigns, today);
  const digests = lastCalls(input).filter((digest) => toldBefore.has(digest.receiverId));
  result.lastCalls = await sendDigests(deps, { digests, today, kind: 'last-call', at });
}

function lastCalls({ campaigns, visits, staff, standIn }: ComposeInput): Digest[] {
  const byReceiver = new Map<string, DigestPart[]>();
  for (const campaign of campaigns) {
    const byAssignee = Map.groupBy(
      visits.filter((visit) => visit.campaignId === campaign.id),
      (visit) => visit.assigneeId ?? '',
    );
    for (const [principalId, own] of byAssignee) {
      const receiver = standIn(principalId);
      if (receiver === null) continue;
      const principalName = staff.find((one) => one.id === principalId)?.name ?? principalId;
      const content = { kind: 'visits' as const, headline: 'last-call' as const, visits: own };
      const part = { campaign, principalId, principalName, stages: [], isReached: true, content };
      byReceiver.set(receiver, [...(byReceiver.get(receiver) ?? []), part]);
    }
  }
  return [...byReceiver].map(([receiverId, parts]) => ({ receiverId, parts })).sort((a, b) => (a.receiverId < b.receiverId ? -1 : 1));
}
