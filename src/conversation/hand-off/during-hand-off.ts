import type { Command } from '../../dialogue/command.ts';
import type { Speaking } from '../conversation-deps.ts';
import { type Answered, plain } from '../requests/typed-request.ts';
import { speakerOf } from '../speaker-of.ts';
import { endByAsker, passOn } from './hand-off.ts';
import { handOffOf } from './hand-off-store.ts';
import { handOffTexts as texts } from './texts.ts';

const NO_LONGER = /^(?:那|先)?(?:不用|算|不找|不等)(?:人工|人|他|她)?了[吧。！!]*$/u;
const GOES_ON = /^(?:那)?(?:我)?(?:回到办事|继续|接着)(?:刚才的|办|填)?[吧。！!]*$/u;

/** What becomes of a message while the conversation is with the duty officer. */
export type During =
  /** Passed on, or ended: this is the answer. */
  | { kind: 'answered'; answer: Answered }
  /** For the dialogue; `isOver`: with nobody any more. */
  | { kind: 'own'; isOver: boolean };

/** Everything goes to the officer but what names a case or asks for the list of one's own tasks: buttons of notices that come meanwhile. */
export async function duringHandOff(speaking: Speaking, text: string): Promise<During> {
  const handOff = await handOffOf(speaking.deps.db.tx, speaking.staff.id);
  if (!handOff) return { kind: 'own', isOver: true };
  if (GOES_ON.test(text.trim())) {
    await endByAsker(speaking, handOff);
    return { kind: 'own', isOver: true };
  }
  if (NO_LONGER.test(text.trim())) {
    await endByAsker(speaking, handOff);
    return { kind: 'answered', answer: plain([texts.endedBySpeaker, texts.goOn].join('\n\n')) };
  }
  if (await isOwnBusiness(speaking, text)) return { kind: 'own', isOver: false };
  await passOn(speaking, handOff, text);
  return { kind: 'answered', answer: plain(texts.passedOn) };
}

async function isOwnBusiness({ deps, staff, now }: Speaking, text: string): Promise<boolean> {
  const understander = await deps.understander();
  const commands = await understander.understand({ text, now, speaker: speakerOf(staff), context: null });
  return commands.every(isPlainlyOwn);
}

function isPlainlyOwn(command: Command): boolean {
  if (command.type === 'list-tasks') return true;
  if (command.type === 'decide' || command.type === 'operate') return typeof command.case === 'string';
  return command.type === 'show-case' && command.by.no !== undefined;
}
