import { describe, expect, test } from 'vitest';
import type { Channel, OutgoingBody, OutgoingTarget } from '../../src/channels/channel.ts';
import { knownFaults } from '../../src/channels/local-dingtalk/wire-faults.ts';
import { chen, heardBy, type OpenLocal, openChannel, openLocal, quick, type, zhang } from './local-setup.ts';

const _BATCH = '/v1.0/robot/oToMessages/batchSend';
const _GROUP = '/v1.0/robot/groupMessages/send';
const _SESSION = '/robot/sendBySession';
const CARD = '/v1.0/card/instances/createAndDeliver';
const _TOKEN = '/v1.0/oauth2/accessToken';

const body: OutgoingBody = { title: '提醒', markdown: '**请补交材料**', buttons: [] };
const withButtons: OutgoingBody = {
  ...body,
  buttons: [
    { label: '同意', says: '同意' },
    { label: '退回', says: '退回' },
  ],
};
const toZhang: OutgoingTarget = { kind: 'person', userId: 'zhang' };
const hasty = { ...quick, timeoutMs: 300 };

async function sessionOf(open: OpenLocal, channelOptions = {}): Promise<{ channel: Channel; target: OutgoingTarget }> {
  const { channel, messages } = await openChannel(open.base, channelOptions);
  await type(open.local, zhang, '你好');
  const webhook = messages[0]?.session?.webhook ?? '';
  return { channel, target: { kind: 'session', webhook, fallback: { userId: 'zhang' }, mentionUserId: null } };
}

describe('with a card template', () => {
  const options = { cardTemplateId: 'tpl.schema', timing: hasty };

  test('a press comes back as what the button says, and is answered at once', async () => {
    const { local, base } = await openLocal();
    const { channel, presses } = await openChannel(base, options);
    const sent = await channel.send(toZhang, { ...withButtons, key: 'case-7' });
    expect(sent).toEqual({ state: 'accepted', receipt: 'case-7' });
    expect(await local.state.acts.press(zhang, 'case-7', 'b2', { says: '退回' })).toBe('done');
    expect(presses).toMatchObject([{ cardId: 'case-7', userId: 'zhang', action: 'b2', params: { says: '退回' } }]);
    expect(await local.state.acts.press(chen, 'case-7', 'b2', { says: '退回' })).toBe('no-card');
  });

  test('a press that is not answered within two seconds fails for the person', async () => {
    const { local, base } = await openLocal({ cardAnswerMs: 50 });
    const { channel } = await openChannel(base, options);
    await channel.send(toZhang, { ...withButtons, key: 'slow' });
    await channel.stop();
    expect(await local.state.acts.press(zhang, 'slow', 'b1', {})).toBe('late');
  });

  test('sending the same key again after a lost answer delivers once', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base, options);
    expect(channel.sendsOnce).toBe(true);
    local.state.faults.next(CARD, knownFaults.lostAnswer);
    const once = { ...body, key: 'digest-1' };
    expect(await channel.send(toZhang, once)).toMatchObject({ state: 'unknown' });
    expect(await channel.send(toZhang, once)).toEqual({ state: 'accepted', receipt: 'digest-1' });
    expect(heardBy(local, zhang)).toHaveLength(1);
  });

  test('each of many people has a card of their own', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base, options);
    const results = await channel.sendToMany(['zhang', 'chen', 'ghost'], { ...body, key: 'd' });
    expect(results.get('ghost')).toMatchObject({ state: 'refused' });
    await channel.sendToMany(['zhang', 'chen'], { ...body, key: 'd' });
    expect(heardBy(local, zhang)).toHaveLength(1);
    expect(heardBy(local, chen)).toHaveLength(1);
  });

  test('a card can be changed, and nothing old stays on it', async () => {
    const { local, base } = await openLocal();
    const { channel } = await openChannel(base, options);
    await channel.send(toZhang, { ...withButtons, key: 'case-8' });
    expect(await channel.updateCard?.('case-8', { title: '提醒', markdown: '已同意', buttons: [] })).toEqual({
      state: 'accepted',
      receipt: 'case-8',
    });
    expect(local.state.cards.paramsFor('case-8', 'zhang')).toMatchObject({ markdown: '已同意', buttons: '[]' });
    expect(await channel.updateCard?.('nothing', body)).toMatchObject({ state: 'refused' });
  });

  test('plain replies still use the free session, those with buttons become cards', async () => {
    const open = await openLocal();
    const { channel, target } = await sessionOf(open, options);
    await channel.send(target, body);
    await channel.send(target, withButtons);
    expect(heardBy(open.local, zhang).map((content) => content.kind)).toEqual(['markdown', 'card']);
  });

  test('without one the channel says that it cannot send once', async () => {
    const { base } = await openLocal();
    const { channel } = await openChannel(base);
    expect(channel.sendsOnce).toBe(false);
    expect(channel.updateCard).toBeUndefined();
  });
});
