import { describe, expect, test } from 'vitest';
import { chen, everybody, type OpenLocal, openChannel, openLocal, pause, until, zhang } from './local-setup.ts';

const page = async ({ base }: OpenLocal, query = '') => {
  const response = await fetch(`${base}/chat${query}`);
  return { status: response.status, html: await response.text(), headers: response.headers };
};

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

describe('choosing who to be', () => {
  test('shows people with their post and area, twenty at a time', async () => {
    const open = await openLocal();
    const { html } = await page(open);
    expect(html).toContain('张建国');
    expect(html).toContain('东柳街道 · 镇街站站长');
    expect(html.match(/class="persona"/g)).toHaveLength(20);
    const next = await page(open, '/people?page=1');
    expect(next.html.match(/class="persona"/g)).toHaveLength(everybody.length - 20);
    expect((await page(open, '/people?page=9')).html).toContain('没有找到');
  });

  test('finds by name, area and role', async () => {
    const open = await openLocal();
    expect((await page(open, '/people?q=陈敏')).html).toContain('as=chen');
    expect((await page(open, '/people?q=华光城')).html).toContain('as=li');
    const heads = (await page(open, `/people?role=${encodeURIComponent('镇街站站长')}`)).html;
    expect(heads.match(/class="persona"/g)).toHaveLength(1);
  });

  test('puts those who were played last in front', async () => {
    const open = await openLocal();
    await page(open, '?as=crowd25');
    const { html } = await page(open);
    expect(html.indexOf('人员25')).toBeLessThan(html.indexOf('张建国'));
    expect(html).toContain('最近使用');
  });

  test('says so when there is no such person, and offers the list', async () => {
    const { status, html } = await page(await openLocal(), '?as=ghost');
    expect(status).toBe(404);
    expect(html).toContain('没有这个人');
    expect(html).toContain('张建国');
  });
});

