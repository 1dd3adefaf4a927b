import type { InboundMessage, IncomingFile } from '../channels/channel.ts';
import type { NewMessage } from '../delivery/outgoing-message.ts';
import { step } from '../dialogue/dialogue.ts';
import type { AnswerEvent, DialogueEvent } from '../dialogue/dialogue-event.ts';
import { type DialogueState, openDialogue } from '../dialogue/dialogue-state.ts';
import { wantsFiles } from '../dialogue/files.ts';
import { understandingContext } from '../dialogue/understanding-context.ts';
import type { DialogueButton, Wish } from '../dialogue/wish.ts';
import type { Staff } from '../organisation/staff.ts';
import { findStaffByUserId } from '../organisation/staff-store.ts';
import { reasonOf } from '../platform/errors.ts';
import type { ConversationDeps, Speaking } from './conversation-deps.ts';
import { answerInGroup } from './group-answer.ts';
import type { Turn } from './inbox.ts';
import { performWish } from './perform-wish.ts';
import { texts } from './texts.ts';

const LONGEST_TEXT = 2000;
/** A turn that goes on longer than this has lost its way; nothing a person says needs half of it. */
const MOST_STEPS = 40;

interface Said {
  markdown: string;
  buttons: DialogueButton[];
}

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
  if (!staff) return say(texts.unknownSender(message.senderNick, message.senderUserId));
  if (!staff.isActive) return say(texts.leftPost(staff.name));
  if (message.text.length > LONGEST_TEXT) return say(texts.tooLong(message.text.length));
  const state = openDialogue(saved === null ? {} : JSON.parse(saved));
  const isSilent = message.text.trim() === '';
  const isWanted = wantsFiles(state, deps.flows);
  if (isSilent && !isWanted) return say(message.files.length > 0 ? texts.filesUnasked : texts.empty);
  return talk(deps, message, staff, state, isWanted);
}

async function talk(deps: ConversationDeps, message: InboundMessage, staff: Staff, state: DialogueState, isWanted: boolean): Promise<Turn> {
  const speaking = speakingOf(deps, message, staff);
  const kept = isWanted ? await keepFiles(deps, message) : { files: [], sentences: [] };
  const commands = message.text.trim() === '' ? [] : await understand(deps, message, staff, state, speaking.now);
  const first: DialogueEvent = { type: 'commands', commands, text: message.text, key: message.messageKey, files: kept.files };
  const heard = message.files.some((file) => file.kind === 'audio') ? [texts.heard(message.text)] : [];
  const done = await play(speaking, state, first);
  const markdown = [...heard, ...kept.sentences, ...done.said.map((one) => one.markdown)].join('\n\n');
  const buttons = done.said.at(-1)?.buttons ?? [];
  const replies = markdown === '' ? [] : [replyTo(message, staff, { markdown, buttons })];
  return { state: JSON.stringify(done.state), staffId: staff.id, replies };
}

/** Steps the dialogue until nothing is awaited any more. */
async function play(speaking: Speaking, start: DialogueState, first: DialogueEvent): Promise<{ state: DialogueState; said: Said[] }> {
  const { deps, staff, now } = speaking;
  const said: Said[] = [];
  let state = start;
  let event: DialogueEvent | null = first;
  for (let count = 0; event && count < MOST_STEPS; count += 1) {
    const next: { state: DialogueState; wishes: Wish[] } = step(state, event, { flows: deps.flows, now, speaker: staff });
    state = next.state;
    event = await carryOut(speaking, next.wishes, said);
  }
  return { state, said };
}

async function carryOut(speaking: Speaking, wishes: readonly Wish[], said: Said[]): Promise<AnswerEvent | null> {
  let answer: AnswerEvent | null = null;
  for (const wish of wishes) {
    if (wish.type === 'say') said.push({ markdown: wish.markdown, buttons: wish.buttons });
    else answer = await performWish(speaking, wish);
  }
  return answer;
}

async function understand(deps: ConversationDeps, message: InboundMessage, staff: Staff, state: DialogueState, now: Date) {
  const understander = await deps.understander();
  return understander.understand({ text: message.text, now, speaker: speakerOf(staff), context: understandingContext(state, deps.flows) });
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

/** Fetches what came with the message at once: DingTalk's links expire. */
async function keepFiles(deps: ConversationDeps, message: InboundMessage): Promise<{ files: string[]; sentences: string[] }> {
  const files: string[] = [];
  const sentences = new Set<string>();
  for (const file of message.files.filter((one) => one.kind === 'picture' || one.kind === 'file')) {
    const kept = await keepOne(deps, message, file);
    if ('name' in kept) files.push(kept.name);
    else sentences.add(kept.sentence);
  }
  return { files, sentences: [...sentences] };
}

async function keepOne(
  deps: ConversationDeps,
  message: InboundMessage,
  file: IncomingFile,
): Promise<{ name: string } | { sentence: string }> {
  const channel = deps.channels.get(message.channel);
  if (!channel) return { sentence: texts.fileLost };
  try {
    const { content } = await channel.download(file.downloadCode);
    const name = await deps.files.keep(content);
    return name ? { name } : { sentence: texts.fileFailed };
  } catch (error) {
    deps.log.warn({ reason: reasonOf(error) }, 'a file of a message could not be fetched');
    return { sentence: texts.fileLost };
  }
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
