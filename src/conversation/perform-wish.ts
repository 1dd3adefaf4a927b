import type { AnswerEvent } from '../dialogue/dialogue-event.ts';
import type { Wish } from '../dialogue/wish.ts';
import type { Speaking } from './conversation-deps.ts';
import { beginHandOff } from './hand-off/hand-off.ts';
import {
  performDecide,
  performFindCases,
  performListOffers,
  performLoadCase,
  performOperate,
  performShowCase,
  performSubmit,
} from './perform-cases.ts';
import { performServe } from './perform-lists.ts';
import { performFindPerson, performLoadFacts, performOpenFile } from './perform-people.ts';
import { performRecordVisit } from './perform-visits.ts';
import { performReadAgain } from './read-message.ts';

type Performed = Exclude<Wish, { type: 'say' }>;
type Performers = { [Type in Performed['type']]: (speaking: Speaking, wish: Extract<Performed, { type: Type }>) => Promise<AnswerEvent> };

const performers: Performers = {
  'find-person': performFindPerson,
  'open-file': performOpenFile,
  'load-facts': performLoadFacts,
  'list-offers': performListOffers,
  'submit-case': performSubmit,
  'find-cases': performFindCases,
  'show-case': performShowCase,
  'load-case': performLoadCase,
  decide: performDecide,
  operate: performOperate,
  'record-visit': performRecordVisit,
  serve: performServe,
  'read-again': performReadAgain,
  'hand-off': beginHandOff,
};

/** Carries out what the dialogue wishes for, through the feature that it belongs to, and gives back what came of it. */
export function performWish<Type extends Performed['type']>(
  speaking: Speaking,
  wish: Extract<Performed, { type: Type }>,
): Promise<AnswerEvent> {
  const perform: (speaking: Speaking, wish: Extract<Performed, { type: Type }>) => Promise<AnswerEvent> = performers[wish.type as Type];
  return perform(speaking, wish);
}
