import { applicableFields, checkSlots } from '../../../src/flows/applicable-fields.ts';
import { derivedSlots } from '../../../src/flows/derive.ts';
import type { FieldDefinition, FlowDefinition } from '../../../src/flows/flow-definition.ts';
import { isFilled, type Slots, type SlotValue } from '../../../src/flows/slot-value.ts';
import { makeForm, TODAY } from '../../flows/form-maker.ts';
import { idcardOf } from '../../people/many-people.ts';

const MOST_SEEDS = 60;
const made = new Map<string, (Slots | null)[]>();

function formsOf(flow: FlowDefinition): (Slots | null)[] {
  const known = made.get(flow.id) ?? Array.from({ length: MOST_SEEDS }, (_, seed) => makeForm(flow, seed + 1));
  made.set(flow.id, known);
  return known;
}

/** Values that the generator of forms does not vary by itself. */
const steady: Partial<Record<FieldDefinition['type'], SlotValue[]>> = {
  phone: ['13800138001', '13900139002'],
  bankcard: ['6222021234567890128', '6228480402564890018'],
  address: ['东柳街道安居社区2号', '姜山镇走马塘村3号'],
  town: ['东柳街道', '横溪镇'],
  village: ['安居社区', '梅岭村'],
  file: [['file-a'], ['file-b']],
  text: ['另一种说法', '再一种说法'],
  textarea: ['家里老人住院，开销大，一时周转不开，请予办理为盼。', '房子漏水要修，手头紧，想请组织帮一把，材料齐全。'],
  datetime: ['2026-12-03 14:00', '2026-12-04 10:00'],
  slot: ['2026-12-15 14:00', '2026-12-16 10:00'],
  idcard: [idcardOf('1962-03-04', 7), idcardOf('1971-05-06', 8)],
  person: ['郑国强', '冯秀珍'],
  unit: ['宁波某某商贸公司', '东柳小学'],
  school: ['东柳小学', '东柳中心小学'],
  bool: [true, false],
  multi: [],
};

function candidates(flow: FlowDefinition, field: FieldDefinition): SlotValue[] {
  const options = Object.keys(field.options ?? {});
  const ofType: SlotValue[] =
    field.type === 'enum' ? options : field.type === 'multi' ? options.map((key) => [key]) : (steady[field.type] ?? []);
  const fromForms = formsOf(flow).flatMap((form) => (form && isFilled(form[field.key]) ? [form[field.key] ?? null] : []));
  return [...ofType, ...fromForms];
}

/** The form with another value in one field where it still passes every check; `keeps`: whether what applies may change with it. */
export function otherForm(
  flow: FlowDefinition,
  form: Slots,
  field: FieldDefinition,
  keeps: 'the path' | 'anything' = 'the path',
  not: SlotValue[] = [],
): Slots | null {
  const avoided = [form[field.key], ...not].map((value) => JSON.stringify(value));
  const before = pathOf(flow, form);
  for (const value of candidates(flow, field)) {
    if (avoided.includes(JSON.stringify(value)) || field.choices) continue;
    const other: Slots = { ...form, [field.key]: value };
    const all: Slots = { ...other, ...derivedSlots(flow, other, TODAY) };
    if (keeps === 'the path' && pathOf(flow, all) !== before) continue;
    if (keeps === 'anything' || checkSlots(flow, all, { today: TODAY }).ok) return all;
  }
  return null;
}

function pathOf(flow: FlowDefinition, form: Slots): string {
  return applicableFields(flow, form)
    .map((field) => field.key)
    .join();
}
