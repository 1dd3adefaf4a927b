import { playAtDesk } from '../../conversation/desk.ts';
import type { Command } from '../../dialogue/command.ts';
import type { Draft } from '../../dialogue/dialogue-state.ts';
import { checkValue } from '../../flows/field-value.ts';
import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { SlotValue } from '../../flows/slot-value.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { readField } from '../fields/read-field.ts';
import type { PostedForm } from '../frame/posted-form.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Answer, go, type Page, show, type Visit } from '../page.ts';
import { afterPlay, draftAddress } from './after-play.tsx';
import { fieldsAsked } from './draft-progress.ts';
import { type FoundDraft, findDraft } from './find-draft.ts';
import { PersonChoice } from './person-choice.tsx';
import { Question } from './question.tsx';
import { Summary } from './summary.tsx';
import { texts } from './texts.ts';
import type { Typed } from './typed.ts';

/** Longest picture times what a phone takes at once, and the form around it. */
const MOST_BYTES = 45 * 1024 * 1024;

/** One draft: the next question, the field that is to be changed, or everything to be checked. */
export const draftPage: Page = {
  path: '/drafts/:id',
  audience: 'staff',
  mostBytes: MOST_BYTES,
  get: async (visit) => {
    const found = await findDraft(visit, visit.c.req.param('id') ?? '');
    return found ? view(visit, found, null) : gone();
  },
  post: async (visit, form) => {
    const found = await findDraft(visit, visit.c.req.param('id') ?? '');
    return found ? take(visit, found, form) : gone();
  },
};

function gone(): Answer {
  return show(texts.gone.title, <StateView {...texts.gone} />, { status: 410 });
}

async function view(visit: Visit, found: FoundDraft, typed: Typed | null): Promise<Answer> {
  const { draft, flow, dialogue } = found;
  const choice = dialogue.active?.id === draft.id && dialogue.choice?.about.kind === 'subject' ? dialogue.choice : null;
  if (choice) return show(texts.choice, <PersonChoice visit={visit} draft={draft} choice={choice} />);
  const asked = fieldsAsked(flow, draft, visit.c.req.query('ask'));
  if (asked.length === 0) return show(texts.check, <Summary visit={visit} found={found} />);
  const scarce = asked.find((field) => field.choices !== undefined);
  if (scarce && draft.offered?.field !== scarce.key && typed === null) return offer(visit, found, scarce);
  const title = draft.subject ? `${draft.subject.name} · ${flow.name}` : flow.name;
  return show(title, <Question visit={visit} found={found} asked={asked} typed={typed} />, { status: typed ? 422 : 200 });
}

/** What may be chosen is fetched by the conversation itself: it asks the question, and the list comes with it. */
async function offer(visit: Visit, { draft }: FoundDraft, field: FieldDefinition): Promise<Answer> {
  const played = await playAtDesk(visit.deps.conversation, visit.staff, {
    now: visit.now,
    key: `offer-${draft.id}-${field.key}`,
    draftId: draft.id,
    // The value that stands is taken out, or the list would not be asked for again.
    prepare: (turn) => {
      if (turn.state.active) delete turn.state.active.slots[field.key];
    },
    commands: [{ type: 'repeat' }],
  });
  const { active } = played.dialogue;
  if (active?.offered?.field !== field.key) return afterPlay(visit, played);
  const found = await findDraft(visit, draft.id);
  return found ? view(visit, found, { values: new Map(), faults: new Map() }) : gone();
}

async function take(visit: Visit, found: FoundDraft, form: PostedForm): Promise<Answer> {
  const act = form.text('act');
  if (act === 'back') return play(visit, found.draft, form, [{ type: 'back' }]);
  if (act === 'submit') return submit(visit, found, form);
  if (act === 'choose') return play(visit, found.draft, form, [{ type: 'set-slot', slot: 'choice', value: Number(form.text('choice')) }]);
  if (act.startsWith('remove:')) return removeFile(visit, found, form, act.slice('remove:'.length));
  return takeFields(visit, found, form);
}

