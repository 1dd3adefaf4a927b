import { dayOf } from '../../platform/calendar/day.ts';
import { type ArchiveWriter, addChanges } from '../file/archive-writes-store.ts';
import { type HeldPerson, holdPerson, idcardHolder, writeFacts } from './held-person-store.ts';
import { contradiction, type FactName, type PersonFacts, readFacts } from './person-facts.ts';
import { changeTexts as say } from './texts.ts';

export type Put = { ok: true; changed: FactName[] } | { ok: false; code: string; sentence: string };

/**
 * Writes facts that a finished case has established: judged like any change of a file, but by the right of the case and not of who decided
 * last. What is on file already changes nothing.
 */
export async function putFacts(writer: ArchiveWriter, archiveNo: string, given: Readonly<Record<string, unknown>>): Promise<Put> {
  const read = readFacts(given, dayOf(writer.now));
  if (!read.ok) return { ok: false, code: 'value', sentence: read.sentence };
  const held = await holdPerson(writer.tx, writer.sealer, archiveNo);
  if (held === null) return { ok: false, code: 'not-found', sentence: say.notYours };
  const { keys, before, after } = factsThatDiffer(held, read.facts);
  if (keys.length === 0) return { ok: true, changed: [] };
  const wrong = contradiction({ ...held.facts, ...after });
  if (wrong !== null) return { ok: false, code: 'contradiction', sentence: wrong };
  const holder = typeof after.idcard === 'string' ? await idcardHolder(writer.tx, writer.sealer, after.idcard, archiveNo) : null;
  if (holder) return { ok: false, code: 'idcard-taken', sentence: say.idcardTaken(holder.archiveNo) };
  await writeFacts(writer.tx, writer.sealer, archiveNo, after, writer.now);
  await addChanges(writer, [{ archiveNo, change: { what: 'facts', before, after } }]);
  return { ok: true, changed: keys };
}

/** Which of these facts say something else than the file, and what either says. */
export function factsThatDiffer(held: HeldPerson, facts: PersonFacts): { keys: FactName[]; before: PersonFacts; after: PersonFacts } {
  const keys = (Object.keys(facts) as FactName[]).filter((key) => facts[key] !== undefined && facts[key] !== (held.facts[key] ?? null));
  const pick = (from: Record<string, unknown>) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null])) as PersonFacts;
  return { keys, before: pick(held.facts), after: pick(facts as Record<string, unknown>) };
}
