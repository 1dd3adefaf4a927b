import { randomUUID } from 'node:crypto';
import { raiseAlarm } from '../../audit/alarm-store.ts';
import { recordAudit } from '../../audit/audit-store.ts';
import { resolveDuty } from '../../organisation/duty.ts';
import type { Staff } from '../../organisation/staff.ts';
import { leavesOn, listStaff } from '../../organisation/staff-store.ts';
import { addDays, type Day, dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { areasOf } from '../person-areas-store.ts';
import { access, reachOf } from './access.ts';
import {
  type BreakGlassRow,
  insertBreakGlass,
  lockBreakGlass,
  openBreakGlass,
  settleBreakGlass,
  takeUnreviewed,
} from './break-glass-store.ts';
import { saysSomething } from './reveal.ts';
import { accessTexts } from './texts.ts';

const MINUTES = 30;
const REVIEW_WORKDAYS = 3;

/** Who is to hear of it, and what of; the caller puts the messages down in the same transaction. */
export interface EmergencyNotice {
  staffId: string;
  kind: 'opened' | 'to-review' | 'improper' | 'reviewed';
  id: string;
  /** Who opened the file. */
  opener: string;
  archiveNo: string;
  /** The person's own station already knows them; others are not told the name. */
  place: string;
}

export interface EmergencyDeps {
  tx: Tx;
  sealer: Sealer;
  now: Date;
  isWorkday(day: Day): boolean;
  tell(tx: Tx, notices: readonly EmergencyNotice[]): Promise<void>;
}

export type Opened =
  | { kind: 'opened'; id: string; untilAt: Date; reviewers: string[] }
  /** `needless`: the viewer sees the file anyway. */
  | { kind: 'refused'; why: 'role' | 'unreachable' | 'needless' | 'reason' };

/**
 * Opens one file for half an hour in an emergency to somebody without reach. Their station and a reviewer are told at once, and a second
 * person must review it. Only for roles that work with people at all. Call it last in a transaction.
 */
export async function breakGlass(
  deps: EmergencyDeps,
  viewer: Staff,
  request: { archiveNo: string; reason: string; channel: string },
): Promise<Opened> {
  const result = await open(deps, viewer, request);
  const isOpened = result.kind === 'opened';
  const about = {
    at: deps.now,
    actor: viewer.id,
    subject: request.archiveNo,
    caseNo: null,
    channel: request.channel,
    purpose: request.reason,
  };
  const outcome = isOpened ? 'ok' : result.why;
  await recordAudit(deps.tx, [{ ...about, action: isOpened ? 'break-glass' : 'break-glass-refused', outcome, detail: {} }]);
  return result;
}

async function open(deps: EmergencyDeps, viewer: Staff, { archiveNo, reason }: { archiveNo: string; reason: string }): Promise<Opened> {
  const { tx, sealer, now } = deps;
  if (reachOf(viewer) === null) return { kind: 'refused', why: 'role' };
  if (!saysSomething(reason)) return { kind: 'refused', why: 'reason' };
  const [area] = await areasOf(tx, [archiveNo]);
  if (!area) return { kind: 'refused', why: 'unreachable' };
  const sees = access(viewer, area, { inCase: false });
  if (sees.archive_basic === 'full' && sees.phone === 'full') return { kind: 'refused', why: 'needless' };
  const id = randomUUID();
  const untilAt = new Date(now.getTime() + MINUTES * 60_000);
  const reasonSealed = sealer.seal(reason, { table: 'break_glass', column: 'reason_sealed', row: id });
  const reviewDueOn = workdaysLater(dayOf(now), REVIEW_WORKDAYS, deps.isWorkday);
  await insertBreakGlass(tx, { id, staffId: viewer.id, archiveNo, reasonSealed, openedAt: now, untilAt, reviewDueOn });
  const people = await concerned(tx, viewer, area, dayOf(now));
  const notice = { id, opener: viewer.id, archiveNo, place: `${area.town ?? ''}${area.village ?? ''}` };
  await deps.tell(tx, [
    ...people.station.map((staffId) => ({ ...notice, staffId, kind: 'opened' as const })),
    ...people.reviewers.map((staffId) => ({ ...notice, staffId, kind: 'to-review' as const })),
  ]);
  return { kind: 'opened', id, untilAt, reviewers: people.reviewers };
}

/** The person's own station, and who may review: the privacy officers, else the heads of sections; never who opened it. */
async function concerned(tx: Tx, viewer: Staff, area: { town: string | null; village: string | null }, today: Day) {
  const roles = ['village-liaison', 'town-officer', 'town-head', 'privacy-officer', 'section-head'] as const;
  const staff = (await listStaff(tx, { roles, isActive: true, ...(area.town === null ? {} : { townOrDistrict: area.town }) })).filter(
    (one) => one.id !== viewer.id,
  );
  const leaves = await leavesOn(tx, today);
  const holders = (post: Parameters<typeof resolveDuty>[0]) => resolveDuty(post, staff, leaves).acting.map((one) => one.staff.id);
  const { town, village } = area;
  const station =
    town === null
      ? []
      : [...(village === null ? [] : holders({ role: 'village-liaison', town, village })), ...holders({ role: 'town-officer', town })];
  const officers = staff.filter((one) => one.roles.includes('privacy-officer')).map((one) => one.id);
  const heads = staff.filter((one) => one.roles.includes('section-head')).map((one) => one.id);
  const reviewers = officers.length > 0 ? officers : heads;
  return { station: [...new Set(station)].filter((id) => id !== viewer.id && !reviewers.includes(id)), reviewers };
}

function workdaysLater(from: Day, count: number, isWorkday: (day: Day) => boolean): Day {
  let day = from;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}

export type Reviewed = { kind: 'reviewed'; row: BreakGlassRow } | { kind: 'refused'; why: 'role' | 'unknown' | 'own' | 'done' | 'words' };

/** Who may review: privacy officers, heads of sections, the bureau's head. */
export function mayReview(staff: Staff): boolean {
  return staff.isActive && staff.roles.some((role) => ['privacy-officer', 'section-head', 'bureau-chief'].includes(role));
}

/** The second person's finding. What was improper ends at once and is told to the bureau's head. Call it last in a transaction. */
export async function reviewBreakGlass(
  deps: EmergencyDeps,
  reviewer: Staff,
  review: { id: string; verdict: 'proper' | 'improper'; words: string; channel: string },
): Promise<Reviewed> {
  const { tx, sealer, now } = deps;
  if (!mayReview(reviewer)) return { kind: 'refused', why: 'role' };
  const row = await lockBreakGlass(tx, review.id);
  if (!row) return { kind: 'refused', why: 'unknown' };
  if (row.staffId === reviewer.id) return { kind: 'refused', why: 'own' };
  if (row.verdict !== null) return { kind: 'refused', why: 'done' };
  const { verdict, words, channel } = review;
  if (verdict === 'improper' && !saysSomething(words)) return { kind: 'refused', why: 'words' };
  const wordsSealed = words.trim() === '' ? null : sealer.seal(words, { table: 'break_glass', column: 'words_sealed', row: row.id });
  await settleBreakGlass(tx, row.id, { by: reviewer.id, at: now, verdict, wordsSealed });
  const notice = { id: row.id, opener: row.staffId, archiveNo: row.archiveNo, place: `${row.town ?? ''}${row.village ?? ''}` };
  const chiefs = verdict === 'improper' ? await listStaff(tx, { roles: ['bureau-chief'], isActive: true }) : [];
  await deps.tell(tx, [
    { ...notice, staffId: row.staffId, kind: 'reviewed' },
    ...chiefs.map((chief) => ({ ...notice, staffId: chief.id, kind: 'improper' as const })),
  ]);
  const about = { at: now, actor: reviewer.id, subject: row.archiveNo, caseNo: null, channel, purpose: words };
  await recordAudit(tx, [{ ...about, action: 'review-break-glass', outcome: verdict, detail: { of: row.staffId } }]);
  return { kind: 'reviewed', row };
}

/** What waits for a review, for those who may review: never their own. */
export async function pendingReviews(
  deps: Pick<EmergencyDeps, 'tx' | 'sealer'>,
  reviewer: Staff,
): Promise<{ row: BreakGlassRow; reason: string }[] | null> {
  if (!mayReview(reviewer)) return null;
  const rows = await openBreakGlass(deps.tx, 50);
  return rows
    .filter((row) => row.staffId !== reviewer.id)
    .map((row) => ({ row, reason: deps.sealer.open(row.reasonSealed, { table: 'break_glass', column: 'reason_sealed', row: row.id }) }));
}

/** Once a working day: reminds the reviewers of what waits; after three working days an alarm. Returns how many wait. */
export async function remindReviews(deps: EmergencyDeps): Promise<number> {
  const { tx, now } = deps;
  const today = dayOf(now);
  if (!deps.isWorkday(today)) return 0;
  const waiting = await takeUnreviewed(tx, today);
  if (waiting.length === 0) return 0;
  const late = waiting.filter((one) => one.isLate).length;
  if (late > 0) {
    const alarm = {
      key: `break-glass-review:${today}`,
      kind: 'break-glass-review' as const,
      about: today,
      sentence: accessTexts.reviewLate(late),
    };
    await raiseAlarm(tx, alarm, now);
  }
  const officers = await listStaff(tx, { roles: ['privacy-officer'], isActive: true });
  const heads = officers.length > 0 ? officers : await listStaff(tx, { roles: ['section-head'], isActive: true });
  const rows = await openBreakGlass(tx, 50);
  const notices = rows
    .filter((row) => waiting.some((one) => one.id === row.id))
    .flatMap((row) => {
      const notice = { id: row.id, opener: row.staffId, archiveNo: row.archiveNo, place: `${row.town ?? ''}${row.village ?? ''}` };
      return heads.filter((one) => one.id !== row.staffId).map((one) => ({ ...notice, staffId: one.id, kind: 'to-review' as const }));
    });
  await deps.tell(tx, notices);
  return waiting.length;
}
