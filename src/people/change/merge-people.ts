import { randomUUID } from 'node:crypto';
import type { Staff } from '../../organisation/staff.ts';
import { saysSomething } from '../access/reveal.ts';
import { addChanges } from '../file/archive-writes-store.ts';
import { sealedColumns } from '../person-seal.ts';
import { type ChangeDeps, type Refused, recordWrite, refuse } from './change-person.ts';
import { type HeldPerson, holdPerson, writeFacts } from './held-person-store.ts';
import { writeRight } from './may-write.ts';
import {
  closeMerge,
  insertMerge,
  type MovedParts,
  moveParts,
  openMerge,
  pointTo,
  rawPerson,
  restoreColumns,
  returnParts,
} from './merge-store.ts';
import { type FactName, type PersonFacts, personFactsSchema } from './person-facts.ts';
import { changeTexts as say } from './texts.ts';

export interface MergeRequest {
  keptNo: string;
  mergedNo: string;
  /** Facts to take from the merged file although the kept one has its own. */
  take?: readonly FactName[];
  reason: string;
}

export interface SideBySide {
  fact: FactName;
  label: string;
  kept: unknown;
  merged: unknown;
}

export type Merged = { ok: true; keptNo: string; taken: FactName[]; moved: Record<string, number> } | Refused;

interface Before {
  kept: Record<string, unknown>;
  merged: Record<string, unknown>;
  /** Facts as the merge wrote them into the kept file: those changed since are left when it is taken back. */
  written: Record<string, unknown>;
  moved: MovedParts;
}

function mergePlace(id: string) {
  return { table: 'person_merge', column: 'before_sealed', row: id };
}

/** Where two files differ, for choosing: nothing is written. Null when either is out of reach. */
export async function compareFiles(deps: ChangeDeps, staff: Staff, keptNo: string, mergedNo: string): Promise<SideBySide[] | null> {
  const [kept, merged] = [await holdPerson(deps.tx, deps.sealer, keptNo), await holdPerson(deps.tx, deps.sealer, mergedNo)];
  if (!kept || !merged || !mayMerge(staff, kept, merged)) return null;
  return differing(kept, merged).map((fact) => ({
    fact,
    label: say.labels[fact] ?? fact,
    kept: kept.facts[fact],
    merged: merged.facts[fact],
  }));
}

function differing(kept: HeldPerson, merged: HeldPerson): FactName[] {
  const facts = Object.keys(personFactsSchema.shape) as FactName[];
  return facts.filter((fact) => merged.facts[fact] !== null && merged.facts[fact] !== kept.facts[fact]);
}

function mayMerge(staff: Staff, kept: HeldPerson, merged: HeldPerson): boolean {
  const isHead = staff.roles.some((role) => ['town-head', 'center-officer', 'section-officer', 'section-head'].includes(role));
  return isHead && writeRight(staff, kept) === 'all' && writeRight(staff, merged) === 'all';
}

/**
 * Puts two files of one person together: what the kept one lacks comes from the other, everything that hangs on the other goes over, and its
 * number stands for the kept one from then on. Call it last in a transaction.
 */
export async function mergePeople(deps: ChangeDeps, staff: Staff, request: MergeRequest): Promise<Merged> {
  const result = await merge(deps, staff, request);
  const about = { archiveNo: request.keptNo, reason: request.reason };
  await recordWrite(deps, staff, about, `merge:${request.mergedNo}`, result, result.ok ? result.taken : []);
  return result;
}

async function merge(deps: ChangeDeps, staff: Staff, { keptNo, mergedNo, take = [], reason }: MergeRequest): Promise<Merged> {
  if (keptNo === mergedNo) return refuse('same', say.merge.same);
  // In the order of their numbers, whichever is kept: two merges of one pair wait for each other.
  const [first, second] = keptNo < mergedNo ? [keptNo, mergedNo] : [mergedNo, keptNo];
  const held = [await holdPerson(deps.tx, deps.sealer, first), await holdPerson(deps.tx, deps.sealer, second)];
  const [kept, merged] = keptNo < mergedNo ? held : held.reverse();
  const refusal = whyNot(staff, kept ?? null, merged ?? null, reason);
  if (refusal) return refusal;
  if (!kept || !merged) return refuse('not-yours', say.notYours);
  const taken = differing(kept, merged).filter((fact) => kept.facts[fact] === null || kept.facts[fact] === '' || take.includes(fact));
  const facts = Object.fromEntries(taken.map((fact) => [fact, merged.facts[fact]])) as PersonFacts;
  const before: Omit<Before, 'moved'> = {
    kept: await rawPerson(deps.tx, keptNo),
    merged: await rawPerson(deps.tx, mergedNo),
    written: facts,
  };
  await pointTo(deps.tx, mergedNo, keptNo, deps.now);
  if (taken.length > 0) await writeFacts(deps.tx, deps.sealer, keptNo, facts, deps.now);
  const moved = await moveParts(deps.tx, mergedNo, keptNo);
  const id = randomUUID();
  const beforeSealed = deps.sealer.seal(JSON.stringify({ ...before, moved } satisfies Before), mergePlace(id));
  await insertMerge(deps.tx, { id, keptNo, mergedNo, reason, by: staff.id, now: deps.now, beforeSealed });
  const writer = { tx: deps.tx, sealer: deps.sealer, now: deps.now, by: staff.id, reason };
  await addChanges(writer, [
    { archiveNo: keptNo, change: { what: 'merge', before: null, after: { merged: mergedNo, taken } } },
    { archiveNo: mergedNo, change: { what: 'merged-into', before: null, after: { kept: keptNo } } },
  ]);
  return { ok: true, keptNo, taken, moved: Object.fromEntries(Object.entries(moved).map(([table, keys]) => [table, keys.length])) };
}

