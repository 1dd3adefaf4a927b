import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type District, openDistrict } from '../setup/district.ts';
import { openBrowser } from './open-browser.ts';

const OFFICER = 'u-T330212012C';
const SECOND_OFFICER = 'u-T330212012D';
const HEALTH = 'u-DHEALTH01';
const PICTURES = process.env['UPDATE_PICTURES'] === '1';

describe('a sanatorium booking in the chat page', () => {
  let browser: Browser;
  let district: District;
  let name = '';
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    district = await openDistrict('pglite');
    const [person] = await district.rows<{ name: string }>(
      `SELECT name FROM person p WHERE town = '东柳街道' AND key_category = 'martyr' AND phone_sealed IS NOT NULL AND status = '在世' AND lifecycle = '在册'
         AND last_sanatorium_year IS NULL AND (SELECT count(*) FROM person q WHERE q.name = p.name AND q.town = p.town) = 1 ORDER BY archive_no LIMIT 1`,
    );
    name = person?.name ?? '';
  });
  afterAll(async () => {
    await browser.close();
    await district.close();
  });

  /** A window of one persona. */
  async function openWindow(userId: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${district.local.state.base}/chat?as=${userId}`);
    return page;
  }

  const answers = (page: Page) => page.locator('#messages > li.other');

  /** Types and waits for one more answer than before; gives its text. */
  async function say(page: Page, text: string): Promise<string> {
    const before = await answers(page).count();
    await page.fill('#text', text);
    await page.keyboard.press('Enter');
    await expect.poll(() => answers(page).count(), { timeout: 10_000 }).toBeGreaterThan(before);
    return (await answers(page).last().textContent()) ?? '';
  }

  it('is held by three people in three windows, by words and by buttons, each seeing their own at once', async () => {
    const officer = await openWindow(OFFICER);
    const accepting = await openWindow(SECOND_OFFICER);
    const health = await openWindow(HEALTH);

    let heard = await say(officer, `给${name}报个疗养，明年4月那批，4天，费用2000`);
    expect(heard).toContain('档案里已有的');
    heard = await say(officer, '不是4天，是5天');
    for (let count = 0; count < 4 && !heard.includes('请核对'); count += 1) heard = await say(officer, '是的');
    expect(heard).toContain('疗养天数：5');
    await officer.getByRole('button', { name: '确认提交' }).last().click();
    await officer.getByText('已提交').first().waitFor();
    const caseNo = /YZ\d{8}-\d{4}/.exec((await officer.locator('#messages').textContent()) ?? '')?.[0] ?? '';
    expect(caseNo).not.toBe('');

    await district.settle();
    await accepting.getByText('有件要您办').first().waitFor();
    await accepting.getByRole('button', { name: '同意' }).last().click();
    await accepting.getByText('健康审核').first().waitFor();

    await district.settle();
    await health.getByText('有件要您办').first().waitFor();
    expect(await say(health, `同意 ${caseNo}，适宜疗养`)).toContain('排序排床');
    await district.settle();

    expect(await say(officer, `${name}的疗养到哪一步了`)).toContain('适宜疗养');
    expect(await health.locator('#messages').textContent()).not.toContain('疗养天数改为');
    expect(errors).toEqual([]);
    if (PICTURES) await officer.screenshot({ path: 'docs/pictures/conversation.png' });
  });

  it('begins by choosing who one is', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(`${district.local.state.base}/chat`);
    await page.fill('input[name=q]', '东柳街道');
    await page
      .getByRole('link', { name: /镇街站专职人员/ })
      .first()
      .waitFor();
    if (PICTURES) await page.screenshot({ path: 'docs/pictures/chat-page.png' });
  });
});
