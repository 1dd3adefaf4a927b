import type { FieldDefinition } from '../flows/flow-definition.ts';
import type { CommandOf } from './command.ts';
import type { Draft } from './dialogue-state.ts';
import { newDraft, putAside, takeUp, titleOf } from './draft.ts';
import { matchOption } from './match-option.ts';
import { changeSlot, forgetSubject } from './slot-change.ts';
import { talkTexts } from './talk-texts.ts';
import { texts } from './texts.ts';
import { ask, digress, flowOf, pose, say, type Turn } from './turn.ts';

const UNDO_MS = 10 * 60_000;

export function startFlow(turn: Turn, command: CommandOf<'start-flow'>) {
  const loaded = turn.deps.flows.get(command.flow);
  if (!loaded) return say(turn, texts.unknownFlow);
  const { active } = turn.state;
  if (active && active.flow === command.flow && !namesAnother(turn, active, loaded.definition.subjectField)) {
    say(turn, texts.alreadyOpen(titleOf(turn, active)));
    return;
  }
  const kept = putAside(turn);
  if (kept) say(turn, texts.putAside(titleOf(turn, kept)));
  turn.state.active = newDraft(turn, loaded.definition, loaded.version);
}

/** The same message goes on to name another person than the draft's. */
function namesAnother(turn: Turn, draft: Draft, subjectField: string): boolean {
  const next = turn.state.agenda.find((one) => one.type === 'set-slot' && one.slot === subjectField);
  if (next?.type !== 'set-slot' || typeof next.value !== 'string') return false;
  return draft.slots[subjectField] !== undefined && next.value !== draft.slots[subjectField];
}

export function cancel(turn: Turn) {
  const { choice, opinion, active, submitted } = turn.state;
  turn.state.opinion = null;
  if (opinion) return say(turn, texts.choiceDropped);
  if (choice && choice.about.kind !== 'subject') {
    turn.state.choice = null;
    return say(turn, texts.choiceDropped);
  }
  if (active) {
    turn.state.undo = { draft: structuredClone(active), at: turn.deps.now.toISOString() };
    const title = titleOf(turn, active);
    putAside(turn);
    return say(turn, texts.cancelled(title));
  }
  if (submitted && isRecent(turn, submitted.at)) {
    return say(turn, texts.afterSubmitCancel(submitted.caseNo), [texts.withdrawButton(submitted.caseNo)]);
  }
  say(turn, texts.nothingToCancel);
}

export function resume(turn: Turn) {
  const { left, active, openCase, submitted } = turn.state;
  if (openCase?.canCorrect && !active) return ask(turn, { type: 'load-case', caseNo: openCase.caseNo });
  // Nothing is left lying: what was handed in last may have come back.
  if (left.length === 0 && !active && submitted) return ask(turn, { type: 'load-case', caseNo: submitted.caseNo });
  if (left.length === 0) return active ? undefined : say(turn, texts.nothingToResume);
  const options = left.map((draft) => ({ value: draft.id, label: titleOf(turn, draft) }));
  const named = matchOption(turn.state.utterance.text.replace(/继续|接着|刚才的?|办|那个|的/g, ''), options);
  const one = left[left.length === 1 ? 0 : (named ?? -1)];
  if (one) return takeUp(turn, one.id);
  turn.state.choice = { about: { kind: 'draft' }, options };
}

/** From the start, with ten minutes to take it back. */
export function restart(turn: Turn) {
  const { active } = turn.state;
  const loaded = active && turn.deps.flows.get(active.flow);
  if (!active || !loaded) return say(turn, talkTexts.noDrafts);
  turn.state.undo = { draft: structuredClone(active), at: turn.deps.now.toISOString() };
  turn.state.choice = null;
  turn.state.active = { ...newDraft(turn, loaded.definition, loaded.version), id: active.id, submissionKey: active.submissionKey };
  say(turn, texts.restarted(loaded.definition.name));
}

export function back(turn: Turn) {
  const { active, choice, opinion } = turn.state;
  if (opinion || (choice && choice.about.kind !== 'subject')) return cancel(turn);
  const flow = active && flowOf(turn, active);
  const keys = active ? lastAnswer(active) : [];
  if (!active || !flow || keys.length === 0) return undo(turn);
  turn.state.choice = null;
  for (const key of keys) {
    delete active.slots[key];
    delete active.labels[key];
    delete active.said[key];
  }
  if (keys.includes(flow.subjectField)) forgetSubject(active, flow);
  active.phase = 'collecting';
  active.asking = keys;
  say(turn, texts.steppedBack(keys.map((key) => flow.fields.find((field) => field.key === key)?.label ?? key)));
}

function lastAnswer(draft: Draft): string[] {
  while (draft.answers.length > 0) {
    const keys = draft.answers.pop() ?? [];
    const given = keys.filter((key) => draft.slots[key] !== undefined || draft.said[key] !== undefined);
    if (given.length > 0) return given;
  }
  return [];
}

/** Takes back the last cancel or restart, for ten minutes. */
function undo(turn: Turn) {
  const saved = turn.state.undo;
  if (!saved || !isRecent(turn, saved.at)) return say(turn, texts.nothingBefore);
  turn.state.undo = null;
  turn.state.left = turn.state.left.filter((draft) => draft.id !== saved.draft.id);
  if (turn.state.active?.id !== saved.draft.id) putAside(turn);
  turn.state.active = { ...saved.draft, offered: null };
  say(turn, texts.restored(titleOf(turn, saved.draft)));
}

export function skip(turn: Turn): void {
  const { active } = turn.state;
  const fields = askedFields(turn);
  if (!active || fields.length === 0) {
    if (!active) say(turn, talkTexts.nothingToSkip);
    return;
  }
  const optional = fields.filter((field) => !field.required);
  active.skipped.push(...optional.map((field) => field.key));
  if (optional.length > 0) say(turn, texts.skipped(optional.map((field) => field.label)));
  const [needed] = fields.filter((field) => field.required);
  if (needed) say(turn, texts.cannotSkip(needed.label, needed.why));
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
  if (active.phase === 'confirming' && active.subject && !turn.state.utterance.hasFault) {
    return ask(turn, {
      type: 'submit-case',
      submission: {
        flow: active.flow,
        flowVersion: active.flowVersion,
        subject: active.subject,
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

function isRecent(turn: Turn, at: string): boolean {
  return turn.deps.now.getTime() - Date.parse(at) <= UNDO_MS;
}
