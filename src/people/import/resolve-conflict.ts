import { recordAudit } from '../../audit/audit-store.ts';
import { access, type Viewer } from '../access/access.ts';
import { addChanges } from '../file/archive-writes-store.ts';
import { newPerson } from '../new-person.ts';
import { decideConflicts, findConflicts, type StoredConflict } from './conflict-store.ts';
import { conflictTexts as t } from './conflict-texts.ts';
import { boundFields, IMPORT_REASON, type ListedField } from './field-hands.ts';
import { findForImport, updatePeople } from './import-people-store.ts';
import { type ConflictDeps, mayDecide } from './list-conflicts.ts';

export type Decision = 'keep' | 'take';

export type Refused = keyof typeof t.refused;

export type Resolved = { kind: 'done'; decided: number } | { kind: 'refused'; why: Refused };

/**
 * Decides one conflict: `keep` what the archive says (the same list will not ask again), or `take` what the list says. Fields that
 * belong together (town and village, status and life cycle, identity number with birth and sex) are decided together.
 */
export async function resolveConflict(deps: ConflictDeps, viewer: Viewer, id: string, decision: Decision): Promise<Resolved> {
  const [named] = await findConflicts(deps.tx, deps.sealer, viewer, { state: 'open', id, limit: 1 });
  if (named === undefined) return { kind: 'refused', why: await whyNot(deps, viewer, id) };
  if (!mayDecide(viewer, access(viewer, named, { inCase: named.inCase }))) return { kind: 'refused', why: 'forbidden' };
  const ofPerson = await findConflicts(deps.tx, deps.sealer, viewer, { state: 'open', archiveNo: named.archiveNo, limit: 100 });
  const group = boundFields.find((fields) => fields.includes(named.field)) ?? [named.field];
  const together = ofPerson.filter((one) => group.includes(one.field));
  const refused = decision === 'take' ? await take(deps, viewer, together) : null;
  if (refused !== null) return { kind: 'refused', why: refused };
  const by = { staffId: viewer.id, now: deps.now };
  const ids = together.map((one) => one.id);
  const decided = await decideConflicts(deps.tx, ids, decision === 'take' ? 'taken' : 'kept', by);
  await recordAudit(deps.tx, [
    {
      ...{ at: deps.now, actor: viewer.id, action: 'write', subject: named.archiveNo, caseNo: null, channel: deps.channel },
      ...{ purpose: t.purpose, outcome: 'ok', detail: { conflicts: ids, fields: together.map((one) => one.field), decision } },
    },
  ]);
  return { kind: 'done', decided };
}

/** Decides all that the viewer may decide, of one field or of every one; what has changed meanwhile is left and counted. */
export async function resolveConflicts(
  inTransaction: <T>(work: (deps: ConflictDeps) => Promise<T>) => Promise<T>,
  viewer: Viewer,
  decision: Decision,
  field?: ListedField,
): Promise<{ decided: number; left: number }> {
  const total = { decided: 0, left: 0 };
  let after: string | undefined;
  for (;;) {
    const page = await inTransaction(({ tx, sealer }) => findConflicts(tx, sealer, viewer, { state: 'open', field, after, limit: 200 }));
    for (const { id } of page) {
      const result = await inTransaction((deps) => resolveConflict(deps, viewer, id, decision));
      if (result.kind === 'done') total.decided += result.decided;
      else if (result.why !== 'decided') total.left += 1;
    }
    after = page.at(-1)?.id;
    if (page.length < 200) return total;
  }
}

async function whyNot(deps: ConflictDeps, viewer: Viewer, id: string): Promise<Refused> {
  for (const state of ['kept', 'taken'] as const)
    if ((await findConflicts(deps.tx, deps.sealer, viewer, { state, id, limit: 1 })).length > 0) return 'decided';
  return 'unknown';
}

/** Puts the list's values on file. Null when done; nothing is written otherwise. */
async function take(deps: ConflictDeps, viewer: Viewer, conflicts: readonly StoredConflict[]): Promise<Refused | null> {
  const { tx, sealer, now } = deps;
  const archiveNo = conflicts[0]?.archiveNo ?? '';
  const idcard = conflicts.find((one) => one.field === 'idcard')?.listValue;
  const stored = await findForImport(tx, sealer, [archiveNo], idcard === undefined ? [] : [sealer.index('idcard', idcard)]);
  const found = stored.find((one) => one.archiveNo === archiveNo);
  if (found === undefined) return 'unknown';
  if (stored.length > 1) return 'elsewhere';
  const facts = found.facts as Record<string, unknown>;
  const isAsSeen = conflicts.every(({ field, archiveValue }) => asText(facts[field]) === archiveValue);
  if (!isAsSeen) return 'changed';
  const taken = Object.fromEntries(conflicts.map(({ field, listValue }) => [field, fromText(field, listValue)]));
  const before = Object.fromEntries(conflicts.map(({ field }) => [field, facts[field] ?? null]));
  await updatePeople(tx, sealer, [newPerson({ ...found.facts, ...taken, archiveNo })], now);
  // The list's word: the next list may overwrite it again.
  await addChanges({ tx, sealer, now, by: viewer.id, reason: IMPORT_REASON }, [
    { archiveNo, change: { what: 'import', before, after: taken } },
  ]);
  return null;
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function fromText(field: ListedField, text: string): unknown {
  if (text === '') return null;
  return field === 'disabilityGrade' ? Number(text) : text;
}
