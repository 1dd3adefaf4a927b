import { pause } from './processes.ts';

/** The chat page of one person, read and written over HTTP as the page's own script does. */
export interface ChatWindow {
  /** Types and resolves with the next thing the bot says. */
  says(text: string): Promise<string>;
  types(text: string): Promise<void>;
  /** Waits for something the bot has said that `is` true of, since one last typed or heard. */
  hears(is: (text: string) => boolean, withinMs?: number): Promise<string>;
  /** Everything the bot has said, oldest first. */
  heard(): Promise<string[]>;
}

export function openWindow(chatUrl: string, userId: string): ChatWindow {
  const page = async () => {
    const response = await fetch(`${chatUrl}?as=${encodeURIComponent(userId)}`);
    if (!response.ok) throw new Error(`the chat page answers ${response.status}`);
    return response.text();
  };
  let seen = 0;
  const heard = async () => saidBy(await page());
  const hears: ChatWindow['hears'] = async (is, withinMs = 20_000) => {
    for (const end = Date.now() + withinMs; Date.now() < end; await pause(50)) {
      const all = await heard();
      const found = all.findIndex((text, index) => index >= seen && is(text));
      if (found >= 0) {
        seen = found + 1;
        return all[found] ?? '';
      }
    }
    throw new Error(`${userId} heard nothing fitting; all: ${(await heard()).join(' | ')}`);
  };
  const types = async (text: string) => {
    seen = (await heard()).length;
    const c = /data-c="([^"]+)"/.exec(await page())?.[1] ?? '';
    const response = await fetch(`${chatUrl}/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: userId, c, text }),
    });
    if (!response.ok) throw new Error(`the chat page refuses: ${await response.text()}`);
  };
  return {
    types,
    hears,
    heard,
    says: async (text) => {
      await types(text);
      return hears(() => true);
    },
  };
}

/** What stands in the bubbles of the other side, without markup. */
function saidBy(html: string): string[] {
  const list = html.slice(html.indexOf('<ol id="messages"'), html.indexOf('<form id="composer"'));
  return list
    .split('<li class="message ')
    .slice(1)
    .filter((part) => part.startsWith('other'))
    .map((part) => part.replace(/<[^>]+>/g, ' '));
}
