import type { InboundMessage } from '../channels/channel.ts';
import type { NewMessage } from '../delivery/outgoing-message.ts';
import type { DialogueState } from '../dialogue/dialogue-state.ts';
import { wantsFiles } from '../dialogue/files.ts';
import { plainMarkdown } from '../dialogue/plain-markdown.ts';
import type { Staff } from '../organisation/staff.ts';
import { findStaffByUserId } from '../organisation/staff-store.ts';
import type { ConversationDeps, Speaking } from './conversation-deps.ts';
import { answerInGroup } from './group-answer.ts';
import { conversationKeyOf, type Turn } from './inbox.ts';
import { type KeepIntent, type Played, playTurn, resumeTurn } from './play-turn.ts';
import { readMessage } from './read-message.ts';
import { isDocument, receiveFiles } from './receive-files.ts';
import { answerTyped } from './requests/answer-typed.ts';
import { texts } from './texts.ts';
import { openThread, type Said, savedThread, type Thread } from './thread.ts';
import { saveMidTurn } from './thread-store.ts';

const LONGEST_TEXT = 2000;

/**
 * Works out one turn: who speaks, what they mean, what the dialogue makes of it. What it writes on the way (a case, a decision, a visit) is
 * keyed by the message or the draft, so that the same turn worked out again after a crash does it once and answers the same.
 */
export async function converse(deps: ConversationDeps, message: InboundMessage, saved: string | null): Promise<Turn> {
  const staff = message.senderUserId ? await findStaffByUserId(deps.db.tx, message.channel, message.senderUserId) : null;
  const say = (markdown: string): Turn => ({
    state: null,
    staffId: staff?.id ?? null,
    replies: [replyTo(message, staff, { markdown, buttons: [] })],
  });
  if (message.quotaExhausted) return say(texts.quota);
  if (message.isGroup) return say(await groupTurn(deps, message, staff));
  if (!staff) return say(texts.unknownSender(plainMarkdown(message.senderNick), message.senderUserId));
  if (!staff.isActive) return say(texts.leftPost(staff.name));
  if (message.text.length > LONGEST_TEXT) return say(texts.tooLong(message.text.length));
  const thread = openThread(saved);
  const isSilent = message.text.trim() === '';
  const hasDocuments = message.files.some(isDocument);
  if (isSilent && !hasDocuments) return say(message.files.length > 0 ? texts.notHeard : texts.empty);
  if (isSilent && !wantsFiles(thread.dialogue, deps.flows)) return say(texts.filesUnasked);
  return talk(deps, message, staff, thread);
}

async function talk(deps: ConversationDeps, message: InboundMessage, staff: Staff, thread: Thread): Promise<Turn> {
  const speaking = speakingOf(deps, message, staff);
  const typed =
    thread.intent?.key === message.messageKey ? null : await answerTyped(speaking, message.text, thread.pending ?? null, nearOf(thread));
  if (typed) {
    const { markdown, buttons, pending } = typed;
    const state = savedThread({ dialogue: thread.dialogue, intent: null, pending });
    return { state, staffId: staff.id, replies: [replyTo(message, staff, { markdown, buttons })] };
  }
  const keep = keeperOf(deps, message, thread.dialogue);
  const { intent } = thread;
  const { played, before } =
    intent?.key === message.messageKey
      ? { played: await resumeTurn(speaking, intent, keep), before: [] }
      : await hear(speaking, message, thread.dialogue, keep);
  const heard = message.files.some((file) => file.kind === 'audio') ? [texts.heard(plainMarkdown(message.text))] : [];
  const markdown = [...heard, ...before, ...played.said.map((one) => one.markdown)].join('\n\n');
  // The buttons of the question at the end, or those of what was served before it.
  const buttons = played.said.findLast((one) => one.buttons.length > 0)?.buttons ?? [];
  const replies = markdown === '' ? [] : [replyTo(message, staff, { markdown, buttons })];
  return { state: savedThread({ dialogue: played.dialogue, intent: null }), staffId: staff.id, replies };
}

