import type { Content, Conversation } from '../../src/channels/local-dingtalk/chat-log.ts';
import type { LocalDingtalk } from '../../src/channels/local-dingtalk/local-dingtalk.ts';

/** What the bot said, as a person reads it. */
export interface Heard {
  text: string;
  /** Labels with what pressing them says. */
  buttons: { label: string; says: string }[];
  content: Content;
}

/** One person of the local DingTalk, for tests that hold conversations. */
export interface Persona {
  /** Types to the bot and resolves with its next answer. */
  says(text: string): Promise<Heard>;
  /** Presses a button of the last answer that has one of this label; resolves with the next answer. */
  presses(label: string): Promise<Heard>;
  /** Types without waiting. */
  types(text: string): void;
  /** Everything that the bot has said in this chat so far. */
  heard(): Heard[];
  /** Waits for something the bot says that `is` true of, from the first thing not yet returned. */
  hears(is?: (heard: Heard) => boolean, withinMs?: number): Promise<Heard>;
}

/** `userId` in the 1:1 chat with the bot, or in a group, where everything typed mentions it. */
export async function persona(local: LocalDingtalk, userId: string, groupId?: string): Promise<Persona> {
  const { chat, acts, directory } = local.state;
  const user = await directory.get(userId);
  if (!user) throw new Error(`nobody is called ${userId}`);
  const conversation = groupId ? chat.get(groupId) : chat.direct(userId);
  if (!conversation) throw new Error(`no conversation ${groupId}`);
  let returned = heardIn(local, userId, conversation).length;
  const hears: Persona['hears'] = async (is = () => true, withinMs = 10_000) => {
    const end = performance.now() + withinMs;
    for (;;) {
      const all = heardIn(local, userId, conversation);
      const found = all.findIndex((heard, index) => index >= returned && is(heard));
      if (found >= 0) {
        returned = found + 1;
        return all[found] as Heard;
      }
      if (performance.now() > end) throw new Error(`${userId} heard nothing fitting; last: ${all.at(-1)?.text ?? 'nothing'}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const types = (text: string) => void acts.say(user, conversation, { text, file: null, mentionsBot: true });
  const heard = () => heardIn(local, userId, conversation);
  return {
    types,
    heard,
    hears,
    says: async (text) => {
      returned = heard().length;
      types(text);
      return hears();
    },
    presses: async (label) => {
      const last = heard().findLast((one) => one.buttons.some((button) => button.label === label));
      const index = last?.buttons.findIndex((button) => button.label === label) ?? -1;
      const button = last?.buttons[index];
      if (!last || !button) throw new Error(`${userId} sees no button ${label}`);
      returned = heard().length;
      if (last.content.kind === 'card') await acts.press(user, last.content.outTrackId, `b${index + 1}`, { says: button.says });
      else types(button.says);
      return hears();
    },
  };
}

function heardIn(local: LocalDingtalk, userId: string, conversation: Conversation): Heard[] {
  return conversation.messages.filter((message) => message.authorId === null).map((message) => read(local, userId, message.content));
}

function read(local: LocalDingtalk, userId: string, content: Content): Heard {
  if (content.kind === 'card') {
    const params = local.state.cards.paramsFor(content.outTrackId, userId);
    const texts = Object.keys(params).filter((name) => name.startsWith('markdown'));
    const buttons = JSON.parse(params['buttons'] || '[]') as { text: string; says: string }[];
    return { text: texts.map((name) => params[name]).join(''), buttons: buttons.map(({ text, says }) => ({ label: text, says })), content };
  }
  if (content.kind === 'action-card') {
    const buttons = content.buttons.map(({ title, url }) => ({ label: title, says: new URL(url).searchParams.get('content') ?? '' }));
    return { text: content.text, buttons, content };
  }
  return { text: 'text' in content ? content.text : '', buttons: [], content };
}
