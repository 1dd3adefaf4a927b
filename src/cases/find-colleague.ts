import type { Staff } from '../organisation/staff.ts';
import { findStaff, findStaffByName } from '../organisation/staff-store.ts';
import type { Tx } from '../platform/database.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { texts } from './texts.ts';

/** A colleague by staff id or full name; refused with what to say instead where nobody or several fit. */
export async function findColleague(tx: Tx, said: string): Promise<Staff | Refusal> {
  const byId = await findStaff(tx, said.trim());
  if (byId) return byId;
  const named = await findStaffByName(tx, said.trim());
  const [only] = named;
  if (!only) return refuse('no-such-staff', texts.noSuchStaff(said));
  if (named.length === 1) return only;
  return refuse(
    'several-staff',
    texts.severalStaff(
      said,
      named.map((one) => `${one.id}（${one.town ?? one.section ?? one.department ?? ''}${one.village ?? ''}）`),
    ),
  );
}

/** Several, as people list them: 王敏、李强和周军. */
export async function findColleagues(tx: Tx, said: string): Promise<Staff[] | Refusal> {
  const found: Staff[] = [];
  for (const name of said.split(/[、，,；;\s]+|和(?=\S{2,4}$)/).filter(Boolean)) {
    const one = await findColleague(tx, name);
    if ('ok' in one) return one;
    found.push(one);
  }
  return found;
}
