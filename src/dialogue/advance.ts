import { brokenChecks, missingFields } from '../flows/applicable-fields.ts';
import { checkValue } from '../flows/field-value.ts';
import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import type { Draft } from './dialogue-state.ts';
import { titleOf } from './draft.ts';
import { formToFill } from './misread.ts';
import { isList, nextQuestion } from './next-question.ts';
import { goWithoutFile } from './person-commands.ts';
import { composeQuestion } from './question.ts';
import { dropInapplicable, fillDerived, setSlot } from './slot-change.ts';
import { summaryOf } from './summary.ts';
import { texts } from './texts.ts';
import { ask, flowName, flowOf, pose, say, type Turn } from './turn.ts';

/** Brings the active draft one step on: finds the person, asks what is missing, or shows the summary to confirm. */
export function advance(turn: Turn) {
  const draft = turn.state.active;
  if (!draft || turn.state.utterance.isPosed || turn.state.waiting) return;
  const flow = flowOf(turn, draft);
  if (!flow) {
    turn.state.active = null;
    say(turn, texts.flowGone);
    return;
  }
  adoptVersion(turn, draft, flow);
  if (findSubject(turn, draft, flow) || prefill(turn, draft, flow)) return;
  dropInapplicable(turn, draft, flow);
  fillDerived(turn, draft, flow);
  dropContradictions(turn, draft, flow);
  if (matchSaid(turn, draft, flow)) return;
  attestAll(turn, draft, flow);
  if (missingFields(flow, draft.slots).length === 0) return confirmSummary(turn, draft, flow);
  askNext(turn, draft, flow);
}

/** The version that the draft began with is not to be had any more: it goes on with today's; what no longer fits goes, and it is said. */
function adoptVersion(turn: Turn, draft: Draft, flow: FlowDefinition): void {
  const version = turn.deps.flows.get(draft.flow, draft.flowVersion)?.version ?? draft.flowVersion;
  if (version === draft.flowVersion) return;
  draft.flowVersion = version;
  for (const [key, value] of Object.entries(draft.slots)) {
    const field = flow.fields.find((one) => one.key === key);
    if (!field || !checkValue(field, value, { slots: draft.slots, today: turn.today }).ok) delete draft.slots[key];
  }
  say(turn, texts.flowChanged(flowName(turn, draft.flow)));
}

/** Values that do not go together (a grade outside its stage): the one to say again goes, the rest stays. */
function dropContradictions(turn: Turn, draft: Draft, flow: FlowDefinition): void {
  for (const fault of brokenChecks(flow, draft.slots, turn.today)) {
    delete draft.slots[fault.field];
    draft.asking = [fault.field];
    say(turn, fault.sentence);
  }
}

/** 都符合, said with the facts: nothing but claims is left to ask, and the summary names each of them. */
function attestAll(turn: Turn, draft: Draft, flow: FlowDefinition): void {
  const missing = missingFields(flow, draft.slots);
  if (!ALL_FIT.test(turn.state.utterance.text) || missing.length === 0 || !missing.every((field) => field.must)) return;
  for (const field of missing) setSlot(turn, draft, flow, field, true);
}

const ALL_FIT = /(?:条件)?(?:都|全都?|全部)(?:符合|满足|没问题|同意|是的)/;

/** True: the archive is being searched, or the person must be named first. */
function findSubject(turn: Turn, draft: Draft, flow: FlowDefinition): boolean {
  if (draft.subject) return false;
  const text = (key: string | undefined) => (key && typeof draft.slots[key] === 'string' ? String(draft.slots[key]) : undefined);
  const filledBy = (archiveKey: string) => flow.fields.find((field) => field.prefill === archiveKey)?.key;
  const by = Object.fromEntries(
    Object.entries({
      name: text(flow.subjectField),
      idcard: text(filledBy('idcard')),
      town: text(filledBy('town')),
      village: text(filledBy('village')),
    }).filter(([, value]) => value !== undefined),
  );
  const field = flow.fields.find((one) => one.key === flow.subjectField);
  if (field && field.type !== 'person' && goWithoutFile(turn, draft, flow)) return false;
  if (by['name'] === undefined && by['idcard'] === undefined) {
    if (!field) return false;
    askFields(turn, draft, [field]);
    return true;
  }
  ask(turn, { type: 'find-person', by, intent: { do: 'subject' } });
  return true;
}

function prefill(turn: Turn, draft: Draft, flow: FlowDefinition): boolean {
  if (draft.isPrefilled || !draft.subject || draft.subject.archiveNo === null) return false;
  const keys = flow.fields.flatMap((field) => (field.prefill ? [field.prefill] : []));
  ask(turn, { type: 'load-facts', archiveNo: draft.subject.archiveNo, flow: draft.flow, keys: [...new Set(keys)] });
  return true;
}

/** Words for a scarce thing that were said before its list was seen: the list is fetched and they are looked up in it. */
function matchSaid(turn: Turn, draft: Draft, flow: FlowDefinition): boolean {
  const [key] = Object.keys(draft.said);
  const field = flow.fields.find((one) => one.key === key);
  if (!field) return false;
  return listOffers(turn, draft, field);
}

function listOffers(turn: Turn, draft: Draft, field: FieldDefinition): boolean {
  if (!field.choices) return false;
  ask(turn, { type: 'list-offers', kind: field.choices, field: field.key, said: draft.said[field.key] ?? null, slots: draft.slots });
  return true;
}

function askNext(turn: Turn, draft: Draft, flow: FlowDefinition): void {
  draft.phase = 'collecting';
  const fields = nextQuestion(flow, draft);
  const scarce = fields.find((field) => field.choices);
  const listed = fields.find(isList);
  if (scarce && draft.offered?.field !== scarce.key && listOffers(turn, draft, scarce)) return;
  if (listed && !scarce) {
    const options = Object.entries(listed.options ?? {}).map(([value, label]) => ({ value, label }));
    draft.offered = { field: listed.key, options, more: 0 };
  }
  askFields(turn, draft, fields);
}

function askFields(turn: Turn, draft: Draft, fields: FieldDefinition[]) {
  const flow = flowOf(turn, draft);
  draft.asking = fields.map((field) => field.key);
  const question = composeQuestion(fields, draft);
  const markdown = turn.state.utterance.isDigression ? texts.backTo(titleOf(turn, draft), question.markdown) : question.markdown;
  if (turn.state.misses < AFTER_MISSES) return pose(turn, markdown, question.buttons);
  const form = flow ? formToFill(flow, draft) : '';
  pose(turn, [markdown, texts.afterMisses, form].filter((part) => part !== '').join('\n\n'), texts.helpButtons);
}

/** So many answers in a row that could not be used, and a form or a person is offered. */
const AFTER_MISSES = 3;

function confirmSummary(turn: Turn, draft: Draft, flow: FlowDefinition): void {
  draft.asking = [];
  draft.offered = null;
  if (draft.phase === 'confirming' && turn.state.utterance.isDigression) {
    pose(turn, texts.backToConfirm(titleOf(turn, draft)), texts.confirmButtons);
    return;
  }
  draft.phase = 'confirming';
  pose(turn, summaryOf(draft, flow, turn.today), texts.confirmButtons);
}