function whyNot(staff: Staff, kept: HeldPerson | null, merged: HeldPerson | null, reason: string): Refused | null {
  if (!kept || !merged) return refuse('not-yours', say.notYours);
  if (!mayMerge(staff, kept, merged)) return refuse('forbidden', say.merge.forbidden);
  if (kept.mergedInto !== null || merged.mergedInto !== null) return refuse('gone', say.merge.gone);
  if (!saysSomething(reason)) return refuse('reason', say.reasonNeeded);
  const [a, b] = [kept.facts.idcard, merged.facts.idcard];
  const differ = a !== null && b !== null && a !== b;
  return differ && !staff.roles.includes('section-head') ? refuse('idcards-differ', say.merge.idcardsDiffer) : null;
}

export type Unmerged =
  | { ok: true; keptNo: string; mergedNo: string /** Facts changed since, which stay with the kept file. */; kept: string[] }
  | Refused;

/** Takes a merge back: both files are as they were; what was changed since stays with the kept one and is named. Call it last in a transaction. */
export async function unmergePeople(deps: ChangeDeps, staff: Staff, request: Omit<MergeRequest, 'take'>): Promise<Unmerged> {
  const result = await unmerge(deps, staff, request);
  const about = { archiveNo: request.keptNo, reason: request.reason };
  await recordWrite(deps, staff, about, `unmerge:${request.mergedNo}`, result, []);
  return result;
}

async function unmerge(deps: ChangeDeps, staff: Staff, { keptNo, mergedNo, reason }: Omit<MergeRequest, 'take'>): Promise<Unmerged> {
  const { tx, sealer, now } = deps;
  const [kept, merged] = [await holdPerson(tx, sealer, keptNo), await holdPerson(tx, sealer, mergedNo)];
  if (!kept || !merged || !mayMerge(staff, kept, merged)) return refuse('forbidden', say.merge.forbidden);
  if (!saysSomething(reason)) return refuse('reason', say.reasonNeeded);
  const row = await openMerge(tx, keptNo, mergedNo);
  if (!row) return refuse('not-merged', say.merge.notMerged);
  const before = JSON.parse(sealer.open(row.beforeSealed, mergePlace(row.id))) as Before;
  const written = Object.keys(before.written) as FactName[];
  const changedSince = written.filter((fact) => kept.facts[fact] !== before.written[fact]);
  const restored = written.filter((fact) => !changedSince.includes(fact));
  await restoreColumns(tx, keptNo, before.kept, columnsOf(restored), now);
  await restoreColumns(tx, mergedNo, before.merged, Object.keys(before.merged), now);
  await returnParts(tx, before.moved, keptNo, mergedNo);
  await closeMerge(tx, row.id, staff.id, reason, now);
  const writer = { tx, sealer, now, by: staff.id, reason };
  await addChanges(writer, [
    { archiveNo: keptNo, change: { what: 'unmerge', before: { merged: mergedNo }, after: { kept: changedSince } } },
  ]);
  return { ok: true, keptNo, mergedNo, kept: changedSince.map((fact) => say.labels[fact] ?? fact) };
}

const indexes: Partial<Record<FactName, readonly string[]>> = {
  idcard: ['idcard_index', 'idcard_tail_index'],
  phone: ['phone_index', 'phone_tail_index'],
  bankcard: ['bankcard_index'],
  name: ['name_pinyin', 'name_initials'],
};

function columnsOf(facts: readonly FactName[]): string[] {
  return facts.flatMap((fact) => {
    const column =
      fact in sealedColumns
        ? sealedColumns[fact as keyof typeof sealedColumns]
        : fact.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [column, ...(indexes[fact] ?? [])];
  });
}
