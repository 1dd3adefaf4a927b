import { caseDecided, caseShown, casesFound } from './case-commands.ts';
import type { AnswerEvent } from './dialogue-event.ts';
import type { Draft } from './dialogue-state.ts';
import { mentionLeft, newDraft, putAside, titleOf } from './draft.ts';
import { matchOption } from './match-option.ts';
import { peopleFound, prefillFrom } from './person-commands.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { setSlot } from './slot-change.ts';
import { texts } from './texts.ts';
import { flowOf, pose, say, type Turn } from './turn.ts';
import type { Wish, WishOf } from './wish.ts';

/** Takes what came of the awaited wish. */
export function takeAnswer(turn: Turn, event: AnswerEvent): void {
  const wish = turn.state.waiting;
  if (!wish) return;
  if (event.type === 'refused') refused(turn, wish, event.sentence);
  else if (event.type === 'people' && wish.type === 'find-person') peopleFound(turn, wish.intent, event.outcome);
  else if (event.type === 'cases' && wish.type === 'find-cases') casesFound(turn, wish, event.cases);
  else if (event.type === 'offers' && wish.type === 'list-offers') offersListed(turn, wish, event);
  else takeResult(turn, event);
  // Unless the handler wished for something new.
  if (turn.state.waiting === wish) turn.state.waiting = null;
}

function takeResult(turn: Turn, event: AnswerEvent): void {
  if (event.type === 'facts') prefillFrom(turn, event.facts);
  else if (event.type === 'ineligible') dropDraft(turn, event.sentence);
  else if (event.type === 'submitted') submitted(turn, event);
  else if (event.type === 'case-shown') caseShown(turn, event);
  else if (event.type === 'case-loaded') correct(turn, event);
  else if (event.type === 'decided') caseDecided(turn, event);
  else if (event.type === 'read-again') turn.state.agenda.unshift(...event.commands.filter((one) => one.type === 'set-slot'));
  else if (event.type === 'handed-off') handedOff(turn, event);
  else if (event.type === 'shown') say(turn, event.markdown, event.buttons);
}

function refused(turn: Turn, wish: Wish, sentence: string) {
  if (wish.type === 'submit-case') return pose(turn, sentence);
  say(turn, sentence);
  const forSubject = wish.type === 'load-facts' || (wish.type === 'find-person' && wish.intent.do === 'subject');
  if (forSubject) putAside(turn);
}

/** The question stays open, but is not asked again now. */
function handedOff(turn: Turn, event: Extract<AnswerEvent, { type: 'handed-off' }>): void {
  turn.state.handOff = { id: event.id };
  turn.state.misses = 0;
  pose(turn, event.markdown, [texts.endHandOffButton]);
}

/** Nothing of it can ever be handed in, so nothing is kept. */
function dropDraft(turn: Turn, sentence: string): void {
  turn.state.active = null;
  turn.state.choice = null;
  turn.state.misses = 0;
  turn.state.agenda = turn.state.agenda.filter((command) => command.type !== 'set-slot');
  say(turn, sentence);
}

function submitted(turn: Turn, event: Extract<AnswerEvent, { type: 'submitted' }>): void {
  const flow = turn.state.active?.flow ?? '';
  turn.state.active = null;
  turn.state.undo = null;
  turn.state.openCase = null;
  turn.state.submitted = { caseNo: event.caseNo, flow, at: turn.deps.now.toISOString() };
  say(turn, event.markdown, event.buttons);
  mentionLeft(turn);
}

/** A list of scarce things came: what was said is looked up in it, else it is laid before the person. */
function offersListed(turn: Turn, wish: WishOf<'list-offers'>, event: Extract<AnswerEvent, { type: 'offers' }>) {
  const { active } = turn.state;
  const flow = active && flowOf(turn, active);
  const field = flow?.fields.find((one) => one.key === wish.field);
  if (!active || !flow || !field) return;
  const said = active.said[field.key];
  delete active.said[field.key];
  if (event.options.length === 0) return noOffers(turn, field.label);
  active.offered = { field: field.key, options: event.options, more: event.more };
  if (said === undefined) return;
  const option = event.options[matchOption(said, event.options) ?? -1];
  if (option) return setSlot(turn, active, flow, field, option.value, option.label);
  delete active.slots[field.key];
  active.asking = [field.key];
  turn.state.misses += 1;
  say(turn, texts.notOffered(plainMarkdown(said)));
}

function noOffers(turn: Turn, label: string): void {
  putAside(turn);
  say(turn, texts.noOffers(label));
}

/** A returned case becomes a draft again, with all that was filled in. */
function correct(turn: Turn, event: Extract<AnswerEvent, { type: 'case-loaded' }>) {
  const loaded = turn.deps.flows.get(event.flow, event.flowVersion);
  if (!loaded) return say(turn, texts.flowGone);
  putAside(turn);
  const draft: Draft = {
    ...newDraft(turn, loaded.definition, loaded.version),
    slots: event.slots,
    labels: event.labels,
    subject: event.subject,
    isPrefilled: true,
    caseNo: event.caseNo,
  };
  turn.state.active = draft;
  const markdown = texts.correcting(titleOf(turn, draft), event.caseNo, plainMarkdown(event.reason));
  // With the correction in the same message the summary follows at once.
  if (turn.state.agenda.length > 0) say(turn, markdown);
  else pose(turn, markdown);
}
