import type { Command } from '../dialogue/command.ts';
import { guideAnswer } from '../flows/guide.ts';
import type { ConversationDeps, Speaking } from './conversation-deps.ts';
import { performServe } from './perform-lists.ts';
import { texts } from './texts.ts';

/** Eighteen or 16–19 digits in a row, with the blanks and dashes that people put between. */
const LOOKS_LIKE_A_NUMBER = /(?<!\d)(?:\d[\s-]?){15,18}[\dXx](?!\d)/;

export function holdsPersonalNumber(text: string): boolean {
  return LOOKS_LIKE_A_NUMBER.test(text);
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
  const [first] = commands;
  if (!first) return texts.groupHelp;
  if (first.type === 'ask-guide') return guideInGroup(deps, first.flow, first.about);
  if (speaking && first.type === 'visit-progress') return figures(speaking, first);
  const isHarmless = ['greet', 'thanks', 'help', 'cannot-handle'].includes(first.type);
  return isHarmless ? texts.groupHelp : texts.groupPersonal;
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
