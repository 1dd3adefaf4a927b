import { idcardHolder } from '../change/held-person-store.ts';
import type { Put } from '../change/put-facts.ts';
import { changeTexts as say } from '../change/texts.ts';
import { type ArchiveWriter, addChanges } from '../file/archive-writes-store.ts';
import { type NewPerson, newPerson } from '../new-person.ts';
import { lockImports, nextArchiveNumber } from './import-people-store.ts';
import { insertPeople } from './people-bulk-store.ts';

export type Laid = { ok: true; archiveNo: string } | Exclude<Put, { ok: true }>;

/** Opens a file for somebody who had none (建档立卡), under the next number of the archive's own; an identity number that is on file is refused. */
export async function layFile(
  writer: ArchiveWriter,
  facts: Pick<NewPerson, 'name' | 'idcard'> & Partial<Omit<NewPerson, 'archiveNo'>>,
): Promise<Laid> {
  const { tx, sealer } = writer;
  // Two that open a file for the same person at the same moment must see each other.
  await lockImports(tx);
  const holder = facts.idcard === null ? null : await idcardHolder(tx, sealer, facts.idcard, '');
  if (holder) return { ok: false, code: 'idcard-taken', sentence: say.idcardTaken(holder.archiveNo) };
  const archiveNo = `YZ-${String(await nextArchiveNumber(tx)).padStart(7, '0')}`;
  await insertPeople(tx, sealer, [newPerson({ ...facts, archiveNo })]);
  await addChanges(writer, [{ archiveNo, change: { what: 'file', before: null, after: { archiveNo, name: facts.name } } }]);
  return { ok: true, archiveNo };
}
