import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageState } from '../../src/delivery/outgoing-message.ts';
import { claimMessage, countMessages } from '../../src/delivery/outgoing-store.ts';
import { busy, refused, unknown } from '../setup/fake-channel.ts';
import { onBothDatabases, testSealer } from '../setup/test-database.ts';
import { type Delivering, newMessage, queue, START, startDelivering } from './delivering.ts';

const LATER = new Date(new Date(START).getTime() + 3_600_000);

onBothDatabases('a message to be sent', (db) => {
  let post: Delivering;
  beforeEach(async () => {
    await db().tx.outgoing_message.deleteMany();
    post = await startDelivering(db());
  });
  afterEach(() => post.jobs.stop());

  const row = (id: string) => db().tx.outgoing_message.findUniqueOrThrow({ where: { id } });
  const stateOf = async (id: string) => (await row(id)).state as MessageState;

  describe('is queued', () => {
    it('with the transaction that caused it, or not at all', async () => {
      const lost = db().transaction(async (tx) => {
        await post.delivery.enqueue(tx, newMessage());
        throw new Error('stop');
      });
      await expect(lost).rejects.toThrow('stop');
      expect(await countMessages(db().tx)).toEqual({});
      expect(await queuedJobs()).toBe(0);
      await queue(db(), post);
      expect(await countMessages(db().tx)).toEqual({ created: 1 });
      expect(await queuedJobs()).toBe(1);
    });

    it('once under one dedupe key', async () => {
      const key = 'digest:V1:2026-11-23';
      const enqueue = () => db().transaction((tx) => post.delivery.enqueue(tx, newMessage({ dedupeKey: key })));
      expect(await enqueue()).toEqual(expect.any(String));
      expect(await enqueue()).toBeNull();
      expect(await post.delivery.sweep()).toBe(1);
      expect(await enqueue()).toBeNull();
      expect(post.channel.arrived).toHaveLength(1);
    });

    it('sealed, and without a text in the clear', async () => {
      const id = await queue(db(), post, { body: { title: '提醒', markdown: '何德明 的走访', buttons: [] } });
      expect(JSON.stringify(await row(id))).not.toContain('何德明');
    });
  });

  describe('ends', () => {
    it('accepted, with its receipt, and is not sent again', async () => {
      const id = await queue(db(), post);
      await post.delivery.deliver(id);
      await post.delivery.deliver(id);
      expect(await post.delivery.sweep()).toBe(0);
      expect(await row(id)).toMatchObject({
        state: 'accepted',
        attempts: 1,
        receipt: expect.stringMatching(/^receipt-/),
        leased_until: null,
      });
      expect(post.channel.sent).toHaveLength(1);
    });

    it('failed when it is refused', async () => {
      post.channel.answerNext(refused());
      const id = await queue(db(), post);
      await post.delivery.deliver(id);
      expect(await row(id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('invalidStaffId') });
    });

    it('failed when nobody is to get it, or its channel is off', async () => {
      const nobody = await queue(db(), post, { userId: null });
      const elsewhere = await queue(db(), post, { channel: 'zhezhengding' });
      await post.delivery.sweep();
      expect([(await row(nobody)).failure, (await row(elsewhere)).failure]).toEqual(['no-address', 'channel-off']);
      expect(post.channel.sent).toEqual([]);
    });

    it('expired when its time is over', async () => {
      const id = await queue(db(), post, { expiresAt: LATER });
      post.clock.set(LATER);
      await post.delivery.deliver(id);
      expect(await stateOf(id)).toBe('expired');
      expect(post.channel.sent).toEqual([]);
    });

    it('accepted after a busy platform was left alone for as long as it asked', async () => {
      post.channel.answerNext(busy(1000), busy(1000));
      const id = await queue(db(), post);
      await post.delivery.deliver(id);
      expect(await row(id)).toMatchObject({ state: 'created', failure: 'qps.exceed.limit' });
      post.clock.advance(999);
      expect(await post.delivery.sweep()).toBe(0);
      post.clock.advance(1);
      expect(await post.delivery.sweep()).toBe(1);
      post.clock.advance(2000);
      expect(await post.delivery.sweep()).toBe(1);
      expect(await row(id)).toMatchObject({ state: 'accepted', attempts: 3 });
      expect(post.channel.arrived).toHaveLength(1);
    });

    it('unknown for a reply whose answer was lost; a notice is sent again', async () => {
      post.channel.answerNext(unknown(), unknown());
      const reply = await queue(db(), post, { kind: 'reply' });
      const notice = await queue(db(), post);
      await post.delivery.sweep();
      expect([await stateOf(reply), await stateOf(notice)]).toEqual(['unknown', 'created']);
      post.clock.advance(2000);
      await post.delivery.sweep();
      expect([await stateOf(reply), await stateOf(notice)]).toEqual(['unknown', 'accepted']);
    });

    it('not before its moment', async () => {
      const id = await queue(db(), post, { sendAfter: LATER });
      await post.delivery.deliver(id);
      expect(await post.delivery.sweep()).toBe(0);
      post.clock.set(LATER);
      expect(await post.delivery.sweep()).toBe(1);
      expect(await stateOf(id)).toBe('accepted');
    });
  });

  it('waits for a key that is missing and holds up nothing behind it', async () => {
    const [sealed, behind] = [await queue(db(), post), await queue(db(), post, { kind: 'digest' })];
    await db().tx.outgoing_message.update({ where: { id: sealed }, data: { body_sealed: 'a1.k9.AAAA' } });
    await post.delivery.sweep();
    expect([await stateOf(sealed), await stateOf(behind)]).toEqual(['created', 'accepted']);
    expect(post.log.errors).toMatchObject([{ fields: { id: sealed } }]);
  });

  it('goes out as a reply first, then as a notice, then as a digest', async () => {
    for (const kind of ['digest', 'notice', 'reply'] as const) await queue(db(), post, { kind, userId: kind });
    await post.delivery.sweep();
    expect(post.channel.arrived.map(({ userId }) => userId)).toEqual(['reply', 'notice', 'digest']);
  });

  describe('goes to', () => {
    const session = { webhook: 'https://oapi.example/s1', expiresAt: LATER };

    it('its session while that lasts, afterwards the person or the group', async () => {
      const reply = { kind: 'reply', session } as const;
      await post.delivery.deliver(await queue(db(), post, { ...reply, mentionUserId: 'user1' }));
      const [late, inGroup] = [await queue(db(), post, reply), await queue(db(), post, { ...reply, groupId: 'group1' })];
      post.clock.set(LATER);
      await post.delivery.deliver(late);
      await post.delivery.deliver(inGroup);
      expect(post.channel.sent.map(({ target }) => target)).toEqual([
        { kind: 'session', webhook: session.webhook, fallback: { userId: 'user1' }, mentionUserId: 'user1' },
        { kind: 'person', userId: 'user1' },
        { kind: 'group', groupId: 'group1' },
      ]);
    });
  });

  describe('claimed by a process that died', () => {
    const claimAndDie = async (id: string) => {
      expect(await claimMessage(db().tx, testSealer(), id, post.clock.now(), 60_000)).toMatchObject({ id, wasInterrupted: false });
    };
    const takenUp = async (kind: 'reply' | 'notice' | 'digest') => {
      const id = await queue(db(), post, { kind });
      await claimAndDie(id);
      post.clock.advance(60_000);
      expect(await post.delivery.sweep()).toBe(0);
      post.clock.advance(1);
      expect(await post.delivery.sweep()).toBe(1);
      return row(id);
    };

    it.each(['reply', 'digest'] as const)('is not said twice when it is a %s', async (kind) => {
      expect(await takenUp(kind)).toMatchObject({ state: 'unknown', failure: 'interrupted' });
      expect(post.channel.sent).toEqual([]);
    });

    it('is sent when it is a notice', async () => {
      expect(await takenUp('notice')).toMatchObject({ state: 'accepted', attempts: 2 });
    });

    it.each(['reply', 'digest', 'notice'] as const)('is sent when a repeat is harmless: %s', async (kind) => {
      await post.jobs.stop();
      post = await startDelivering(db(), { sendsOnce: true });
      expect((await takenUp(kind)).state).toBe('accepted');
    });

    it('is not said twice in a session without buttons, though cards are sent once', async () => {
      await post.jobs.stop();
      post = await startDelivering(db(), { sendsOnce: true });
      const id = await queue(db(), post, { kind: 'reply', session: { webhook: 'https://oapi.example/s1', expiresAt: LATER } });
      await claimAndDie(id);
      post.clock.advance(60_001);
      await post.delivery.sweep();
      expect(await stateOf(id)).toBe('unknown');
    });
  });

  it('is sent once though two processes sweep at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, (_, index) => queue(db(), post, { userId: `user${index}` })));
    const other = await startDelivering(db());
    const tried = await Promise.all([post.delivery.sweep(), other.delivery.sweep(), post.delivery.sweep()]);
    await other.jobs.stop();
    expect(tried.reduce((sum, one) => sum + one)).toBe(ids.length);
    const names = [...post.channel.arrived, ...other.channel.arrived].map(({ userId }) => userId);
    expect(names.sort()).toEqual(ids.map((_, index) => `user${index}`).sort());
    expect(await countMessages(db().tx)).toEqual({ accepted: ids.length });
  });

  async function queuedJobs(): Promise<number> {
    const [counted] = await db().tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM jobs.job WHERE name = 'deliver' AND data->>'id' IN (SELECT id FROM outgoing_message)`;
    return counted?.count ?? 0;
  }
});
