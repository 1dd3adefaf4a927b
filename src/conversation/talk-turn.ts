import type { InboundMessage } from '../channels/channel.ts';
import type { Command } from '../dialogue/command.ts';
import type { DialogueState } from '../dialogue/dialogue-state.ts';
import { wantsFiles } from '../dialogue/files.ts';
import { idleAt } from '../dialogue/idle.ts';
import { plainMarkdown } from '../dialogue/plain-markdown.ts';
import { understandingContext } from '../dialogue/understanding-context.ts';
import type { Staff } from '../organisation/staff.ts';
import type { ConversationDeps, Speaking } from './conversation-deps.ts';
import { bookFor, keeperOf } from './draft-versions.ts';
import { type Explained, explain } from './explain/explained.ts';
import { duringHandOff } from './hand-off/during-hand-off.ts';
import { conversationKeyOf } from './inbox.ts';
import { likelyFlows } from './likely-flows.ts';
import { type KeepIntent, type Played, playTurn, resumeTurn } from './play-turn.ts';
import { formAnswers } from './read-form.ts';
import { readMessage } from './read-message.ts';
import { isDocument, receiveFiles } from './receive-files.ts';
import { answerTyped } from './requests/answer-typed.ts';
import type { Answered } from './requests/typed-request.ts';
import { speakerOf } from './speaker-of.ts';
import { texts } from './texts.ts';
import { type Said, savedThread, type Thread } from './thread.ts';
import { saveMidTurn } from './thread-store.ts';

/** What a 1:1 message led to: what is said, and the thread as the next message finds it. */
export interface Talked {
  said: Said;
  state: string;
  remindsAt: Date | null;
  /** Writes beside the turn, in its transaction. */
  save: ReturnType<typeof keeperOf>;
}

/** One message of a known member of staff, 1:1: typed requests first, then whoever is on duty while it is with them, then the dialogue. */
export async function talkTurn(deps: ConversationDeps, message: InboundMessage, staff: Staff, thread: Thread): Promise<Talked> {
  const speaking: Speaking = {
    deps,
    staff,
    now: deps.clock.now(),
    channel: message.channel,
    key: `${message.channel}:${message.messageKey}`,
  };
  const keep = intentKeeper(deps, message, thread.dialogue);
  const { intent } = thread;
  if (intent?.key === message.messageKey) {
    const played = await resumeTurn(speaking, intent, keep);
    return ended(speaking, message, { played, before: [] }, thread.explained ?? null);
  }
  const typed = await answerTyped(speaking, message.text, thread.pending ?? null, nearOf(thread));
  if (typed) return answered(speaking, thread, typed, keep);
  if (thread.dialogue.handOff && message.text.trim() !== '') {
    const during = await duringHandOff(speaking, message.text);
    if (during.kind === 'answered') return answered(speaking, thread, during.answer, null);
    if (during.isOver) thread.dialogue.handOff = null;
  }
  const { heard, explained } = await hear(speaking, message, thread.dialogue, keep);
  return ended(speaking, message, heard, explained);
}

/** An answer that the dialogue had no part in; with a form open the way back to its question follows. `keep` null: nothing follows. */
async function answered(
  speaking: Speaking,
  thread: Thread,
  { markdown, buttons, pending }: Answered,
  keep: KeepIntent | null,
): Promise<Talked> {
  const { dialogue, explained } = thread;
  const { key } = speaking;
  const isOpen =
    dialogue.active !== null && dialogue.choice === null && dialogue.opinion === null && pending === null && dialogue.handOff === null;
  const back =
    isOpen && keep ? await playTurn(speaking, dialogue, { type: 'commands', commands: [{ type: 'greet' }], text: '', key }, keep) : null;
  const after = back?.dialogue ?? dialogue;
  return {
    said: {
      markdown: [markdown, ...(back?.said.map((one) => one.markdown) ?? [])].join('\n\n'),
      buttons: buttons.length > 0 ? buttons : (back?.said.findLast((one) => one.buttons.length > 0)?.buttons ?? []),
    },
    state: savedThread({ dialogue: after, intent: null, pending, explained: explained ?? null }),
    remindsAt: idleAt(after, speaking.now),
    save: null,
  };
}

interface Heard {
  played: Played;
  /** Said before what the dialogue says. */
  before: string[];
}

function ended({ deps, now }: Speaking, message: InboundMessage, { played, before }: Heard, explained: Explained | null): Talked {
  const { dialogue } = played;
  const heard = message.files.some((file) => file.kind === 'audio') ? [texts.heard(plainMarkdown(message.text))] : [];
  return {
    said: {
      markdown: [...heard, ...before, ...played.said.map((one) => one.markdown)].join('\n\n'),
      // The buttons of the question at the end, or those of what was served before it.
      buttons: played.said.findLast((one) => one.buttons.length > 0)?.buttons ?? [],
    },
    state: savedThread({ dialogue, intent: null, explained }),
    remindsAt: idleAt(dialogue, now),
    save: keeperOf(deps, dialogue),
  };
}

async function hear(
  speaking: Speaking,
  message: InboundMessage,
  dialogue: DialogueState,
  keep: KeepIntent,
): Promise<{ heard: Heard; explained: Explained }> {
  const { deps, now, key } = speaking;
  const { text } = message;
  const received = wantsFiles(dialogue, await bookFor(deps, dialogue))
    ? await receiveFiles(deps, message)
    : { files: [], sentences: message.files.some(isDocument) ? [texts.filesUnasked] : [] };
  const { commands, weighing } = await understood(speaking, text, dialogue);
  const near = likelyFlows(commands, weighing, new Set(deps.flows.list().map((flow) => flow.definition.id)));
  const event = { type: 'commands' as const, commands, text, key, files: received.files, near };
  const played = await playTurn(speaking, dialogue, event, keep);
  const explained = explain(now, commands, weighing, dialogue, played.dialogue);
  return { heard: { played, before: received.sentences }, explained };
}

const UNSAID = { confidence: 0, likeliest: null, rivals: [] };

async function understood({ deps, staff, now }: Speaking, text: string, dialogue: DialogueState) {
  if (text.trim() === '') return { commands: [] as Command[], weighing: UNSAID };
  const understander = await deps.understander();
  const flows = await bookFor(deps, dialogue);
  const said = { text, now, speaker: speakerOf(staff) };
  const commands = (await formAnswers(understander, said, dialogue, flows)) ?? (await readMessage(understander, said, dialogue, flows));
  return { commands, weighing: understander.weigh({ ...said, context: understandingContext(dialogue, flows) }) };
}

/** What 这件 means: the case on the screen, else the one handed in last. */
function nearOf({ dialogue }: Thread): { caseNo: string | null } {
  return { caseNo: dialogue.openCase?.caseNo ?? dialogue.submitted?.caseNo ?? null };
}

/** Saves a write that is about to be carried out beside the dialogue as it was before the message. */
function intentKeeper(deps: ConversationDeps, message: InboundMessage, before: DialogueState): KeepIntent {
  const turn = { conversationKey: conversationKeyOf(message), channel: message.channel, messageKey: message.messageKey };
  return (intent) =>
    saveMidTurn(deps.db.tx, deps.sealer, turn, savedThread({ dialogue: before, intent: { ...intent, key: message.messageKey } }));
}
