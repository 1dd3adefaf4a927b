import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInbox, type Inbox, type InboxDeps, type Turn } from '../../src/conversation/inbox.ts';
import { claimInbound } from '../../src/conversation/inbox-store.ts';
import { type Delivering, newMessage, startDelivering } from '../delivery/delivering.ts';
import { inboundMessage } from '../setup/fake-channel.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';

const KEY = 'dingtalk:with:user1';

/** Lets a test hold something up until it says so. */
function gate() {
  let open = () => undefined as undefined;
  const opened = new Promise<void>((resolve) => {
    open = () => void resolve();
  });
  return { opened, open };
}

onBothDatabases('the inbox', (db) => {
  let post: Delivering;
  beforeEach(async () => {
    for (const table of ['inbound_message', 'conversation', 'outgoing_message']) await db().tx.$executeRawUnsafe(`DELETE FROM ${table}`);
    post = await startDelivering(db());
  });
  afterEach(() => post.jobs.stop());

  const said = (markdown: string) => newMessage({ kind: 'reply', body: { title: '', markdown, buttons: [] } });
  /** Answers with what was said; the state is everything said so far. */
  const echo = async (message: { text: string }, state: string | null): Promise<Turn> => ({
    state: `${state ?? ''}${message.text};`,
    staffId: null,
    replies: [said(`听到了：${message.text}`)],
  });
  const openInbox = (converse: InboxDeps['converse'], given: Partial<InboxDeps> = {}): Inbox =>
    createInbox({
      db: db(),
      sealer: testSealer(),
      delivery: post.delivery,
      clock: post.clock,
      log: post.log,
      converse,
      failureReply: () => said('处理时出了问题'),
      ...given,
    });
  const heard = () => post.channel.arrived.map(({ body }) => body.markdown);
  const inbound = () => db().tx.inbound_message.findMany({ orderBy: { id: 'asc' } });
  const nextState = async (): Promise<string | null> => {
    await db().tx.inbound_message.create({
      data: { channel: 'dingtalk', message_key: 'peek', conversation_key: KEY, received_at: post.clock.now(), payload_sealed: '' },
    });
    const claim = await claimInbound(db().tx, testSealer(), KEY, 'peeking', post.clock.now(), 1);
    return claim.kind === 'claimed' ? claim.inbound.readState() : null;
  };

  it('stores a message before it acknowledges, then works on it', async () => {
    const held = gate();
    const inbox = openInbox(async (message, state) => {
      await held.opened;
      return echo(message, state);
    });
    await inbox.receive(inboundMessage({ text: '你好' }));
    expect(await inbound()).toMatchObject([{ state: 'pending' }]);
    held.open();
    await inbox.idle();
    expect(await inbound()).toMatchObject([{ state: 'done', attempts: 1 }]);
    expect(heard()).toEqual(['听到了：你好']);
  });

  it('does not acknowledge what it could not store', async () => {
    const inbox = openInbox(echo, { clock: { now: () => new Date(Number.NaN) } });
    await expect(inbox.receive(inboundMessage())).rejects.toThrow();
    expect(await inbound()).toEqual([]);
  });

  it('keeps what was said sealed', async () => {
    await openInbox(echo).receive(inboundMessage({ text: '何德明' }));
    expect(JSON.stringify((await inbound()).map(({ id: _, ...row }) => row))).not.toContain('何德明');
  });

  it('acts once on a message that comes again, and comes to two processes', async () => {
    const [one, other] = [openInbox(echo), openInbox(echo)];
    const message = inboundMessage({ text: '一次' });
    await Promise.all([one.receive(message), other.receive(message), one.receive(message)]);
    await Promise.all([one.idle(), other.idle()]);
    await other.receive(message);
    await other.idle();
    expect(heard()).toEqual(['听到了：一次']);
    expect(await nextState()).toBe('一次;');
  });

  it('takes the messages of one person in order although the first is slow', async () => {
    const held = gate();
    const slow: InboxDeps['converse'] = async (message, state) => {
      if (message.text === '1') await held.opened;
      return echo(message, state);
    };
    const [one, other] = [openInbox(slow), openInbox(slow)];
    await one.receive(inboundMessage({ text: '1' }));
    await other.receive(inboundMessage({ text: '2' }));
    await one.receive(inboundMessage({ text: '3' }));
    await one.receive(inboundMessage({ text: '另一个人', senderUserId: 'user2' }));
    await expect.poll(heard).toEqual(['听到了：另一个人']);
    held.open();
    await Promise.all([one.idle(), other.idle()]);
    expect(heard()).toEqual(['听到了：另一个人', '听到了：1', '听到了：2', '听到了：3']);
    expect(await nextState()).toBe('1;2;3;');
  });

  it('numbers messages of one person that arrive at once as they came', async () => {
    const inbox = openInbox(echo);
    const texts = Array.from({ length: 12 }, (_, index) => String(index));
    await Promise.all(texts.map((text) => inbox.receive(inboundMessage({ text }))));
    await inbox.idle();
    expect(await nextState()).toBe(texts.map((text) => `${text};`).join(''));
  });

  describe('when a message cannot be worked on', () => {
    it('takes it up again after a wait, with the state as it was', async () => {
      let faults = 2;
      const inbox = openInbox(async (message, state) => {
        if (faults-- > 0) throw new Error('model is away');
        return echo(message, state);
      });
      await inbox.receive(inboundMessage({ text: '再来' }));
      await inbox.idle();
      expect(await inbound()).toMatchObject([{ state: 'pending', attempts: 1 }]);
      expect(await inbox.sweep()).toBe(0);
      post.clock.advance(1001);
      expect(await inbox.sweep()).toBe(1);
      post.clock.advance(1001);
      expect(await inbox.sweep()).toBe(0);
      post.clock.advance(1000);
      expect(await inbox.sweep()).toBe(1);
      expect(await inbound()).toMatchObject([{ state: 'done', attempts: 3 }]);
      expect(heard()).toEqual(['听到了：再来']);
    });

    it('gives up at last, says so, and goes on with the next', async () => {
      const inbox = openInbox(
        async (message, state) => {
          if (message.text === '坏') throw new Error('never');
          return echo(message, state);
        },
        { maxAttempts: 3 },
      );
      await inbox.receive(inboundMessage({ text: '坏' }));
      await inbox.receive(inboundMessage({ text: '好' }));
      await inbox.idle();
      for (let sweeps = 0; sweeps < 2; sweeps += 1) {
        expect(heard()).toEqual([]);
        post.clock.advance(60_000);
        await inbox.sweep();
      }
      await inbox.idle();
      expect(await inbound()).toMatchObject([
        { state: 'failed', attempts: 3, last_error: 'Error: never' },
        { state: 'done', attempts: 1 },
      ]);
      expect(heard()).toEqual(['处理时出了问题', '听到了：好']);
      expect(post.log.errors).toHaveLength(1);
      expect(await nextState()).toBe('好;');
    });

    it('ends one that cannot be opened and answers the next', async () => {
      const inbox = openInbox(echo, { maxAttempts: 1 });
      await db().tx.inbound_message.create({
        data: {
          channel: 'dingtalk',
          message_key: 'torn',
          conversation_key: KEY,
          received_at: post.clock.now(),
          payload_sealed: 'a1.k1.AAAA',
        },
      });
      await inbox.receive(inboundMessage({ text: '好' }));
      await inbox.idle();
      expect((await inbound()).map(({ state }) => state)).toEqual(['failed', 'done']);
      expect(heard()).toEqual(['听到了：好']);
    });
  });

  it.each(['has answered', 'is still at it'])(
    'writes nothing when another process took the conversation over and %s',
    async (meanwhile) => {
      const [held, otherHeld] = [gate(), gate()];
      if (meanwhile === 'has answered') otherHeld.open();
      const slow = openInbox(async (message, state) => {
        await held.opened;
        return { ...(await echo(message, state)), replies: [said('迟到的')], save: markSaved };
      });
      const other = openInbox(async (message, state) => {
        await otherHeld.opened;
        return echo(message, state);
      });
      const attempts = async () => (await inbound())[0]?.attempts;
      await slow.receive(inboundMessage({ text: '慢' }));
      await expect.poll(attempts).toBe(1);
      // The lease is over: the other process takes it that it died.
      post.clock.advance(30_001);
      const swept = other.sweep();
      await expect.poll(attempts).toBe(2);
      if (meanwhile === 'has answered') await swept;
      held.open();
      await slow.idle();
      otherHeld.open();
      expect(await swept).toBe(1);
      expect(heard()).toEqual(['听到了：慢']);
      expect(await db().tx.setting.count({ where: { key: 'saved' } })).toBe(0);
      expect(await inbound()).toMatchObject([{ state: 'done', attempts: 2 }]);
      expect(await nextState()).toBe('慢;');
    },
  );

  it('drops the state and the replies of a turn whose writes fail', async () => {
    let faults = 1;
    const inbox = openInbox(async (message, state) => ({
      ...(await echo(message, state)),
      save: async (tx) => {
        await markSaved(tx);
        if (faults-- > 0) throw new Error('conflict');
      },
    }));
    await inbox.receive(inboundMessage({ text: '写' }));
    await inbox.idle();
    expect(heard()).toEqual([]);
    post.clock.advance(1001);
    await inbox.sweep();
    expect(heard()).toEqual(['听到了：写']);
    expect(await nextState()).toBe('写;');
  });
});

const markSaved: NonNullable<Turn['save']> = async (tx) => {
  await tx.setting.create({ data: { key: 'saved', value: 1 } });
};
