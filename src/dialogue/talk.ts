import { guideAnswer } from '../flows/guide.ts';
import { answerOffered } from './choosing.ts';
import type { CommandOf } from './command.ts';
import { examplesFor, talkTexts } from './talk-texts.ts';
import { texts } from './texts.ts';
import { digress, flowOf, say, type Turn } from './turn.ts';

const CORRECTION_MS = 10 * 60_000;
const correctionWords = /不是.*是|改成|改为|应该是|写错|填错|说错|报错了|错了/;

export function greet(turn: Turn): void {
  digress(turn);
  if (turn.state.active) return;
  const examples = examplesFor(turn.deps.speaker.roles);
  say(turn, talkTexts.greet(turn.deps.speaker.name, examples), examples.slice(0, 3));
}

export function thanks(turn: Turn): void {
  digress(turn);
  say(turn, talkTexts.thanks);
}

export function help(turn: Turn): void {
  digress(turn);
  const examples = examplesFor(turn.deps.speaker.roles);
  const flows = turn.deps.flows.list().map((flow) => flow.definition.name);
  say(turn, talkTexts.help(examples, flows.slice(0, 12)), examples.slice(0, 3));
}

/** Answers from the definition of the service itself; without a flow named it is the one being done, or the last one done. */
export function askGuide(turn: Turn, command: CommandOf<'ask-guide'>) {
  digress(turn);
  const id = command.flow ?? turn.state.active?.flow ?? turn.state.submitted?.flow;
  if (!id)
    return say(
      turn,
      talkTexts.unknownGuide(
        turn.deps.flows
          .list()
          .map((flow) => flow.definition.name)
          .slice(0, 12),
      ),
    );
  const flow = turn.deps.flows.get(id)?.definition;
  say(turn, flow ? guideAnswer(flow, command.about) : talkTexts.guideUnknown);
}

/**
 * Words that nothing else could read. They may still be the answer to a list or to an asked free text; right after a submission a
 * correction is told how to go about it.
 */
export function cannotHandle(turn: Turn) {
  const { text } = turn.state.utterance;
  const { active, submitted } = turn.state;
  if (active && flowOf(turn, active)) {
    if (answerOffered(turn, text)) return;
    turn.state.misses += 1;
    return say(turn, talkTexts.cannotHandleHere);
  }
  if (submitted && turn.deps.now.getTime() - Date.parse(submitted.at) < CORRECTION_MS && correctionWords.test(text)) {
    return say(turn, texts.tooLateToCorrect(submitted.caseNo), [texts.withdrawButton(submitted.caseNo)]);
  }
  const examples = examplesFor(turn.deps.speaker.roles);
  say(turn, talkTexts.cannotHandle(examples), examples.slice(0, 3));
}
