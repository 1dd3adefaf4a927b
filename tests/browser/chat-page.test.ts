import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Channel } from '../../src/channels/channel.ts';
import { chen, closeAfter, type OpenLocal, openChannel, openLocal, pause, zhang } from '../channels/local-setup.ts';
import { openBrowser } from './open-browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A bot that repeats what it hears; “卡片” brings buttons. */
async function openEcho(cardTemplateId: string | null = null): Promise<OpenLocal & { channel: Channel; errors: string[] }> {
  const open = await openLocal({ redeliverAfterMs: 10_000 });
  const echo: { channel: Channel | null } = { channel: null };
  const opened = await openChannel(open.base, { cardTemplateId }, async ({ text, session, senderUserId, isGroup, conversationId }) => {
    const buttons = text.includes('卡片')
      ? [
          { label: '确认提交', says: '确认' },
          { label: '取消', says: '取消' },
        ]
      : [];
    const fallback = isGroup ? { groupId: conversationId } : { userId: senderUserId ?? '' };
    void echo.channel?.send(
      { kind: 'session', webhook: session?.webhook ?? '', fallback, mentionUserId: isGroup ? senderUserId : null },
      { title: '回声', markdown: `### 收到\n**${text || '文件'}**`, buttons },
    );
  });
  echo.channel = opened.channel;
  return { ...open, channel: opened.channel, errors: [] };
}

async function openWindow(open: OpenLocal & { errors: string[] }, address: string, width = 1200): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 760 }, locale: 'zh-CN' });
  closeAfter(() => context.close());
  const page = await context.newPage();
  page.on('pageerror', (error) => open.errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && open.errors.push(message.text()));
  await page.goto(open.base + address);
  return page;
}

const lastOf = (page: Page) => page.locator('#messages > li').last();
const write = async (page: Page, text: string) => {
  await page.fill('#text', text);
  await page.keyboard.press('Enter');
};

