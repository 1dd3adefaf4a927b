import { randomUUID } from 'node:crypto';
import { resolveDuty } from '../../organisation/duty.ts';
import type { PlaceBook } from '../../organisation/place-book.ts';
import type { Staff } from '../../organisation/staff.ts';
import { leavesOn, listStaff } from '../../organisation/staff-store.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import { saysSomething } from '../access/reveal.ts';
import { addChanges } from '../file/archive-writes-store.ts';
import { type ChangeDeps, holdWritable, type Refused, recordWrite, refuse } from './change-person.ts';
import { writePlace } from './lifecycle-store.ts';
import { writeRight } from './may-write.ts';
import { changeTexts as say } from './texts.ts';

/** Told to the duty people of a station that a person comes to or leaves. */
export interface MoveNotice {
  staffId: string;
  key: string;
  archiveNo: string;
  title: string;
  sentence: string;
}

export interface MoveDeps extends ChangeDeps {
  places: PlaceBook;
  tell(tx: Tx, notices: readonly MoveNotice[]): Promise<void>;
  /** What is open for the person goes with them: visits still to be made. In the same transaction. */
  handOn(tx: Tx, move: { archiveNo: string; town: string; village: string | null }): Promise<void>;
}

export interface MoveRequest {
  archiveNo: string;
  town: string;
  village: string | null;
  reason: string;
}

export type Moved = { ok: true; from: string; to: string; told: number } | Refused;

/** Moves a person to another town or village: responsibility goes with them, and both stations are told. Call it last in a transaction. */
export async function movePerson(deps: MoveDeps, staff: Staff, request: MoveRequest): Promise<Moved> {
  const result = await move(deps, staff, request);
  await recordWrite(deps, staff, request, 'move', result, ['town', 'village']);
  return result;
}

async function move(deps: MoveDeps, staff: Staff, { archiveNo, reason, ...wanted }: MoveRequest): Promise<Moved> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  if ('ok' in held) return held;
  if (writeRight(staff, held) !== 'all') return refuse('forbidden', say.lifecycle.forbidden);
  if (!saysSomething(reason)) return refuse('reason', say.reasonNeeded);
  if (held.lifecycle === '已故' || held.lifecycle === '转出') return refuse('closed', say.move.closed(held.lifecycle));
  const place = officialPlace(deps.places, wanted);
  if (place === null) return refuse('unknown-place', say.move.unknownPlace);
  if (place.town === held.town && place.village === held.village) return refuse('same', say.move.same);
  const id = randomUUID();
  const from = { town: held.town, village: held.village };
  await writePlace(deps.tx, { id, archiveNo, from, to: place, reason, by: staff.id, now: deps.now });
  const writer = { tx: deps.tx, sealer: deps.sealer, now: deps.now, by: staff.id, reason };
  await addChanges(writer, [{ archiveNo, change: { what: 'place', before: from, after: place } }]);
  await deps.handOn(deps.tx, { archiveNo, ...place });
  const notices = await noticesOf(deps, staff, { id, archiveNo, name: String(held.facts.name), from, to: place });
  await deps.tell(deps.tx, notices);
  return { ok: true, from: placeText(from), to: placeText(place), told: notices.length };
}

function officialPlace(
  places: PlaceBook,
  wanted: { town: string; village: string | null },
): { town: string; village: string | null } | null {
  const town = places.town(wanted.town);
  if (town === null) return null;
  if (wanted.village === null) return { town, village: null };
  const [only, ...others] = places.villages(wanted.village, town);
  return only && others.length === 0 ? { town, village: only.village } : null;
}

function placeText({ town, village }: { town: string | null; village: string | null }): string {
  return `${town ?? ''}${village ?? ''}` || '未定';
}

interface Move {
  id: string;
  archiveNo: string;
  name: string;
  from: { town: string | null; village: string | null };
  to: { town: string; village: string | null };
}

async function noticesOf(deps: MoveDeps, staff: Staff, { id, archiveNo, name, from, to }: Move): Promise<MoveNotice[]> {
  const incoming = await dutyOf(deps, to);
  const outgoing = (await dutyOf(deps, from)).filter((one) => !incoming.includes(one));
  const notice = (staffId: string, way: 'in' | 'out', sentence: string) => ({
    staffId,
    key: `move:${id}:${way}:${staffId}`,
    archiveNo,
    title: say.move.title,
    sentence,
  });
  return [
    ...incoming.map((staffId) => notice(staffId, 'in', say.move.noticeIn(name, placeText(from)))),
    ...outgoing.map((staffId) => notice(staffId, 'out', say.move.noticeOut(name, placeText(to)))),
  ].filter((one) => one.staffId !== staff.id);
}

/** Who is on duty for a place: the town's officers and the village's liaison, deputies for those on leave. */
async function dutyOf({ tx, now }: MoveDeps, { town, village }: { town: string | null; village: string | null }): Promise<string[]> {
  if (town === null) return [];
  const staff = await listStaff(tx, { roles: ['town-officer', 'village-liaison', 'town-head'], isActive: true, town });
  const leaves = await leavesOn(tx, dayOf(now));
  const holders = [
    ...resolveDuty({ role: 'town-officer', town }, staff, leaves).acting,
    ...(village === null ? [] : resolveDuty({ role: 'village-liaison', town, village }, staff, leaves).acting),
  ];
  return [...new Set(holders.map((one) => one.staff.id))];
}
