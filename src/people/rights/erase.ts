import { randomUUID } from 'node:crypto';
import type { Staff } from '../../organisation/staff.ts';
import { saysSomething } from '../access/reveal.ts';
import { type ChangeDeps, holdWritable, type Refused, recordWrite, refuse } from '../change/change-person.ts';
import { insertTombstone } from './disposal-store.ts';
import { countHeld, eraseErasable } from './erase-store.ts';
import { rightsTexts as say } from './texts.ts';

/** What must stay whatever is asked, by which rule (rules.yaml retention; 个人信息保护法第四十七条第二款). */
export const mustStay: readonly { what: string; why: string }[] = [
  { what: '档案主表', why: '永久保存（机关文件材料归档和保管期限规定）' },
  { what: '抚恤优待审批与发放凭证', why: '永久保存' },
  { what: '办件', why: '办结后保存2至30年，期满由系统出清单处置' },
  { what: '走访记录', why: '保存10年，期满由系统出清单处置' },
  { what: '查阅留痕', why: '保存3年以上，任何人不能删改' },
];

export interface Erasable {
  notes: number;
  contacts: number;
  documents: number;
}

/** What could be deleted on a person's request, and what the law keeps. Null when the file is out of reach. */
export async function erasable(
  deps: ChangeDeps,
  staff: Staff,
  archiveNo: string,
): Promise<{ mayGo: Erasable; mustStay: typeof mustStay } | null> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  return 'ok' in held ? null : { mayGo: await countHeld(deps.tx, archiveNo), mustStay };
}

export type Erased = { ok: true; erased: Erasable; mustStay: typeof mustStay } | Refused;

/**
 * Deletes what the law lets go on a person's request: remarks, additional contacts and documents of no grant; a stone says what and why. By the
 * section, with a second person named. Call it last in a transaction.
 */
export async function eraseForPerson(
  deps: ChangeDeps,
  staff: Staff,
  request: { archiveNo: string; reason: string; confirmedBy: string },
): Promise<Erased> {
  const result = await erase(deps, staff, request);
  await recordWrite(deps, staff, request, 'erase', result, result.ok ? Object.keys(result.erased) : []);
  return result;
}

async function erase(
  deps: ChangeDeps,
  staff: Staff,
  { archiveNo, reason, confirmedBy }: { archiveNo: string; reason: string; confirmedBy: string },
): Promise<Erased> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  if ('ok' in held) return held;
  const isSection = staff.roles.some((role) => role === 'section-officer' || role === 'section-head');
  if (!isSection) return refuse('forbidden', say.disposal.forbidden);
  if (confirmedBy === staff.id || confirmedBy === '') return refuse('same-person', say.disposal.samePerson);
  if (!saysSomething(reason)) return refuse('reason', say.request.outcome);
  const erased = await eraseErasable(deps.tx, archiveNo);
  for (const [what, count] of Object.entries(erased)) {
    const stone = { id: randomUUID(), what, archiveNo, listId: null, count, why: reason, by: staff.id, confirmedBy, at: deps.now };
    if (count > 0) await insertTombstone(deps.tx, stone);
  }
  return { ok: true, erased, mustStay };
}
