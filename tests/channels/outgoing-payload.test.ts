import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutgoingBody } from '../../src/channels/channel.ts';
import { cardParams, robotPayload, sessionPayload, typedCommandUrl } from '../../src/channels/dingtalk/outgoing-payload.ts';
import { shapeRobotMessage, shapeSessionMessage } from '../../src/channels/local-dingtalk/wire-shapes.ts';

const body = (buttons: number, markdown = '请确认'): OutgoingBody => ({
  title: '疗养申请',
  markdown,
  buttons: Array.from({ length: buttons }, (_, index) => ({ label: `按钮${index + 1}`, says: `命令 ${index + 1}` })),
});

describe('a reply through the session', () => {
  test('without buttons is markdown', () => {
    expect(sessionPayload(body(0), null)).toEqual({ msgtype: 'markdown', markdown: { title: '疗养申请', text: '请确认' } });
  });

  test('mentions somebody in the text too, or nobody is notified', () => {
    expect(sessionPayload(body(0), 'user1')).toEqual({
      msgtype: 'markdown',
      markdown: { title: '疗养申请', text: '@user1  \n请确认' },
      at: { atUserIds: ['user1'] },
    });
  });

  test('with buttons is an action card whose buttons type the command', () => {
    const actionURL = 'dtmd://dingtalkclient/sendMessage?content=%E5%91%BD%E4%BB%A4%201';
    expect(typedCommandUrl('命令 1')).toBe(actionURL);
    expect(sessionPayload(body(1), null)).toMatchObject({
      msgtype: 'actionCard',
      actionCard: { singleTitle: '按钮1', singleURL: actionURL },
    });
    expect(sessionPayload(body(2), null)).toMatchObject({
      msgtype: 'actionCard',
      actionCard: { btns: [{ title: '按钮1', actionURL }, { title: '按钮2' }] },
    });
  });

  test('shows five buttons and tells the others', () => {
    const { actionCard } = sessionPayload(body(7), null) as { actionCard: { text: string; btns: unknown[] } };
    expect(actionCard.btns).toHaveLength(5);
    expect(actionCard.text).toContain('“命令 6”、“命令 7”');
  });
});

describe('a send through the robot', () => {
  test.each([
    [0, 'sampleMarkdown'],
    [1, 'sampleActionCard'],
    [2, 'sampleActionCard2'],
    [5, 'sampleActionCard5'],
    [9, 'sampleActionCard5'],
  ])('with %i buttons uses %s', (count, msgKey) => {
    expect(robotPayload(body(count)).msgKey).toBe(msgKey);
  });

  test('a line break in the text is one in DingTalk', () => {
    const { msgParam } = robotPayload(body(0, '第一行\n第二行\n\n新的一段'));
    expect(JSON.parse(msgParam)).toMatchObject({ text: '第一行  \n第二行\n\n新的一段' });
  });
});

describe('a card', () => {
  const bytes = (text: string) => Buffer.byteLength(text);
  const texts = (params: Record<string, string>) =>
    ['markdown', 'markdown2', 'markdown3', 'markdown4', 'markdown5', 'markdown6', 'markdown7', 'markdown8'].map((name) => params[name]);

  test('carries its buttons with what they say', () => {
    expect(JSON.parse(cardParams(body(2))['buttons'] ?? '')).toEqual([
      { id: 'b1', text: '按钮1', says: '命令 1' },
      { id: 'b2', text: '按钮2', says: '命令 2' },
    ]);
  });

  test('spreads a long text over its variables without losing a character', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `${index + 1}. 陈阿婆 · 华光城社区 · 未走访`).join('  \n');
    expect(texts(cardParams(body(0, lines))).join('')).toBe(lines);
  });

  test('buttons that do not fit are told in words', () => {
    const many = body(40);
    const params = cardParams(many);
    const shown = JSON.parse(params['buttons'] ?? '') as unknown[];
    expect(shown.length).toBeLessThan(40);
    expect(texts(params).join('')).toContain('“命令 40”');
  });

  test('always sends every variable, so that an update leaves nothing old', () => {
    expect(Object.keys(cardParams(body(0))).sort()).toEqual(Object.keys(cardParams(body(9, '长'.repeat(5_000)))).sort());
  });

  test('no value is over DingTalk’s limit of 1 KB', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 4_000 }), fc.nat(30), (markdown, count) => {
        for (const value of Object.values(cardParams(body(count, markdown)))) expect(bytes(value)).toBeLessThanOrEqual(1_024);
      }),
      { numRuns: 100 },
    );
  });
});

test('whatever is said passes the checks of the platform', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3_000 }).filter((text) => text.trim() !== '');
  const button = fc.record({ label: fc.constantFrom('同意', '退回', '查看'), says: words.map((text) => text.slice(0, 60)) });
  const bodies = fc.record({
    title: words.map((text) => text.slice(0, 200)),
    markdown: words,
    buttons: fc.array(button, { maxLength: 8 }),
  });
  fc.assert(
    fc.property(bodies, (one) => {
      const { msgKey, msgParam } = robotPayload(one);
      expect(shapeRobotMessage(msgKey, msgParam)).toMatchObject({ ok: true });
      const session = sessionPayload(one, null);
      expect(shapeSessionMessage(session)).toMatchObject({ ok: true });
      expect(Buffer.byteLength(JSON.stringify(session))).toBeLessThan(20_000);
    }),
    { numRuns: 200 },
  );
});

test('a text of ten thousand characters is cut with a word about it', () => {
  const { msgParam } = robotPayload(body(0, '长'.repeat(10_000)));
  expect(Buffer.byteLength(msgParam)).toBeLessThanOrEqual(15_000);
  expect(msgParam).toContain('内容较长');
  expect(msgParam).not.toContain('\uFFFD');
});
