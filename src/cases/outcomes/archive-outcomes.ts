import { shownSlot } from '../../flows/shown-slot.ts';
import { addEntry, addTag } from '../../people/file/archive-entries-store.ts';
import { type ArchiveWriter, addBenefit, addCertificate, addRelation } from '../../people/file/archive-writes-store.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { AppError } from '../../platform/errors.ts';
import type { Action, ActionContext } from '../actions-port.ts';
import { isSealedField } from '../case-seal.ts';
import { dueAfter } from '../engine/working-time.ts';
import { addFollowUp } from '../follow-up-store.ts';
import { reasons } from '../scarce/resource-texts.ts';
import { texts } from '../texts.ts';
import { recordFacts } from './file-outcomes.ts';

interface Writing {
  writer: ArchiveWriter;
  outcome: NonNullable<ActionContext['outcome']>;
  /** Null where the case is about nobody's file: then the outcome stands with the case alone. */
  archiveNo: string | null;
  /** Unique for the case and the outcome: a second writing changes nothing. */
  id: string;
}

function writing({ tx, case: current, now, actor, definition, deps, outcome }: ActionContext): Writing {
  if (!outcome) throw new AppError('conflict', 'unknown-action', texts.unknownStep, { message: 'an outcome action outside an outcome' });
  const reason = reasons.outcome(definition.name, current.no);
  const writer = { tx, sealer: deps.sealer, now, by: actor.id, reason, caseNo: current.no };
  return { writer, outcome, archiveNo: current.subject.archiveNo, id: `${current.no}-${outcome.key}` };
}

const yearOf = (now: Date) => Number(dayOf(now).slice(0, 4));

/** The sum that an outcome grants: of the field it names, else of `amount`; null where the form has none. */
function sumOf({ case: current, outcome }: ActionContext): number | null {
  const value = current.slots[outcome?.amount ?? 'amount'];
  return typeof value === 'number' ? value : null;
}

/** What the form says, by label; identity, card, health and the like stay with the case. */
function factsOf({ case: current, definition }: ActionContext): Record<string, string> {
  const shown = definition.fields.filter((field) => !isSealedField(field, definition) && field.type !== 'file' && !field.must);
  return Object.fromEntries(
    shown.flatMap((field) => {
      const text = shownSlot(field, current.slots[field.key]);
      return text === null ? [] : [[field.label, text]];
    }),
  );
}

function entry(kind: 'record' | 'booking'): Action {
  return async (context) => {
    const { writer, outcome, archiveNo, id } = writing(context);
    const detail = factsOf(context);
    const fresh = {
      id,
      kind,
      key: outcome.key,
      title: `${context.definition.name}：${outcome.name ?? outcome.text}`,
      detail,
      recordedOn: dayOf(context.now),
    };
    if (archiveNo !== null) await addEntry(writer, archiveNo, fresh);
    const facts = await recordFacts(context);
    return facts.ok ? { ok: true, data: { ...facts.data, recordedOn: fresh.recordedOn } } : facts;
  };
}

export const recordEntry = entry('record');
export const recordBooking = entry('booking');

export const recordBenefit: Action = async (context) => {
  const { writer, outcome, archiveNo, id } = writing(context);
  const amount = sumOf(context);
  const year = yearOf(context.now);
  const benefit = { id, kind: outcome.key, title: context.definition.name, amount, year, grantedOn: dayOf(context.now) };
  if (archiveNo !== null) await addBenefit(writer, archiveNo, benefit);
  return { ok: true, data: { year, amount } };
};

/** Numbered after the case, unless somebody else numbers it: then the number is for a later import to bring. */
export const recordCertificate: Action = async (context) => {
  const { writer, outcome, archiveNo, id } = writing(context);
  const kind = outcome.name ?? outcome.text;
  const own = context.case.no.replace('YZ', `${outcome.key.toUpperCase().replaceAll('_', '-')}-`);
  const no = outcome.numberedElsewhere ? null : own;
  const issuedOn = dayOf(context.now);
  if (archiveNo !== null) await addCertificate(writer, archiveNo, { id, kind, no, state: outcome.state ?? '有效', issuedOn });
  return { ok: true, data: { no, issuedOn } };
};

/** A record, and what the file itself becomes by it. */
export const withEntry =
  (write: Action): Action =>
  async (context) => {
    const written = await write(context);
    const entered = written.ok ? await recordEntry(context) : written;
    return written.ok && entered.ok ? { ...entered, data: { ...entered.data, ...written.data } } : entered;
  };

/** The other side of a relation is whom the field named by the flow says: a person, a branch, a team. */
export const recordRelation: Action = async (context) => {
  const { writer, outcome, archiveNo, id } = writing(context);
  const field = context.definition.fields.find((one) => one.key === outcome.with);
  const name = field ? shownSlot(field, context.case.slots[field.key]) : null;
  if (name === null) return { ok: true, data: {} };
  const relation = context.definition.fields.find((one) => one.key === 'relation');
  const said = relation && outcome.name === undefined ? shownSlot(relation, context.case.slots['relation']) : null;
  const kind = said ?? outcome.name ?? outcome.text;
  if (archiveNo !== null) await addRelation(writer, archiveNo, { id, kind, name, birthOn: null, isMinor: false });
  return { ok: true, data: { kind } };
};

export const recordTag: Action = async (context) => {
  const { writer, outcome, archiveNo } = writing(context);
  const sinceOn = dayOf(context.now);
  if (archiveNo !== null) await addTag(writer, archiveNo, { tag: outcome.key, title: outcome.name ?? outcome.text, sinceOn });
  const facts = await recordFacts(context);
  return facts.ok ? { ok: true, data: { ...facts.data, sinceOn } } : facts;
};

const USUAL_DAYS = 10;

/** Something still to be done afterwards: a look in, a check, another service. */
export const openFollowUp: Action = async (context) => {
  const { outcome, archiveNo, id } = writing(context);
  const { tx, case: current, now, deps } = context;
  const dueOn = dayOf(dueAfter(now, outcome.dueDays ?? USUAL_DAYS, deps.isWorkday));
  const { town, village } = current.subject;
  const followUp = {
    id,
    caseNo: current.no,
    archiveNo,
    key: outcome.key,
    text: outcome.text,
    dueOn,
    town,
    village,
    nextFlow: outcome.next ?? null,
  };
  await addFollowUp(tx, followUp);
  return { ok: true, data: { dueOn, nextFlow: outcome.next ?? null } };
};
