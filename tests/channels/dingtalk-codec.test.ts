import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCardPress, readRobotMessage } from '../../src/channels/dingtalk/dingtalk-codec.ts';

const frame = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({
    conversationId: 'cidAbc==',
    conversationType: '1',
    chatbotCorpId: 'dingfakecorp',
    chatbotUserId: '$:LWCP_v1:$bot',
    robotCode: 'dingfakeapp',
    msgId: 'msgQ1w2==',
    msgtype: 'text',
    text: { content: '查询优待证办理进度' },
    senderNick: '张三',
    senderStaffId: 'user1',
    senderId: '$:LWCP_v1:$abc',
    sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=0123abcd',
    sessionWebhookExpiredTime: 1_767_317_745_000,
    createAt: 1_767_312_345_678,
    ...changes,
  });

const read = (changes: Record<string, unknown> = {}) => {
  const decoded = readRobotMessage(frame(changes));
  if (!decoded.ok) throw new Error(decoded.code);
  return decoded.value;
};

describe('a message of a person to the robot', () => {
  test('keeps who, where, what, when, and where a reply may go', () => {
    expect(read()).toEqual({
      channel: 'dingtalk',
      messageKey: 'msgQ1w2==',
      conversationId: 'cidAbc==',
      isGroup: false,
      groupTitle: null,
      senderUserId: 'user1',
      senderNick: '张三',
      text: '查询优待证办理进度',
      files: [],
      session: {
        webhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=0123abcd',
        expiresAt: new Date(1_767_317_745_000),
      },
      sentAt: new Date(1_767_312_345_678),
      quotaExhausted: false,
    });
  });

  test.each([
    [
      'a group message loses the blank that the removed mention left',
      { conversationType: '2', text: { content: ' 我的待办' } },
      '我的待办',
    ],
    ['a no-break blank goes too', { text: { content: '\u00a0我的待办\u00a0' } }, '我的待办'],
    [
      'a voice message is read by its transcription',
      { msgtype: 'audio', text: undefined, content: { recognition: '我的待办' } },
      '我的待办',
    ],
    ['a voice message without transcription has no text', { msgtype: 'audio', text: undefined, content: { downloadCode: 'c' } }, ''],
    [
      'rich text joins its parts',
      {
        msgtype: 'richText',
        text: undefined,
        content: { richText: [{ text: '看看' }, { type: 'picture', downloadCode: 'p' }, { text: '这个' }] },
      },
      '看看这个',
    ],
    ['an unsupported kind has no text', { msgtype: 'unknownMsgType', text: undefined, content: { unknownMsgType: 'x' } }, ''],
    ['text that is missing reads as empty', { text: undefined }, ''],
    ['ten thousand characters stay whole', { text: { content: '长'.repeat(10_000) } }, '长'.repeat(10_000)],
  ])('%s', (_, changes, text) => {
    expect(read(changes).text).toBe(text);
  });

  test.each([
    ['picture', { downloadCode: 'd1', pictureDownloadCode: 'broken' }, [{ kind: 'picture', downloadCode: 'd1', fileName: null }]],
    ['file', { downloadCode: 'd2', fileName: '申请表.docx' }, [{ kind: 'file', downloadCode: 'd2', fileName: '申请表.docx' }]],
    ['audio', { downloadCode: 'd3', duration: 3000 }, [{ kind: 'audio', downloadCode: 'd3', fileName: null }]],
    ['video', { downloadCode: 'd4', videoType: 'mp4' }, [{ kind: 'video', downloadCode: 'd4', fileName: null }]],
    [
      'richText',
      { richText: [{ type: 'picture', downloadCode: 'd5' }, { text: 'x' }] },
      [{ kind: 'picture', downloadCode: 'd5', fileName: null }],
    ],
    ['picture', {}, []],
  ])('a %s brings its download code', (msgtype, content, files) => {
    expect(read({ msgtype, text: undefined, content }).files).toEqual(files);
  });

  test('a person outside the organisation has no staff id', () => {
    expect(read({ senderStaffId: undefined }).senderUserId).toBeNull();
    expect(read({ senderStaffId: '' }).senderUserId).toBeNull();
  });

  test('a moment that comes as text is a moment', () => {
    expect(read({ createAt: '1767312345678' }).sentAt).toEqual(new Date(1_767_312_345_678));
  });

  test('a group has its title, a 1:1 chat has none', () => {
    expect(read({ conversationType: '2', conversationTitle: '优抚科' }).groupTitle).toBe('优抚科');
    expect(read({ conversationTitle: '优抚科' }).groupTitle).toBeNull();
  });

  test.each([
    { sessionWebhook: undefined },
    { sessionWebhookExpiredTime: undefined },
    { sessionWebhook: 'no url' },
    { sessionWebhookExpiredTime: 'x' },
  ])('without a usable session there is none: %j', (changes) => {
    expect(read(changes).session).toBeNull();
  });

  test('says when the quota is used up and the text was withheld', () => {
    expect(read({ errCode: 20_001, text: undefined })).toMatchObject({ quotaExhausted: true, text: '' });
    expect(read({ errCode: '20001', text: undefined }).quotaExhausted).toBe(true);
  });

  test.each([
    ['not JSON', '{', 'not-json'],
    ['an empty text', '', 'not-json'],
    ['null', 'null', 'wrong-shape'],
    ['a list', '[]', 'wrong-shape'],
    ['no message id', frame({ msgId: undefined }), 'wrong-shape'],
    ['an unknown kind of conversation', frame({ conversationType: '3' }), 'wrong-shape'],
    ['no moment', frame({ createAt: 'soon' }), 'wrong-shape'],
  ])('%s is told by its code', (_, data, code) => {
    expect(readRobotMessage(data)).toEqual({ ok: false, code });
  });

  test('nothing that comes makes reading throw', () => {
    const base = JSON.parse(frame()) as Record<string, unknown>;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(base), 'content', 'errCode'), fc.jsonValue(), (key, value) => {
        readRobotMessage(JSON.stringify({ ...base, [key]: value }));
        readCardPress(JSON.stringify({ ...base, [key]: value }), new Date());
      }),
      { numRuns: 300 },
    );
  });
});

