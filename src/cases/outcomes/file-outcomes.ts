import { shownSlot } from '../../flows/shown-slot.ts';
import { factCalled } from '../../people/change/fact-called.ts';
import { saveConfirmation } from '../../people/change/file-parts-store.ts';
import { holdPerson } from '../../people/change/held-person-store.ts';
import { enterLifecycle } from '../../people/change/lifecycle.ts';
import { type Put, putFacts } from '../../people/change/put-facts.ts';
import type { ArchiveWriter } from '../../people/file/archive-writes-store.ts';
import { layFile } from '../../people/import/lay-file.ts';
import type { Lifecycle } from '../../people/new-person.ts';
import { type Day, dayOf } from '../../platform/calendar/day.ts';
import type { Action, ActionContext, ActionDone } from '../actions-port.ts';
import { type Refusal, refuse } from '../engine/act.ts';
import { reasons } from '../scarce/resource-texts.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function writerOf({ tx, case: current, now, actor, definition, deps }: ActionContext): ArchiveWriter {
  return { tx, sealer: deps.sealer, now, by: actor.id, reason: reasons.outcome(definition.name, current.no), caseNo: current.no };
}

/** Facts of the file that follow from the form (`facts` of the outcome). Options go in as people read them, but for the key category. */
export async function recordFacts(context: ActionContext): Promise<ActionDone | Refusal> {
  const { case: current, definition, outcome } = context;
  const { archiveNo } = current.subject;
  const given = Object.entries(outcome?.facts ?? {}).flatMap(([fact, key]): [string, string][] => {
    const field = definition.fields.find((one) => one.key === key);
    const said = current.slots[key];
    // 立功受奖：无 says nothing that a file would hold.
    if (said === 'none') return [];
    const value = fact === 'keyCategory' ? text(said) : field && shownSlot(field, said);
    return value ? [[fact, value]] : [];
  });
  return archiveNo === null || given.length === 0 ? { ok: true } : put(writerOf(context), archiveNo, Object.fromEntries(given));
}

async function put(writer: ArchiveWriter, archiveNo: string, facts: Readonly<Record<string, unknown>>): Promise<ActionDone | Refusal> {
  return doneWith(await putFacts(writer, archiveNo, facts));
}

function doneWith(result: Put): ActionDone | Refusal {
  return result.ok ? { ok: true, data: { changed: result.changed } } : refuse(result.code, result.sentence);
}

/** The file goes into another state, and what follows a death or a move follows; a file that is in it already stays. */
async function enter(context: ActionContext, to: Lifecycle, on: Day): Promise<ActionDone | Refusal> {
  const { tx, case: current, now, actor, deps } = context;
  const { archiveNo } = current.subject;
  const held = archiveNo === null ? null : await holdPerson(tx, deps.sealer, archiveNo);
  if (!held || held.lifecycle === to) return { ok: true };
  const change = { to, on, reason: writerOf(context).reason, by: actor.id };
  const result = await enterLifecycle({ tx, sealer: deps.sealer, now, channel: 'case' }, held, change, deps.followers ?? []);
  return result.ok ? { ok: true, data: { lifecycle: to, on } } : refuse(result.code, result.sentence);
}

/** 身后礼遇: the file is closed as of the day of death; visits that were planned fall away. */
export const recordDeath: Action = (context) => enter(context, '已故', text(context.case.slots['death_date']));

/** 年度确认: the year counts as confirmed in the way that it was, and a new address stands on file. */
export const recordConfirmation: Action = async (context) => {
  const { tx, case: current, definition, actor, now } = context;
  const { archiveNo } = current.subject;
  const year = current.slots['year'];
  const field = definition.fields.find((one) => one.key === 'method');
  const way = field ? shownSlot(field, current.slots['method']) : null;
  if (archiveNo === null || typeof year !== 'number' || way === null) return { ok: true };
  await saveConfirmation(tx, { archiveNo, year, on: dayOf(now), way, by: actor.id, noteSealed: null });
  const facts = await recordFacts(context);
  return facts.ok ? { ok: true, data: { ...facts.data, year, way } } : facts;
};

/** 建档立卡与信息更正, by what was asked for. Merging two files is done in the archive itself, where both are seen side by side. */
export const recordCorrection: Action = async (context) => {
  const { case: current, now } = context;
  const { kind } = current.slots;
  if (kind === 'create') return layDown(context);
  if (kind === 'move_out') return enter(context, '转出', dayOf(now));
  if (kind === 'move_in') return comeBack(context);
  const facts = kind === 'correct' ? factCalled(text(current.slots['field_name']), text(current.slots['new_value'])) : null;
  const { archiveNo } = current.subject;
  return facts === null || archiveNo === null ? { ok: true, data: { changed: [] } } : put(writerOf(context), archiveNo, facts);
};

/** Who moved away and comes back stands on the roll again; who was never here is laid down. */
async function comeBack(context: ActionContext): Promise<ActionDone | Refusal> {
  const { archiveNo } = context.case.subject;
  const held = archiveNo === null ? null : await holdPerson(context.tx, context.deps.sealer, archiveNo);
  if (held === null) return layDown(context);
  return held.lifecycle === '转出' ? enter(context, '在册', dayOf(context.now)) : { ok: true };
}

async function layDown(context: ActionContext): Promise<ActionDone | Refusal> {
  const { subject, slots } = context.case;
  if (subject.archiveNo !== null) return { ok: true, data: { archiveNo: subject.archiveNo } };
  const idcard = text(slots['applicant_idcard']) || null;
  const { town, village } = subject;
  const laid = await layFile(writerOf(context), {
    name: subject.name,
    idcard,
    phone: text(slots['applicant_phone']) || null,
    town,
    village,
  });
  return laid.ok ? { ok: true, data: { archiveNo: laid.archiveNo } } : refuse(laid.code, laid.sentence);
}