async function hear(
  speaking: Speaking,
  message: InboundMessage,
  dialogue: DialogueState,
  keep: KeepIntent,
): Promise<{ played: Played; before: string[] }> {
  const { deps, staff, now } = speaking;
  const isWanted = wantsFiles(dialogue, deps.flows);
  const received = isWanted
    ? await receiveFiles(deps, message)
    : { files: [], sentences: message.files.some(isDocument) ? [texts.filesUnasked] : [] };
  const commands = message.text.trim() === '' ? [] : await understand(deps, message, staff, dialogue, now);
  const { text } = message;
  const played = await playTurn(speaking, dialogue, { type: 'commands', commands, text, key: speaking.key, files: received.files }, keep);
  return { played, before: received.sentences };
}

/** What 这件 means: the case on the screen, else the one handed in last. */
function nearOf({ dialogue }: Thread): { caseNo: string | null } {
  return { caseNo: dialogue.openCase?.caseNo ?? dialogue.submitted?.caseNo ?? null };
}

/** Saves a write that is about to be carried out beside the dialogue as it was before the message. */
function keeperOf(deps: ConversationDeps, message: InboundMessage, before: DialogueState): KeepIntent {
  const turn = { conversationKey: conversationKeyOf(message), channel: message.channel, messageKey: message.messageKey };
  return (intent) =>
    saveMidTurn(deps.db.tx, deps.sealer, turn, savedThread({ dialogue: before, intent: { ...intent, key: message.messageKey } }));
}

async function understand(deps: ConversationDeps, message: InboundMessage, staff: Staff, dialogue: DialogueState, now: Date) {
  return readMessage(await deps.understander(), { text: message.text, now, speaker: speakerOf(staff) }, dialogue, deps.flows);
}

function speakerOf(staff: Staff) {
  const { town, village } = staff;
  return { role: staff.roles[0] ?? '', ...(town ? { town } : {}), ...(village ? { village } : {}) };
}

function speakingOf(deps: ConversationDeps, message: InboundMessage, staff: Staff): Speaking {
  return { deps, staff, now: deps.clock.now(), channel: message.channel, key: `${message.channel}:${message.messageKey}` };
}

async function groupTurn(deps: ConversationDeps, message: InboundMessage, staff: Staff | null): Promise<string> {
  if (staff && !staff.isActive) return texts.groupPersonal;
  const understander = await deps.understander();
  const speaker = staff ? speakerOf(staff) : { role: '' };
  const commands = await understander.understand({
    text: message.text.slice(0, LONGEST_TEXT),
    now: deps.clock.now(),
    speaker,
    context: null,
  });
  return answerInGroup(deps, staff ? speakingOf(deps, message, staff) : null, message.text, commands);
}

/** A reply to where the message came from. */
export function replyTo(message: InboundMessage, staff: Staff | null, said: Said): NewMessage {
  return {
    channel: message.channel,
    kind: 'reply',
    dedupeKey: `reply:${message.channel}:${message.messageKey}`,
    staffId: staff?.id ?? null,
    userId: message.isGroup ? null : message.senderUserId,
    groupId: message.isGroup ? message.conversationId : null,
    body: { title: titleOf(said.markdown), markdown: said.markdown, buttons: said.buttons },
    session: message.session,
    mentionUserId: message.isGroup ? message.senderUserId : null,
    about: null,
    sendAfter: null,
    expiresAt: null,
  };
}

/** What the list of chats shows: the first line, without markup; a name in it is no more than the message itself tells. */
function titleOf(markdown: string): string {
  const line = markdown.split('\n').find((one) => one.trim() !== '') ?? '';
  return (
    line
      .replace(/[#*_>`[\]]/g, '')
      .trim()
      .slice(0, 24) || texts.replyTitle
  );
}
