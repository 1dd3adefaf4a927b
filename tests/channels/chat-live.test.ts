import { describe, expect, test } from 'vitest';
import { closeAfter, credentials, type OpenLocal, openChannel, openLocal, pause, until } from './local-setup.ts';

const post = async ({ base }: OpenLocal, path: string, body: unknown) => {
  const response = await fetch(`${base}/chat/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { ok: boolean; sentence?: string; notice?: string; c?: string };
};

const direct = (open: OpenLocal, userId = 'zhang') => open.local.state.chat.direct(userId).id;
const say = (open: OpenLocal, text: string, more: object = {}) => post(open, 'send', { as: 'zhang', c: direct(open), text, ...more });

describe('live', () => {
  interface Update {
    id: string;
    event: string;
    html: string | null;
  }

  /** Listens as a browser would; `lastId` is what it sends when it comes back. */
  async function listen({ base }: OpenLocal, query: Record<string, string>, lastId?: string) {
    const updates: Update[] = [];
    const abort = new AbortController();
    closeAfter(async () => abort.abort());
    const response = await fetch(`${base}/chat/events?${new URLSearchParams(query)}`, {
      signal: abort.signal,
      headers: lastId ? { 'last-event-id': lastId } : {},
    });
    const reading = (async () => {
      let text = '';
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) updates.push(read(part));
      }
    })().catch(() => undefined);
    return { updates, stop: () => abort.abort(), reading };
  }

  function read(part: string): Update {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
    const data = field('data');
    return { id: field('id'), event: field('event'), html: data ? ((JSON.parse(data) as { html: string | null }).html ?? null) : null };
  }

  const start = (open: OpenLocal) => `${open.local.state.chat.epoch}-${open.local.state.chat.lastSeq}`;
  const numbersIn = (updates: Update[]) => updates.flatMap((update) => (update.html ? [Number(/第(\d+)条/.exec(update.html)?.[1])] : []));

  test('each window is told of its own chats at once, and of nobody else’s', async () => {
    const open = await openLocal();
    const after = start(open);
    const mine = await listen(open, { as: 'zhang', c: direct(open), after });
    const other = await listen(open, { as: 'chen', c: direct(open, 'chen'), after });
    await say(open, '只有我看得见');
    await until(() => mine.updates.length === 1);
    await pause(30);
    expect(mine.updates[0]?.html).toContain('只有我看得见');
    expect(other.updates).toEqual([]);
  });

  test('a window that comes back misses nothing and sees nothing twice', async () => {
    const open = await openLocal();
    const query = { as: 'zhang', c: direct(open), after: start(open) };
    const first = await listen(open, query);
    for (let index = 0; index < 5; index += 1) await say(open, `第${index}条`);
    await until(() => first.updates.length === 5);
    first.stop();
    for (let index = 5; index < 12; index += 1) await say(open, `第${index}条`);
    const second = await listen(open, query, first.updates.at(-1)?.id);
    await say(open, '第12条');
    await until(() => second.updates.length === 8);
    await pause(30);
    expect(numbersIn([...first.updates, ...second.updates])).toEqual(Array.from({ length: 13 }, (_, index) => index));
  });

  test.each(['other-epoch-3', 'x-1', '', 'nonsense'])('after a restart of the server (%s) it is told to start afresh', async (after) => {
    const open = await openLocal();
    const { updates, reading } = await listen(open, { as: 'zhang', c: direct(open), after });
    await reading;
    expect(updates).toEqual([{ id: '', event: 'reload', html: null }]);
  });

  test('a card that changes is shown anew', async () => {
    const open = await openLocal();
    const { channel } = await openChannel(open.base, { ...credentials, cardTemplateId: 'tpl.schema' });
    const { updates } = await listen(open, { as: 'zhang', c: direct(open), after: start(open) });
    const button = { label: '同意', says: '同意' };
    await channel.send({ kind: 'person', userId: 'zhang' }, { title: '待审核', markdown: '等你', buttons: [button], key: 'card-1' });
    await channel.updateCard?.('card-1', { title: '已同意', markdown: '办好了', buttons: [] });
    await until(() => updates.length === 2);
    expect(updates[0]?.html).toContain('data-card="card-1"');
    expect(updates[1]?.html).toContain('办好了');
    expect(updates[1]?.html).not.toContain('data-card');
  });
});