/** A line between browser and server that can be cut and mended. */
async function openLine(base: string): Promise<{ base: string; cut(): void; mend(): void }> {
  const port = Number(new URL(base).port);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((incoming) => {
    if (isCut) return incoming.destroy();
    const outgoing = connect(port, '127.0.0.1');
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  closeAfter(async () => {
    hangUp();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true;
      hangUp();
    },
    mend: () => {
      isCut = false;
    },
  };
}

describe('the chat page in a browser', () => {
  test('two people talk to the bot in two windows, each sees their own', async () => {
    const open = await openEcho();
    const first = await openWindow(open, '/chat');
    await first.fill('input[name=q]', '张建国');
    await first.getByRole('link', { name: '张建国', exact: false }).first().click();
    await first.waitForURL(/as=zhang/);
    const second = await openWindow(open, '/chat?as=chen');
    await write(first, '我的待办');
    await write(second, '走访进度');
    await first.getByText('走访进度').waitFor({ state: 'detached' });
    await first.locator('.other strong', { hasText: '我的待办' }).waitFor();
    await second.locator('.other strong', { hasText: '走访进度' }).waitFor();
    expect(await first.locator('#messages > li').count()).toBe(2);
    expect(await second.locator('#messages > li').count()).toBe(2);
    expect(await first.inputValue('#text')).toBe('');
    expect(open.errors).toEqual([]);
  });

  test('a button of an action card says its command', async () => {
    const open = await openEcho();
    const page = await openWindow(open, '/chat?as=zhang');
    await write(page, '卡片');
    await page.getByRole('button', { name: '确认提交' }).click();
    await page.locator('.own .text', { hasText: /^确认$/ }).waitFor();
    await page.locator('.other strong', { hasText: /^确认$/ }).waitFor();
    expect(open.errors).toEqual([]);
  });

  test('a button of an interactive card calls back, and the card changes in place', async () => {
    const open = await openEcho('tpl.schema');
    const page = await openWindow(open, '/chat?as=zhang');
    const buttons = [{ label: '同意', says: '同意' }];
    await open.channel.send({ kind: 'person', userId: 'zhang' }, { title: '疗养申请', markdown: '待你审核', buttons, key: 'card-9' });
    await page.getByRole('button', { name: '同意' }).click();
    await open.channel.updateCard?.('card-9', { title: '疗养申请', markdown: '已同意', buttons: [] });
    await page.locator('.kind-card', { hasText: '已同意' }).waitFor();
    expect(await page.locator('#messages > li').count()).toBe(1);
    expect(open.errors).toEqual([]);
  });

  test('Shift+Enter makes a new line, Enter sends, and the thread follows', async () => {
    const open = await openEcho();
    const page = await openWindow(open, '/chat?as=zhang');
    await page.fill('#text', '第一行');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('第二行');
    await page.keyboard.press('Enter');
    await page.locator('.other').waitFor();
    expect(await page.locator('.own .text').textContent()).toBe('第一行\n第二行');
    for (let index = 0; index < 12; index += 1) await write(page, `第${index}句`);
    await page.locator('.other strong', { hasText: '第11句' }).waitFor();
    await expect.poll(() => lastOf(page).isVisible()).toBe(true);
    expect(
      await page.evaluate(() => {
        const list = document.getElementById('messages');
        return list ? list.scrollHeight - list.scrollTop - list.clientHeight : -1;
      }),
    ).toBeLessThan(5);
  });

  test('pictures are shown, files offered', async () => {
    const open = await openEcho();
    const page = await openWindow(open, '/chat?as=zhang');
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await page.setInputFiles('#file', { name: '户口本.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') });
    await page.locator('.own img').waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('.own img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    await page.setInputFiles('#file', { name: '申请表.docx', mimeType: 'application/msword', buffer: Buffer.from('x') });
    await page.locator('a.file', { hasText: '申请表.docx' }).waitFor();
    expect(open.errors).toEqual([]);
  });

  test('in a group the bot hears only what mentions it, and everybody sees its answer', async () => {
    const open = await openEcho();
    const address = `c=${encodeURIComponent('cidGroup==')}`;
    const first = await openWindow(open, `/chat?as=zhang&${address}`);
    const second = await openWindow(open, `/chat?as=chen&${address}`);
    await write(first, '大家好');
    await second.locator('.text', { hasText: '大家好' }).waitFor();
    await pause(100);
    expect(await second.locator('#messages .avatar.bot').count()).toBe(0);
    await first.click('#mention');
    await write(first, '春节还有几户没走');
    await second.locator('.other strong', { hasText: '春节还有几户没走' }).waitFor();
    expect(await second.locator('.who', { hasText: zhang.name }).count()).toBe(2);
    expect(await second.locator('.markdown', { hasText: `@${zhang.name}` }).count()).toBe(1);
    expect(open.errors).toEqual([]);
  });

  test('a message in another chat counts as unread and is in the title of the window', async () => {
    const open = await openEcho();
    const page = await openWindow(open, '/chat?as=zhang');
    open.local.state.chat.post('cidGroup==', chen.userId, { kind: 'text', text: '开会' });
    await page.locator('.unread', { hasText: '1' }).waitFor();
    expect(await page.title()).toContain('(1)');
    await page.getByRole('link', { name: '优抚科工作群' }).click();
    await page.locator('#messages', { hasText: '开会' }).waitFor();
    expect(await page.locator('.unread').count()).toBe(0);
  });

  test('after the connection was cut the window shows what it missed, once', async () => {
    const open = await openEcho();
    const line = await openLine(open.base);
    const page = await openWindow({ ...open, base: line.base }, '/chat?as=zhang');
    await write(page, '断线前');
    await page.locator('.other strong', { hasText: '断线前' }).waitFor();
    line.cut();
    open.local.state.chat.post(open.local.state.chat.direct('zhang').id, null, { kind: 'text', text: '断线时的通知' });
    await pause(200);
    line.mend();
    await page.locator('.text', { hasText: '断线时的通知' }).waitFor();
    await pause(200);
    expect(await page.locator('.text', { hasText: '断线时的通知' }).count()).toBe(1);
  });

  test('whoever makes a group sees it, others join from their list', async () => {
    const open = await openEcho();
    const first = await openWindow(open, '/chat?as=zhang');
    await first.click('#new-group');
    await first.fill('input[name=title]', '春节走访');
    await first.keyboard.press('Enter');
    await first.waitForURL(/c=/);
    const second = await openWindow(open, '/chat?as=chen');
    await second.getByRole('button', { name: '加入' }).click();
    await second.getByRole('heading', { name: '春节走访' }).waitFor();
    expect(await second.locator('.names').textContent()).toContain('张建国');
  });

  test('fits a phone of 360 pixels, with a way back to the list', async () => {
    const open = await openEcho();
    const page = await openWindow(open, '/chat?as=zhang', 360);
    await write(page, '卡片');
    await page.getByRole('button', { name: '确认提交' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.click('#back');
    await page.getByRole('link', { name: '优抚科工作群' }).waitFor();
    await page.goto(`${open.base}/chat`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  test('can be used with the keyboard alone', async () => {
    const open = await openEcho();
    const page = await openWindow(open, '/chat?as=zhang');
    await page.locator('#switch').focus();
    await page.keyboard.press('Enter');
    await page.locator('#people-dialog[open]').waitFor();
    await page.keyboard.type('陈敏');
    await expect.poll(() => page.locator('#people .persona').count()).toBe(1);
    await page.locator('#people .choose').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/as=chen/);
    // The browser gives the focus with its first picture of the page, not when it has loaded.
    await page.locator('#text:focus').waitFor();
    await page.keyboard.type('你好');
    await page.keyboard.press('Enter');
    await page.locator('.other strong', { hasText: '你好' }).waitFor();
  });
});
