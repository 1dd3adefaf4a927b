import { expect, test } from 'vitest';
import type { Channel } from '../../src/channels/channel.ts';
import { persona } from '../setup/personas.ts';
import { openChannel, openLocal } from './local-setup.ts';

async function openEcho(cardTemplateId: string | null) {
  const { local, base } = await openLocal();
  const echo: { channel: Channel | null } = { channel: null };
  const buttons = [
    { label: '确认', says: '我确认' },
    { label: '取消', says: '我取消' },
  ];
  const answer = (userId: string, text: string) =>
    void echo.channel?.send(
      { kind: 'person', userId },
      { title: '回声', markdown: `听到${text}`, buttons: text.includes('办') ? buttons : [] },
    );
  const opened = await openChannel(base, { cardTemplateId }, async ({ senderUserId, text }) => answer(senderUserId ?? '', text));
  echo.channel = opened.channel;
  return { local, ...opened, answer };
}

test('a person of a test says, hears and presses', async () => {
  const { local } = await openEcho(null);
  const zhang = await persona(local, 'zhang');
  expect((await zhang.says('我要办事')).text).toBe('听到我要办事');
  expect((await zhang.presses('取消')).text).toBe('听到我取消');
  expect(zhang.heard()).toHaveLength(2);
  await expect(zhang.presses('删除')).rejects.toThrow('sees no button');
  await expect(persona(local, 'ghost')).rejects.toThrow('nobody');
});

test('on a card the press goes back as a callback', async () => {
  const { local, presses, answer } = await openEcho('tpl.schema');
  const zhang = await persona(local, 'zhang');
  await zhang.says('我要办事');
  const pressed = zhang.presses('确认');
  await expect.poll(() => presses.length).toBe(1);
  answer('zhang', presses[0]?.params['says'] ?? '');
  expect((await pressed).text).toBe('听到我确认');
});