async function play(visit: Visit, draft: Draft, form: PostedForm, commands: readonly Command[]): Promise<Answer> {
  const turn = { now: visit.now, key: form.text('_once'), draftId: draft.id, commands };
  return afterPlay(visit, await playAtDesk(visit.deps.conversation, visit.staff, turn), draft.id);
}

/** The page has laid everything before the person, as the conversation's summary does: what is said now confirms it. */
async function submit(visit: Visit, { draft, flow }: FoundDraft, form: PostedForm): Promise<Answer> {
  if (fieldsAsked(flow, draft, undefined).length > 0) return go(draftAddress(draft.id));
  const turn = {
    now: visit.now,
    key: form.text('_once'),
    draftId: draft.id,
    prepare: ({ state }: { state: FoundDraft['dialogue'] }) => {
      if (state.active) state.active.phase = 'confirming';
    },
    commands: [{ type: 'confirm' as const }],
  };
  return afterPlay(visit, await playAtDesk(visit.deps.conversation, visit.staff, turn), draft.id);
}

/** Judges each answer as the conversation would, so that the fault stands beside its field; then the conversation takes them all. */
async function takeFields(visit: Visit, found: FoundDraft, form: PostedForm): Promise<Answer> {
  const { draft, flow } = found;
  const asked = fieldsAsked(flow, draft, visit.c.req.query('ask'));
  const values = new Map<string, SlotValue>();
  const faults = new Map<string, string>();
  for (const field of asked) {
    const { value, fault } =
      field.type === 'file' ? await withFiles(visit, draft, field, form) : { value: readField(field, form), fault: null };
    values.set(field.key, value);
    const sentence = fault ?? faultOf(visit, found, field, value, values);
    if (sentence !== null) faults.set(field.key, sentence);
  }
  if (faults.size > 0) return view(visit, found, { values, faults });
  const commands = asked.flatMap(({ key }): Command[] => {
    const [before, value] = [draft.slots[key] ?? null, values.get(key) ?? null];
    return JSON.stringify(before) === JSON.stringify(value) ? [] : [{ type: 'set-slot', slot: key, value }];
  });
  return commands.length === 0 ? go(draftAddress(draft.id)) : play(visit, draft, form, commands);
}

function faultOf(
  { deps, now }: Visit,
  { draft }: FoundDraft,
  field: FieldDefinition,
  value: SlotValue,
  values: ReadonlyMap<string, SlotValue>,
): string | null {
  const slots = { ...draft.slots, ...Object.fromEntries(values) };
  const { places } = deps.cases;
  const checked = checkValue(field, value, { slots, today: dayOf(now), ...(places ? { places } : {}) });
  return checked.ok ? null : checked.sentence;
}

async function withFiles(
  { deps }: Visit,
  draft: Draft,
  field: FieldDefinition,
  form: PostedForm,
): Promise<{ value: SlotValue; fault: string | null }> {
  const before = draft.slots[field.key];
  const kept = Array.isArray(before) ? [...before] : [];
  const bad: string[] = [];
  for (const file of form.files('files')) {
    const name = await deps.conversation.files.keep(Buffer.from(await file.arrayBuffer()));
    if (name === null) bad.push(texts.badFile(file.name));
    else if (!kept.includes(name)) kept.push(name);
  }
  return { value: kept.length > 0 ? kept : null, fault: bad.length > 0 ? bad.join(' ') : null };
}

async function removeFile(visit: Visit, found: FoundDraft, form: PostedForm, name: string): Promise<Answer> {
  const [field] = fieldsAsked(found.flow, found.draft, visit.c.req.query('ask'));
  const before = field && found.draft.slots[field.key];
  if (!field || !Array.isArray(before)) return go(draftAddress(found.draft.id));
  const left = before.filter((one) => one !== name);
  const turn = {
    now: visit.now,
    key: form.text('_once'),
    draftId: found.draft.id,
    prepare: ({ state }: { state: FoundDraft['dialogue'] }) => {
      if (!state.active) return;
      if (left.length > 0) state.active.slots[field.key] = left;
      else delete state.active.slots[field.key];
    },
    commands: [{ type: 'repeat' as const }],
  };
  await playAtDesk(visit.deps.conversation, visit.staff, turn);
  return go(draftAddress(found.draft.id, field.key));
}
