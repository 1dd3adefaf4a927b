import type { InboundMessage } from '../channels/channel.ts';
import type { NewMessage } from '../delivery/outgoing-message.ts';
import { wantsFiles } from '../dialogue/files.ts';
import { plainMarkdown } from '../dialogue/plain-markdown.ts';
import type { Staff } from '../organisation/staff.ts';
import { findStaffByUserId } from '../organisation/staff-store.ts';
import type { ConversationDeps } from './conversation-deps.ts';
import { bookFor } from './draft-versions.ts';
import { answerInGroup } from './group-answer.ts';
import type { Turn } from './inbox.ts';
import { pastedAs } from './pasted.ts';
import { isDocument } from './receive-files.ts';
import { speakerOf } from './speaker-of.ts';
import { talkTurn } from './talk-turn.ts';
import { texts } from './texts.ts';
import { openThread, type Said, type Thread } from './thread.ts';

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
  const thread = openThread(saved);
  const unreadable = await unreadableIn(deps, message, thread);
  if (unreadable !== null) return say(unreadable);
  const { said, state, remindsAt, save } = await talkTurn(deps, message, staff, thread);
  const replies = said.markdown === '' ? [] : [replyTo(message, staff, said)];
  return { state, staffId: staff.id, remindsAt, replies, ...(save ? { save } : {}) };
}

/** What is said to a message in which there is nothing to read: too long or pasted from elsewhere, a voice not heard, a file not asked for. */
async function unreadableIn(deps: ConversationDeps, message: InboundMessage, { dialogue }: Thread): Promise<string | null> {
  if (message.text.length > LONGEST_TEXT) return texts.tooLong(message.text.length);
  const pasted = pastedAs(message.text);
  if (pasted !== null) return texts.pasted[pasted];
  if (message.text.trim() !== '') return null;
  if (!message.files.some(isDocument)) return message.files.length > 0 ? texts.notHeard : texts.empty;
  return wantsFiles(dialogue, await bookFor(deps, dialogue)) ? null : texts.filesUnasked;
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
  const { channel } = message;
  const speaking = staff && { deps, staff, now: deps.clock.now(), channel, key: `${channel}:${message.messageKey}` };
  return answerInGroup(deps, speaking, message.text, commands);
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