describe('a button pressed on a card', () => {
  const at = new Date('2026-11-23T01:00:00Z');
  const callback = (content: unknown, changes: Record<string, unknown> = {}) =>
    JSON.stringify({ type: 'actionCallback', outTrackId: 'card-7', userId: 'user1', content: JSON.stringify(content), ...changes });
  const press = (content: unknown, changes: Record<string, unknown> = {}) => {
    const decoded = readCardPress(callback(content, changes), at);
    if (!decoded.ok) throw new Error(decoded.code);
    return decoded.value;
  };
  const approve = { cardPrivateData: { actionIds: ['b1'], params: { says: '同意' } } };

  test('names the card, the person, the action and its parameters', () => {
    expect(press(approve)).toMatchObject({ cardId: 'card-7', userId: 'user1', action: 'b1', params: { says: '同意' }, at });
  });

  test('the same press has the same key, another person, action or parameter another one', () => {
    const keys = [
      press(approve),
      press(approve, { userId: 'user2' }),
      press(approve, { outTrackId: 'card-8' }),
      press({ cardPrivateData: { actionIds: ['b2'], params: { says: '同意' } } }),
      press({ cardPrivateData: { actionIds: ['b1'], params: { says: '退回' } } }),
    ].map((one) => one.messageKey);
    expect(new Set(keys).size).toBe(5);
    expect(press(approve).messageKey).toBe(keys[0]);
  });

  test('parameters beside the private data, and in `value` alone, are found too', () => {
    expect(press({ cardPrivateData: { actionIds: ['b1'] }, params: { says: '好' } }).params).toEqual({ says: '好' });
    expect(press({}, { content: undefined, value: JSON.stringify(approve) }).params).toEqual({ says: '同意' });
  });

  test('parameters that are not text become text', () => {
    expect(press({ cardPrivateData: { actionIds: ['form'], params: { form: { a: 1 }, n: 2 } } }).params).toEqual({
      form: '{"a":1}',
      n: '2',
    });
  });

  test.each([
    ['no action', callback({ cardPrivateData: { actionIds: [] } })],
    ['no person', callback(approve, { userId: '' })],
    ['no content', callback(approve, { content: undefined })],
  ])('a press with %s is not read', (_, data) => {
    expect(readCardPress(data, at).ok).toBe(false);
  });
});
