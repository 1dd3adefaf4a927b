import type { Staff } from '../../organisation/staff.ts';
import { addDays, type Day, dayOf } from '../../platform/calendar/day.ts';
import { saysSomething } from '../access/reveal.ts';
import { type ChangeDeps, holdWritable, type Refused, recordWrite, refuse } from '../change/change-person.ts';
import { writeRight } from '../change/may-write.ts';
import {
  closeRequest,
  insertRequest,
  lockRequest,
  nextRightsNo,
  openRequests,
  type RightsKind,
  type RightsRequestRow,
} from './request-store.ts';
import { rightsTexts as say } from './texts.ts';

/** Working days until an answer is due; illustrative. */
const ANSWER_WORKDAYS = 15;

export interface RightsDeps extends ChangeDeps {
  isWorkday(day: Day): boolean;
}

export interface ReceiveRequest {
  archiveNo: string;
  kind: RightsKind;
  /** How the person's identity was checked, in words. */
  identityChecked: string;
  words: string | null;
}

export type Received = { ok: true; no: string; dueOn: Day } | Refused;

/** Puts down what a person asks about their own file (个人信息保护法第四十四至五十条). Call it last in a transaction. */
export async function receiveRequest(deps: RightsDeps, staff: Staff, request: ReceiveRequest): Promise<Received> {
  const result = await receive(deps, staff, request);
  await recordWrite(deps, staff, { archiveNo: request.archiveNo, reason: say.kinds[request.kind] }, `rights:${request.kind}`, result, []);
  return result;
}

export async function receive(
  deps: RightsDeps,
  staff: Staff,
  { archiveNo, kind, identityChecked, words }: ReceiveRequest,
): Promise<Received> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  if ('ok' in held || writeRight(staff, held) !== 'all') return refuse('not-yours', say.request.notYours);
  if (!saysSomething(identityChecked)) return refuse('identity', say.request.identity);
  const today = dayOf(deps.now);
  const no = await nextRightsNo(deps.tx, today);
  const dueOn = workdaysLater(today, ANSWER_WORKDAYS, deps.isWorkday);
  const wordsSealed = words === null ? null : deps.sealer.seal(words, { table: 'rights_request', column: 'words_sealed', row: no });
  const row: RightsRequestRow = { no, archiveNo, kind, receivedBy: staff.id, receivedAt: deps.now, dueOn, state: 'open' };
  await insertRequest(deps.tx, { ...row, identityChecked, wordsSealed });
  return { ok: true, no, dueOn };
}

function workdaysLater(from: Day, count: number, isWorkday: (day: Day) => boolean): Day {
  let day = from;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkday(day)) left -= 1;
  }
  return day;
}

/** Ends a request with what came of it. Call it last in a transaction. */
export async function settleRequest(
  deps: ChangeDeps,
  staff: Staff,
  request: { no: string; isGranted: boolean; outcome: string },
): Promise<{ ok: true } | Refused> {
  const row = await lockRequest(deps.tx, request.no);
  if (!row) return refuse('unknown', say.request.unknown);
  const result = await settle(deps, staff, row, request);
  await recordWrite(deps, staff, { archiveNo: row.archiveNo, reason: request.outcome }, `rights-end:${row.kind}`, result, []);
  return result;
}

async function settle(
  deps: ChangeDeps,
  staff: Staff,
  row: RightsRequestRow,
  { isGranted, outcome }: { isGranted: boolean; outcome: string },
): Promise<{ ok: true } | Refused> {
  const held = await holdWritable(deps, staff, row.archiveNo, []);
  if ('ok' in held || writeRight(staff, held) !== 'all') return refuse('not-yours', say.request.notYours);
  if (!saysSomething(outcome)) return refuse('outcome', say.request.outcome);
  const outcomeSealed = deps.sealer.seal(outcome, { table: 'rights_request', column: 'outcome_sealed', row: row.no });
  await closeRequest(deps.tx, row.no, { state: isGranted ? 'done' : 'refused', by: staff.id, at: deps.now, outcomeSealed });
  return { ok: true };
}

/** Requests that wait, the most urgent first: of the own town, of all for the district. */
export async function listOpenRequests(
  deps: Pick<ChangeDeps, 'tx' | 'now'>,
  staff: Staff,
): Promise<(RightsRequestRow & { isLate: boolean })[]> {
  const isDistrict = staff.roles.some((role) => ['center-officer', 'section-officer', 'section-head', 'privacy-officer'].includes(role));
  if (!isDistrict && staff.town === null) return [];
  const rows = await openRequests(deps.tx, isDistrict ? null : staff.town, 200);
  return rows.map((row) => ({ ...row, isLate: row.dueOn < dayOf(deps.now) }));
}
