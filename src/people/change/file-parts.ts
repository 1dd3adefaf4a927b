import { randomUUID } from 'node:crypto';
import type { Staff } from '../../organisation/staff.ts';
import { type Day, dayOf, isDay } from '../../platform/calendar/day.ts';
import { namesMilitaryUnit } from '../../platform/unit-designation.ts';
import { type ChangeDeps, holdWritable, type Refused, recordWrite, refuse } from './change-person.ts';
import { insertContact, insertNote, removeContactRow, saveConfirmation } from './file-parts-store.ts';
import { changeTexts as say } from './texts.ts';

export type Added = { ok: true; id: string } | Refused;

/** A remark on a person's file; it is added and never changed. Call it last in a transaction. */
export async function addNote(deps: ChangeDeps, staff: Staff, request: { archiveNo: string; text: string }): Promise<Added> {
  const result = await writeNote(deps, staff, request);
  await recordWrite(deps, staff, { ...request, reason: '添加备注' }, 'note', result, ['note']);
  return result;
}

async function writeNote(deps: ChangeDeps, staff: Staff, { archiveNo, text }: { archiveNo: string; text: string }): Promise<Added> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  if ('ok' in held) return held;
  const words = text.trim();
  if (words === '' || Array.from(words).length > 500) return refuse('value', say.badValue('备注'));
  if (namesMilitaryUnit(words)) return refuse('value', say.unit);
  const id = randomUUID();
  const sealed = deps.sealer.seal(words, { table: 'person_note', column: 'text_sealed', row: id });
  await insertNote(deps.tx, { id, archiveNo, sealed, by: staff.id, now: deps.now });
  return { ok: true, id };
}

export interface ContactRequest {
  archiveNo: string;
  kind: 'own' | 'emergency';
  name: string | null;
  relation: string | null;
  phone: string;
}

/** One more way to reach a person, or somebody to call for them. Call it last in a transaction. */
export async function addContact(deps: ChangeDeps, staff: Staff, request: ContactRequest): Promise<Added> {
  const result = await writeContact(deps, staff, request);
  await recordWrite(deps, staff, { archiveNo: request.archiveNo, reason: '添加联系方式' }, 'contact', result, [request.kind]);
  return result;
}

async function writeContact(deps: ChangeDeps, staff: Staff, request: ContactRequest): Promise<Added> {
  const held = await holdWritable(deps, staff, request.archiveNo, ['phone']);
  if ('ok' in held) return held;
  const phone = request.phone.normalize('NFKC').replace(/[\s-]/g, '');
  if (!/^(1[3-9]\d{9}|0\d{9,11})$/.test(phone)) return refuse('value', say.badValue('电话'));
  if (request.kind === 'emergency' && !request.name?.trim()) return refuse('value', say.badValue('紧急联系人'));
  const id = randomUUID();
  const seal = (column: string, value: string) => deps.sealer.seal(value, { table: 'person_contact', column, row: id });
  await insertContact(deps.tx, {
    id,
    archiveNo: request.archiveNo,
    kind: request.kind,
    nameSealed: request.name ? seal('name_sealed', request.name.trim()) : null,
    relation: request.relation,
    phoneSealed: seal('phone_sealed', phone),
    phoneIndex: deps.sealer.index('phone', phone),
    by: staff.id,
    now: deps.now,
  });
  return { ok: true, id };
}

export async function removeContact(
  deps: ChangeDeps,
  staff: Staff,
  request: { archiveNo: string; id: string; reason: string },
): Promise<Added> {
  const held = await holdWritable(deps, staff, request.archiveNo, ['phone']);
  const result: Added =
    'ok' in held
      ? held
      : (await removeContactRow(deps.tx, request.archiveNo, request.id, deps.now))
        ? { ok: true, id: request.id }
        : refuse('gone', say.document.gone);
  await recordWrite(deps, staff, request, 'remove-contact', result, ['contact']);
  return result;
}

export const confirmationWays = ['上门', '电话', '到站', '数据核对'] as const;
export type ConfirmationWay = (typeof confirmationWays)[number];

/** That a person's circumstances were confirmed for a year (条例第八条); a second time in the year is written over. Call it last in a transaction. */
export async function confirmYear(
  deps: ChangeDeps,
  staff: Staff,
  request: { archiveNo: string; year: number; on: Day; way: ConfirmationWay; note: string | null },
): Promise<Added> {
  const result = await writeConfirmation(deps, staff, request);
  await recordWrite(deps, staff, { archiveNo: request.archiveNo, reason: '年度确认' }, `confirm:${request.year}`, result, ['confirmation']);
  return result;
}

async function writeConfirmation(
  deps: ChangeDeps,
  staff: Staff,
  { archiveNo, year, on, way, note }: { archiveNo: string; year: number; on: Day; way: ConfirmationWay; note: string | null },
): Promise<Added> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  if ('ok' in held) return held;
  if (!isDay(on) || on > dayOf(deps.now) || year < 2000 || year > Number(on.slice(0, 4))) return refuse('value', say.badValue('确认日期'));
  if (note !== null && namesMilitaryUnit(note)) return refuse('value', say.unit);
  const row = `${archiveNo}/${year}`;
  const noteSealed = note === null ? null : deps.sealer.seal(note, { table: 'person_confirmation', column: 'note_sealed', row });
  await saveConfirmation(deps.tx, { archiveNo, year, on, way, by: staff.id, noteSealed });
  return { ok: true, id: row };
}
