import { randomUUID } from 'node:crypto';
import type { Staff } from '../../organisation/staff.ts';
import { findStation } from '../../organisation/station-store.ts';
import { saysSomething } from '../../people/access/reveal.ts';
import { type Day, dayOf, isDay } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { type FindingKind, insertFinding } from './finding-store.ts';
import { indexTexts } from './index-texts.ts';

const say = indexTexts.findings;

export interface FindingEntry {
  kind: FindingKind;
  stationCode: string;
  foundOn: Day;
  count: number;
  people: number;
  /** How it was verified. */
  note: string;
}

export type FindingEntered = { ok: true; id: string } | { ok: false; code: keyof typeof say; sentence: string };

/**
 * Puts a verified finding down: a leak by the privacy officer, false visits and spot checks by the town's head of its own stations (organisation.yaml
 * visit.check) or by the pension section. The caller records it.
 */
export async function enterFinding(
  deps: { tx: Tx; sealer: Sealer; now: Date },
  staff: Staff,
  entry: FindingEntry,
): Promise<FindingEntered> {
  const station = await findStation(deps.tx, entry.stationCode);
  const code = station === null ? 'badStation' : refusalOf(staff, entry, station.town, dayOf(deps.now));
  if (code !== null) return { ok: false, code, sentence: say[code] };
  const id = randomUUID();
  const noteSealed = deps.sealer.seal(entry.note, { table: 'respect_finding', column: 'note_sealed', row: id });
  const { note: _, ...rest } = entry;
  await insertFinding(deps.tx, { ...rest, id, noteSealed, enteredBy: staff.id, enteredAt: deps.now });
  return { ok: true, id };
}

function refusalOf(staff: Staff, entry: FindingEntry, town: string | null, today: Day): keyof typeof say | null {
  if (!mayEnter(staff, entry.kind, town)) return 'notFor';
  if (!isDay(entry.foundOn) || entry.foundOn > today) return 'badDay';
  const isCounted = Number.isInteger(entry.count) && entry.count > 0 && Number.isInteger(entry.people) && entry.people >= 0;
  if (!isCounted) return 'badCount';
  return saysSomething(entry.note) ? null : 'reason';
}

export function mayEnter(staff: Staff, kind: FindingKind, town: string | null): boolean {
  if (!staff.isActive) return false;
  if (kind === 'privacy-leak') return staff.roles.includes('privacy-officer');
  if (staff.section === 'pension' && staff.roles.some((role) => role === 'section-officer' || role === 'section-head')) return true;
  return staff.roles.includes('town-head') && town !== null && staff.town === town;
}
