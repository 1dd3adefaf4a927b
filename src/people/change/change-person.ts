import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf, minuteText } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { saysSomething } from '../access/reveal.ts';
import { addChanges } from '../file/archive-writes-store.ts';
import { type HeldPerson, holdPerson, idcardHolder, lastChange, writeFacts } from './held-person-store.ts';
import { notWritable, writeRight } from './may-write.ts';
import { contradiction, type PersonFacts, readFacts } from './person-facts.ts';
import { factsThatDiffer } from './put-facts.ts';
import { changeTexts as say } from './texts.ts';

export interface ChangeDeps {
  tx: Tx;
  sealer: Sealer;
  now: Date;
  channel: string;
}

export interface ChangeRequest {
  archiveNo: string;
  /** Facts by their name in the archive (person-facts.ts); null takes one away. */
  facts: Readonly<Record<string, unknown>>;
  reason: string;
  /** The version that the screen showed: somebody else's change since is told instead of written over. */
  version?: number | undefined;
  caseNo?: string | null;
}

export interface Refused {
  ok: false;
  code: string;
  sentence: string;
}

export type Changed = { ok: true; archiveNo: string; before: PersonFacts; after: PersonFacts; version: number } | Refused;

export function refuse(code: string, sentence: string): Refused {
  return { ok: false, code, sentence };
}

/** Changes facts of one file: judged, kept with before and after, recorded. Call it last in a transaction; refused, it has written nothing but the refusal. */
export async function changePerson(deps: ChangeDeps, staff: Staff, request: ChangeRequest): Promise<Changed> {
  const result = await change(deps, staff, request);
  await recordWrite(deps, staff, request, 'change', result, result.ok ? Object.keys(result.after) : Object.keys(request.facts));
  return result;
}

async function change(deps: ChangeDeps, staff: Staff, request: ChangeRequest): Promise<Changed> {
  const read = readFacts(request.facts, dayOf(deps.now));
  const held = await holdWritable(deps, staff, request.archiveNo, Object.keys(request.facts));
  if ('ok' in held) return held;
  if (!saysSomething(request.reason)) return refuse('reason', say.reasonNeeded);
  if (!read.ok) return refuse('value', read.sentence);
  if (request.version !== undefined && request.version !== held.version) return refuse('stale', await staleSentence(deps.tx, held));
  return writeChange(deps, staff, held, read.facts, request);
}

/** The file for writing, when this member of staff may write these facts of it; what is out of reach is refused like what is not there. */
export async function holdWritable(
  deps: ChangeDeps,
  staff: Staff,
  archiveNo: string,
  facts: readonly string[],
): Promise<HeldPerson | Refused> {
  const held = await holdPerson(deps.tx, deps.sealer, archiveNo);
  const right = held ? writeRight(staff, held) : 'none';
  if (!held || right === 'none' || held.mergedInto !== null) return refuse('not-yours', say.notYours);
  const forbidden = notWritable(right, facts);
  return forbidden.length > 0 ? refuse('not-these', say.notThese(forbidden.map((fact) => say.labels[fact] ?? fact))) : held;
}

async function writeChange(deps: ChangeDeps, staff: Staff, held: HeldPerson, facts: PersonFacts, request: ChangeRequest): Promise<Changed> {
  const { keys, before, after } = factsThatDiffer(held, facts);
  if (keys.length === 0) return refuse('nothing', say.nothing);
  const wrong = contradiction({ ...held.facts, ...after });
  if (wrong !== null) return refuse('contradiction', wrong);
  if (typeof after.idcard === 'string') {
    const holder = await idcardHolder(deps.tx, deps.sealer, after.idcard, held.archiveNo);
    if (holder)
      return refuse(
        'idcard-taken',
        writeRight(staff, { town: holder.town, village: null }) === 'all' ? say.idcardTaken(holder.archiveNo) : say.idcardTakenElsewhere,
      );
  }
  await writeFacts(deps.tx, deps.sealer, held.archiveNo, after, deps.now);
  const writer = { tx: deps.tx, sealer: deps.sealer, now: deps.now, by: staff.id, reason: request.reason };
  await addChanges(writer, [{ archiveNo: held.archiveNo, change: { what: 'facts', before, after } }]);
  return { ok: true, archiveNo: held.archiveNo, before, after, version: held.version + 1 };
}

async function staleSentence(tx: Tx, held: HeldPerson): Promise<string> {
  const last = await lastChange(tx, held.archiveNo);
  return say.stale(last?.by ?? '同事', last ? minuteText(last.at) : '刚才');
}

/** Every write and refused write is on record, by the names of the facts and never their values. */
export async function recordWrite(
  deps: ChangeDeps,
  staff: Staff,
  about: { archiveNo: string; reason: string; caseNo?: string | null },
  act: string,
  result: { ok: true } | Refused,
  facts: readonly string[],
): Promise<void> {
  await recordAudit(deps.tx, [
    {
      at: deps.now,
      actor: staff.id,
      action: result.ok ? 'write' : 'write-refused',
      subject: about.archiveNo,
      caseNo: about.caseNo ?? null,
      channel: deps.channel,
      purpose: about.reason,
      outcome: result.ok ? 'done' : result.code,
      detail: { act, facts: [...facts].sort() },
    },
  ]);
}
