import { afterEach, beforeEach, expect, it } from 'vitest';
import { createInbox, type InboxDeps } from '../../src/conversation/inbox.ts';
import type { Database, Tx } from '../../src/platform/database.ts';
import { type Delivering, newMessage, startDelivering } from '../delivery/delivering.ts';
import { inboundMessage } from '../setup/fake-channel.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';

/** The same database, where something happens right before a statement of its own (not of a transaction) that fits. */
function disturbed(db: Database, fits: (sql: string) => boolean, happening: () => Promise<void>): Database {
  const tx = new Proxy(db.tx, {
    get: (client, name) => {
      const value = Reflect.get(client, name);
      if (name !== '$executeRaw') return value;
      return async (strings: TemplateStringsArray, ...values: unknown[]) => {
        if (fits(strings.join('?'))) await happening();
        return client.$executeRaw(strings, ...values);
      };
    },
  }) as Tx;
  return { ...db, tx };
}

onBothDatabases('two inboxes on one database', (db) => {
  let post: Delivering;
  beforeEach(async () => {
    for (const table of ['inbound_message', 'conversation', 'outgoing_message']) await db().tx.$executeRawUnsafe(`DELETE FROM ${table}`);
    post = await startDelivering(db());
  });
  afterEach(() => post.jobs.stop());

  const openInbox = (given: Partial<InboxDeps> = {}) =>
    createInbox({
      db: db(),
      sealer: testSealer(),
      delivery: post.delivery,
      clock: post.clock,
      log: post.log,
      converse: async ({ text, senderUserId }, state) => ({
        state: `${state ?? ''}${text};`,
        staffId: null,
        replies: [
          newMessage({ kind: 'reply', userId: senderUserId, body: { title: '', markdown: `${state ?? ''}${text};`, buttons: [] } }),
        ],
      }),
      failureReply: () => newMessage({ kind: 'reply' }),
      ...given,
    });
  const heard = () => post.channel.arrived.map(({ body }) => body.markdown);
  const open = () => db().tx.inbound_message.count({ where: { state: { not: 'done' } } });

  it('leave nothing behind that one found held while the other was letting go, without a sweep', async () => {
    const other = openInbox();
    let comes = ['2', '3'];
    const isRelease = (sql: string) => sql.includes('SET leased_by = NULL, leased_until = NULL');
    const one = openInbox({
      db: disturbed(db(), isRelease, async () => {
        const texts = comes;
        comes = [];
        for (const text of texts) await other.receive(inboundMessage({ text }));
        // It finds the conversation held and goes away.
        await other.idle();
        if (texts.length > 0) expect(await open()).toBe(2);
      }),
    });
    await one.receive(inboundMessage({ text: '1' }));
    await one.idle();
    expect(heard()).toEqual(['1;', '1;2;', '1;2;3;']);
    expect(await open()).toBe(0);
  });

  it('work off a crowd that writes to both, each message once, without a sweep', async () => {
    const inboxes = [openInbox(), openInbox()];
    const people = ['a', 'b', 'c', 'd', 'e'];
    const rounds = 12;
    await Promise.all(
      people.flatMap((person) =>
        inboxes.map(async (inbox, side) => {
          for (let round = side; round < rounds; round += 2) {
            await inbox.receive(inboundMessage({ senderUserId: person, text: String(round) }));
          }
        }),
      ),
    );
    await Promise.all(inboxes.map((inbox) => inbox.idle()));
    // Nobody works any more: what is open now was left behind.
    expect(await open()).toBe(0);
    for (const person of people) {
      const lines = post.channel.arrived.filter(({ userId }) => userId === person).map(({ body }) => body.markdown);
      expect(lines).toHaveLength(rounds);
      // Each turn built on the one before it, and each message is in it once.
      expect(lines.slice(1).every((line, index) => line.startsWith(lines[index] ?? '?'))).toBe(true);
      expect(new Set(lines.at(-1)?.split(';').filter(Boolean)).size).toBe(rounds);
    }
  });

  it('measure a turn from the arrival of its message, also when it was taken over', async () => {
    const turns: number[] = [];
    let faults = 1;
    const converse: InboxDeps['converse'] = async ({ text }) => {
      if (faults-- > 0) throw new Error('model is away');
      return { state: text, staffId: null, replies: [] };
    };
    const onTurn = (milliseconds: number) => void turns.push(milliseconds);
    const [one, other] = [openInbox({ converse, onTurn }), openInbox({ converse, onTurn })];
    // The clock of the platform is not ours: when it was sent must not matter.
    await one.receive(inboundMessage({ text: '1', sentAt: new Date('2020-01-01T00:00:00Z') }));
    await one.idle();
    post.clock.advance(5000);
    expect(await other.sweep()).toBe(1);
    expect(turns).toEqual([5000]);
  });
});
