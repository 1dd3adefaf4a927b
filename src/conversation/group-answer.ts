import type { Command } from '../dialogue/command.ts';
import { guideAnswer } from '../flows/guide.ts';
import { countPeople, FEWEST } from '../people/count-people.ts';
import type { ConversationDeps, Speaking } from './conversation-deps.ts';
import { performServe } from './perform-lists.ts';
import { texts } from './texts.ts';

/** Fifteen to nineteen digits in a row, with the blanks and dashes that people put between. */
const LOOKS_LIKE_A_NUMBER = /(?<!\d)(?:\d[\s-]?){14,18}[\dXx](?!\d)/;

export function holdsPersonalNumber(text: string): boolean {
  return LOOKS_LIKE_A_NUMBER.test(text.normalize('NFKC'));
}

/**
 * What is said to a group (contract.md section 5, rules.yaml chat_rules): guides and figures; for all else the offer to answer 1:1. Null
 * for `speaking`: an unknown sender.
 */
export async function answerInGroup(
  deps: ConversationDeps,
  speaking: Speaking | null,
  text: string,
  commands: readonly Command[],
): Promise<string> {
  if (holdsPersonalNumber(text)) return texts.groupNumber;
  const answers: string[] = [];
  for (const command of commands) {
    const answer = await answerOne(deps, speaking, command);
    // One personal request keeps all of the message out of the group.
    if (answer === null) return texts.groupPersonal;
    if (!answers.includes(answer)) answers.push(answer);
  }
  return answers.join('\n\n') || texts.groupHelp;
}

const smallTalk = new Set<Command['type']>(['greet', 'thanks', 'help', 'cannot-handle', 'repeat']);

/** Null: not for a group. */
async function answerOne(deps: ConversationDeps, speaking: Speaking | null, command: Command): Promise<string | null> {
  if (smallTalk.has(command.type)) return texts.groupHelp;
  if (command.type === 'ask-guide') return guideInGroup(deps, command.flow, command.about);
  if (!speaking) return null;
  if (command.type === 'visit-progress') return figures(speaking, command);
  if (command.type === 'count-people') return countInGroup(speaking, command.filter);
  return null;
}

function guideInGroup(deps: ConversationDeps, flow: string | undefined, about: Extract<Command, { type: 'ask-guide' }>['about']): string {
  const definition = flow === undefined ? undefined : deps.flows.get(flow)?.definition;
  return definition ? guideAnswer(definition, about) : texts.groupHelp;
}

async function figures(speaking: Speaking, command: Extract<Command, { type: 'visit-progress' }>): Promise<string> {
  const answer = await performServe(speaking, { command });
  if (answer.type === 'shown') return answer.markdown;
  return answer.type === 'refused' ? answer.sentence : texts.groupHelp;
}

async function countInGroup(
  { deps, staff, now }: Speaking,
  filter: Extract<Command, { type: 'count-people' }>['filter'],
): Promise<string | null> {
  const result = await countPeople({ tx: deps.db.tx, now }, staff, filter);
  if (result.kind === 'outside') return texts.outsideArea;
  if (result.kind === 'few') return texts.countTooFew(FEWEST);
  if (result.kind !== 'count') return null;
  return result.count < FEWEST ? texts.countFew(FEWEST) : texts.count(result.count);
}
