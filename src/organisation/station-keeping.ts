import { randomUUID } from 'node:crypto';
import { type Day, isDay } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import type { Staff } from './staff.ts';
import { findStaff } from './staff-store.ts';
import type { Station } from './station.ts';
import { dropHonour, dropRota, insertRota, isRotaTaken, saveHonour, writeContact } from './station-keeping-store.ts';
import { findStation } from './station-store.ts';
import { keepingTexts as say } from './texts.ts';

export interface KeepingDeps {
  tx: Tx;
  now: Date;
}

export type Kept = { ok: true } | { ok: false; code: keyof typeof say; sentence: string };

function refuse(code: keyof typeof say): Kept {
  return { ok: false, code, sentence: say[code] };
}

/** Who keeps a station's entries up: its own head, its town, the bureau's sections and the centre (organisation.yaml rota.set, account.manage). */
export function mayKeep(staff: Staff, station: Station): boolean {
  if (!staff.isActive) return false;
  if (staff.roles.some((role) => role === 'section-officer' || role === 'section-head' || role === 'center-officer')) return true;
  const isOwnTown = station.town !== null && staff.town === station.town;
  if (staff.roles.some((role) => role === 'town-officer' || role === 'town-head')) return isOwnTown;
  return staff.roles.includes('village-head') && isOwnTown && staff.village === station.village;
}

async function kept(deps: KeepingDeps, staff: Staff, code: string, work: (station: Station) => Promise<Kept>): Promise<Kept> {
  const station = await findStation(deps.tx, code);
  return station && mayKeep(staff, station) ? work(station) : refuse('notYours');
}

export interface Contact {
  headName: string;
  phone: string;
  address: string;
}

/** Head, telephone and address of a station; empty takes one away. The caller records it. */
export function changeContact(deps: KeepingDeps, staff: Staff, code: string, contact: Contact): Promise<Kept> {
  return kept(deps, staff, code, async () => {
    const [headName, phone, address] = [contact.headName, contact.phone, contact.address].map((text) => text.trim() || null);
    if (phone && !/^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,5})?)$/.test(phone)) return refuse('badPhone');
    if ((headName?.length ?? 0) > 30 || (address?.length ?? 0) > 100) return refuse('tooLong');
    await writeContact(deps.tx, code, { headName: headName ?? null, phone: phone ?? null, address: address ?? null });
    return { ok: true };
  });
}

/** Adds an honour, or corrects its year. The caller records it. */
export function addHonour(deps: KeepingDeps, staff: Staff, code: string, honour: { title: string; year: number | null }): Promise<Kept> {
  return kept(deps, staff, code, async () => {
    const title = honour.title.trim();
    const isYear = honour.year === null || (Number.isInteger(honour.year) && honour.year >= 1949 && honour.year <= deps.now.getFullYear());
    if (title === '' || title.length > 60 || !isYear) return refuse('badHonour');
    await saveHonour(deps.tx, { stationCode: code, title, year: honour.year }, staff.id, deps.now);
    return { ok: true };
  });
}

export function removeHonour(deps: KeepingDeps, staff: Staff, code: string, title: string): Promise<Kept> {
  return kept(deps, staff, code, async () => ((await dropHonour(deps.tx, code, title)) ? { ok: true } : refuse('gone')));
}

/** Puts a rotating head down for some days (a week to a month, as a rule). Two at a time are refused. The caller records it. */
export function addRota(deps: KeepingDeps, staff: Staff, code: string, rota: { staffId: string; fromOn: Day; toOn: Day }): Promise<Kept> {
  return kept(deps, staff, code, async () => {
    const { staffId, fromOn, toOn } = rota;
    if (!isDay(fromOn) || !isDay(toOn) || toOn < fromOn) return refuse('badDays');
    const head = await findStaff(deps.tx, staffId);
    if (!head?.isActive || head.stationCode !== code || !head.roles.includes('rotating-head')) return refuse('notRotating');
    if (await isRotaTaken(deps.tx, code, fromOn, toOn)) return refuse('taken');
    await insertRota(deps.tx, { id: randomUUID(), stationCode: code, staffId, fromOn, toOn }, staff.id, deps.now);
    return { ok: true };
  });
}

export function removeRota(deps: KeepingDeps, staff: Staff, code: string, id: string): Promise<Kept> {
  return kept(deps, staff, code, async () => ((await dropRota(deps.tx, code, id)) ? { ok: true } : refuse('gone')));
}
