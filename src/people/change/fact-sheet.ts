import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { access } from '../access/access.ts';
import { maskAddress, maskBankcard, maskIdcard, maskPhone } from '../access/masking.ts';
import { type RevealField, revealClass } from '../access/reveal-field.ts';
import type { DataClass } from '../access/visibility.ts';
import { readPersonFile } from '../file/person-file-store.ts';
import { type ChangeDeps, holdWritable } from './change-person.ts';
import { notWritable, writeRight } from './may-write.ts';
import { type FactName, personFactsSchema } from './person-facts.ts';
import { changeTexts as say } from './texts.ts';

/** One fact of a file as whoever changes it may see it. */
export interface SheetFact {
  fact: FactName;
  label: string;
  /** As it stands where it may be shown whole, else masked, else null. */
  value: string | number | boolean | null;
  /** There is more on file than what stands here. */
  isMasked: boolean;
  /** Not for this member of staff to see: nothing tells whether there is anything on file. */
  isHidden: boolean;
}

/** What a member of staff may change of a file. `version`: hand it back with the change, so that a colleague's is not written over. */
export interface FactSheet {
  archiveNo: string;
  name: string;
  version: number;
  facts: SheetFact[];
}

const classOf: Partial<Record<FactName, DataClass>> = {
  ...(Object.fromEntries(Object.entries(revealClass)) as Record<RevealField, DataClass>),
  emergencyName: 'phone',
  bankName: 'bankcard',
  merit: 'merit',
  disabilityGrade: 'health',
  disabilityNature: 'health',
  disabilityOn: 'health',
};

/** The facts that this member of staff may write, for a form. Null where they may write nothing of the file. Reading it is recorded by the caller. */
export async function factSheet(deps: ChangeDeps, staff: Staff, archiveNo: string): Promise<FactSheet | null> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  if ('ok' in held) return null;
  const file = await readPersonFile(deps.tx, deps.sealer, archiveNo, staff.id, dayOf(deps.now));
  const granted = file && access(staff, file, { inCase: file.inCase });
  const all = Object.keys(personFactsSchema.shape) as FactName[];
  const forbidden = new Set(notWritable(writeRight(staff, held), all));
  const facts = all.flatMap((fact): SheetFact[] => {
    if (forbidden.has(fact)) return [];
    const value = (held.facts[fact] ?? null) as SheetFact['value'];
    const level = granted?.[classOf[fact] ?? 'archive_basic'] ?? 'none';
    const isHidden = level !== 'full';
    const shown = isHidden ? null : masked(fact, value, held);
    return [{ fact, label: say.labels[fact] ?? fact, value: shown, isMasked: !isHidden && value !== null && shown !== value, isHidden }];
  });
  return { archiveNo, name: String(held.facts.name ?? ''), version: held.version, facts };
}

/** Numbers and addresses stand masked even for those who may see them whole: a form is not asked for with a reason (reveal.ts). */
function masked(fact: FactName, value: SheetFact['value'], area: { town: string | null; village: string | null }): SheetFact['value'] {
  if (typeof value !== 'string') return value;
  switch (fact) {
    case 'idcard':
      return maskIdcard(value, 'private_chat');
    case 'phone':
    case 'emergencyPhone':
      return maskPhone(value, 'private_chat');
    case 'bankcard':
      return maskBankcard(value, 'private_chat');
    case 'address':
      return maskAddress(value, 'private_chat', area);
    case 'health':
      return null;
    default:
      return value;
  }
}
