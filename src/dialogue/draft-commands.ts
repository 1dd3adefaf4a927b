import type { FieldDefinition, FlowDefinition } from '../flows/flow-definition.ts';
import type { Draft } from './dialogue-state.ts';
import { changeSlot } from './slot-change.ts';
import { talkTexts } from './talk-texts.ts';
import { texts } from './texts.ts';
import { ask, digress, flowOf, pose, say, type Turn } from './turn.ts';

export function skip(turn: Turn) {
  const { active } = turn.state;
  const fields = askedFields(turn);
  if (!active || fields.length === 0) {
    if (!active) say(turn, talkTexts.nothingToSkip);
    return;
  }
  if (isWhom(turn, active, fields)) return skipWhom(turn, active, fields[0]);
  const optional = fields.filter((field) => !field.required);
  active.skipped.push(...optional.map((field) => field.key));
  if (optional.length > 0) say(turn, texts.skipped(optional.map((field) => field.label)));
  const [needed] = fields.filter((field) => field.required);
  if (needed) say(turn, texts.cannotSkip(needed.label, needed.why));
}

function isWhom(turn: Turn, draft: Draft, fields: readonly FieldDefinition[]): boolean {
  return !draft.subject && fields.length === 1 && fields[0]?.key === flowOf(turn, draft)?.subjectField;
}

/** Whom it is for is left open only where the service is for people who need not be known. */
function skipWhom(turn: Turn, draft: Draft, field: FieldDefinition | undefined) {
  const flow = flowOf(turn, draft);
  if (!flow || !field) return;
  if (field.required || !flow.subjectOptional) return say(turn, texts.cannotSkip(field.label, field.why));
  draft.subject = { archiveNo: null, name: texts.nameless, town: null, village: null };
  draft.isPrefilled = true;
  draft.skipped.push(field.key);
  say(turn, texts.skipped([field.label]));
}

export function why(turn: Turn): void {
  const fields = askedFields(turn);
  if (fields.length > 0) say(turn, fields.map((field) => texts.why(field.label, field.why)).join('\n\n'));
  else say(turn, turn.state.active ? texts.whyConfirm : talkTexts.nothingAsked);
  digress(turn);
}

export function repeat(turn: Turn): void {
  const { said, active, choice, opinion } = turn.state;
  if (active || choice || opinion) return;
  if (said) say(turn, said.markdown, said.buttons);
  else say(turn, talkTexts.nothingSaid);
}

export function confirm(turn: Turn) {
  const { active } = turn.state;
  if (!active) return say(turn, talkTexts.nothingToConfirm);
  const flow = flowOf(turn, active);
  if (flow && active.phase === 'confirming' && active.subject && !turn.state.utterance.hasFault) {
    return ask(turn, {
      type: 'submit-case',
      submission: {
        flow: active.flow,
        flowVersion: active.flowVersion,
        subject: placed(active.subject, active, flow),
        slots: active.slots,
        submissionKey: active.submissionKey,
        caseNo: active.caseNo,
      },
    });
  }
  const bools = askedFields(turn).filter((field) => field.type === 'bool');
  if (!flow || bools.length !== active.asking.length) return;
  for (const field of bools) changeSlot(turn, active, flow, { type: 'set-slot', slot: field.key, value: true });
}

/** Who has no file belongs to the place that the form names. */
function placed(subject: NonNullable<Draft['subject']>, draft: Draft, flow: FlowDefinition): NonNullable<Draft['subject']> {
  if (subject.archiveNo !== null) return subject;
  const said = (archiveKey: string) => draft.slots[flow.fields.find((field) => field.prefill === archiveKey)?.key ?? ''];
  const [town, village] = [said('town'), said('village')];
  return { ...subject, town: typeof town === 'string' ? town : null, village: typeof village === 'string' ? village : null };
}

export function deny(turn: Turn) {
  const { active } = turn.state;
  if (!active) return say(turn, talkTexts.nothingToConfirm);
  // 不对，是4天: the value that follows says it all.
  if (turn.state.agenda.some((one) => one.type === 'set-slot')) return;
  if (active.phase === 'confirming') return pose(turn, texts.whatToCorrect);
  const flow = flowOf(turn, active);
  const bools = askedFields(turn).filter((field) => field.type === 'bool');
  const [only] = bools;
  if (!flow || !only) return;
  if (bools.length === 1) {
    changeSlot(turn, active, flow, { type: 'set-slot', slot: only.key, value: false });
    return;
  }
  const claims = bools.map((field) => texts.asClaim(field.label));
  pose(turn, [texts.whichFails, ...claims.map((claim, index) => texts.asFailing(claim, index + 1))].join('\n\n'));
  active.offered = {
    field: FAILING,
    options: bools.map((field, index) => ({ value: field.key, label: claims[index] ?? field.label })),
    more: 0,
  };
}

/** The list behind 哪一条不符合: picking one answers that claim with no. */
export const FAILING = '@failing';

export function askedFields(turn: Turn): FieldDefinition[] {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  if (!active || !flow) return [];
  return flow.fields.filter((field) => active.asking.includes(field.key));
}