describe('a window', () => {
  test('shows nothing to hear yet, and what one might say', async () => {
    const { html, headers } = await page(await openLocal(), '?as=zhang');
    expect(html).toContain('查一下东柳街道张建国的档案');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  test('script and style come with their types', async () => {
    const open = await openLocal();
    expect((await page(open, '/script.js')).headers.get('content-type')).toContain('text/javascript');
    expect((await page(open, '/style.css')).headers.get('content-type')).toContain('text/css');
  });

  test('shows what people type as text, whatever it is', async () => {
    const open = await openLocal();
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    await say(open, evil);
    open.local.state.chat.post(direct(open), null, {
      kind: 'action-card',
      title: evil,
      text: evil,
      buttons: [{ title: evil, url: 'javascript:alert(1)' }],
      isRow: false,
    });
    open.local.state.chat.post(direct(open), null, { kind: 'file', source: '@x', fileName: evil });
    open.local.state.chat.createGroup(evil, ['zhang']);
    const { html } = await page(open, '?as=zhang');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
    expect(html).not.toContain('javascript:');
    expect((await page(open, `/people?q=${encodeURIComponent(evil)}`)).html).not.toContain('<script>');
  });

  test('counts what was not read yet, until it is', async () => {
    const open = await openLocal();
    const group = open.local.state.chat.get('cidGroup==');
    if (!group) throw new Error('no group');
    open.local.state.chat.post(group.id, 'chen', { kind: 'text', text: '开会' });
    open.local.state.chat.post(group.id, null, { kind: 'text', text: '好' });
    expect((await page(open, '?as=zhang')).html).toContain('<span class="unread">2</span>');
    expect(await (await fetch(`${open.base}/chat/unread?as=zhang`)).json()).toEqual({ unread: 1 });
    await post(open, 'read', { as: 'zhang', c: group.id });
    expect(await (await fetch(`${open.base}/chat/unread?as=zhang`)).json()).toEqual({ unread: 0 });
    expect((await page(open, '?as=zhang')).html).not.toContain('class="unread"');
  });

  test('speaks only for somebody who exists and in a chat of theirs', async () => {
    const open = await openLocal();
    expect(await post(open, 'send', { as: 'ghost', c: direct(open), text: 'x' })).toMatchObject({ ok: false });
    expect(await post(open, 'send', { as: 'chen', c: direct(open), text: 'x' })).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('不在这个群'),
    });
    expect(await say(open, '   ')).toMatchObject({ ok: false });
    expect(await say(open, '长'.repeat(20_001))).toMatchObject({ ok: false, sentence: expect.stringContaining('20000') });
    expect(await post(open, 'send', 'nonsense')).toMatchObject({ ok: false });
  });

  test('sends ten thousand characters whole', async () => {
    const open = await openLocal();
    const { messages } = await openChannel(open.base);
    await say(open, '长'.repeat(10_000));
    await until(() => messages.length === 1);
    expect(messages[0]?.text).toHaveLength(10_000);
  });

  test('says when the bot is away', async () => {
    const open = await openLocal();
    expect(await say(open, '你好')).toMatchObject({ ok: true, notice: expect.stringContaining('没有连接') });
  });

  test('takes pictures and files that DingTalk takes', async () => {
    const open = await openLocal();
    const { messages } = await openChannel(open.base);
    const upload = async (name: string, size: number) => {
      const form = new FormData();
      form.set('as', 'zhang');
      form.set('c', direct(open));
      form.set('file', new File([new Uint8Array(size)], name));
      return (await fetch(`${open.base}/chat/upload`, { method: 'POST', body: form })).json();
    };
    expect(await upload('户口本.png', 10)).toMatchObject({ ok: true });
    expect(await upload('申请表.docx', 10)).toMatchObject({ ok: true });
    expect(await upload('页面.html', 10)).toMatchObject({ ok: false, sentence: expect.stringContaining('只支持') });
    expect(await upload('空.pdf', 0)).toMatchObject({ ok: false });
    await until(() => messages.length === 2);
    expect(messages.flatMap((message) => message.files.map((file) => [file.kind, file.fileName]))).toEqual([
      ['picture', null],
      ['file', '申请表.docx'],
    ]);
    const [picture, file] = open.local.state.chat
      .direct('zhang')
      .messages.map((one) => ('source' in one.content ? one.content.source : ''));
    const get = async (id = '') => (await fetch(`${open.base}/chat/media/${encodeURIComponent(id)}`)).headers;
    expect((await get(picture)).get('content-type')).toBe('image/png');
    expect((await get(file)).get('content-disposition')).toContain('attachment');
  });
});

describe('a group', () => {
  test('is heard by the bot only where it is mentioned', async () => {
    const open = await openLocal();
    const { messages } = await openChannel(open.base);
    const inGroup = (text: string, mention = false) => post(open, 'send', { as: 'zhang', c: 'cidGroup==', text, mention });
    await inGroup('大家好');
    await inGroup('查一下', true);
    await inGroup('@鄞领 我的待办');
    await until(() => messages.length === 2);
    await pause(30);
    expect(messages.map((message) => message.text)).toEqual(['查一下', '我的待办']);
  });

  test('can be made by anybody and joined by others', async () => {
    const open = await openLocal();
    const made = await post(open, 'groups', { as: 'zhang', title: '春节走访' });
    expect((await page(open, '?as=chen')).html).toContain(`data-join="${made.c}"`);
    expect(await post(open, 'join', { as: 'chen', c: made.c })).toMatchObject({ ok: true });
    const { html } = await page(open, `?as=chen&c=${encodeURIComponent(made.c ?? '')}`);
    expect(html).toContain(`${zhang.name}、${chen.name}`);
    expect(await post(open, 'groups', { as: 'zhang', title: ' ' })).toMatchObject({ ok: false });
    expect(await post(open, 'join', { as: 'chen', c: direct(open) })).toMatchObject({ ok: false });
  });

  test('is closed to those who are not in it', async () => {
    expect((await page(await openLocal(), '?as=li&c=cidGroup==')).status).toBe(404);
  });
});
