import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type District, openDistrict } from '../setup/district.ts';
import { openBrowser } from './open-browser.ts';

const OFFICER = 'u-T330212012C';
const SECOND_OFFICER = 'u-T330212012D';
const THIRD_OFFICER = 'u-T330212012E';
const HEALTH = 'u-DHEALTH01';
const PENSION = 'u-DPENSION01';
const SCREEN: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
/** A larger screen in a picture of the same size, for a booking to fit in. */
const LARGE_SCREEN: BrowserContextOptions = { viewport: { width: 2000, height: 1250 }, deviceScaleFactor: 0.64 };
const PICTURES = process.env['UPDATE_PICTURES'] === '1';

describe('a sanatorium booking in the chat page', () => {
  let browser: Browser;
  let district: District;
  let names: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    district = await openDistrict('pglite');
    const people = await district.rows<{ name: string }>(
      `SELECT name FROM person p WHERE town = '东柳街道' AND key_category = 'martyr' AND phone_sealed IS NOT NULL AND status = '在世' AND lifecycle = '在册'
         AND last_sanatorium_year IS NULL AND (SELECT count(*) FROM person q WHERE q.name = p.name AND q.town = p.town) = 1 ORDER BY archive_no LIMIT 2`,
    );
    names = people.map((person) => person.name);
  });
  afterAll(async () => {
    await browser.close();
    await district.close();
  });

  /** A window of one persona. */
  async function openWindow(userId: string, screen = SCREEN): Promise<Page> {
    const context = await browser.newContext({ ...screen, locale: 'zh-CN' });
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

  const numberIn = async (page: Page) => /YZ\d{8}-\d{4}/.exec((await answers(page).last().textContent()) ?? '')?.[0] ?? '';
  const messagesAbout = (page: Page, caseNo: string) => answers(page).filter({ hasText: caseNo });

  /** Presses 同意 under the notice of this case, and waits for the step that follows. */
  async function approve(page: Page, caseNo: string, next: string): Promise<void> {
    await district.settle();
    await messagesAbout(page, caseNo).getByRole('button', { name: '同意' }).click();
    await messagesAbout(page, caseNo).filter({ hasText: next }).last().waitFor();
  }

  it('is done in a sentence, a yes and a button where nothing is in doubt', async () => {
    const officer = await openWindow(THIRD_OFFICER, LARGE_SCREEN);
    expect(await say(officer, `给${names[0]}报个疗养，明年5月那批，5天，费用2000`)).toContain('档案里已有的');
    const summary = await say(officer, '是的');
    expect(summary).toContain('请核对');
    expect(summary).toMatch(/身份证号：3302\*{10}\d{3}[\dX]/);
    await officer.getByRole('button', { name: '确认提交' }).click();
    await answers(officer).filter({ hasText: '已提交' }).waitFor();
    expect(await answers(officer).count()).toBe(3);
    expect(await numberIn(officer)).not.toBe('');
    if (PICTURES) await officer.screenshot({ path: 'docs/pictures/conversation.png' });
  });

  it('is held by four people in four windows, by words and by buttons, each seeing their own at once', async () => {
    const officer = await openWindow(OFFICER);
    const accepting = await openWindow(SECOND_OFFICER);
    const health = await openWindow(HEALTH);
    const section = await openWindow(PENSION);

    let heard = await say(officer, `给${names[1]}报个疗养，明年4月那批，4天，费用2000`);
    expect(heard).toContain('档案里已有的');
    heard = await say(officer, '不是4天，是5天');
    for (let count = 0; count < 4 && !heard.includes('请核对'); count += 1) heard = await say(officer, '是的');
    expect(heard).toContain('疗养天数：5');
    await officer.getByRole('button', { name: '确认提交' }).last().click();
    await answers(officer).filter({ hasText: '已提交' }).last().waitFor();
    const caseNo = await numberIn(officer);
    expect(caseNo).not.toBe('');

    await approve(accepting, caseNo, '健康审核');
    await district.settle();
    await messagesAbout(health, caseNo).first().waitFor();
    expect(await say(health, `同意 ${caseNo}，适宜疗养`)).toContain('排序排床');
    await approve(section, caseNo, '分管局领导审批');

    heard = await say(officer, `${names[1]}的疗养到哪一步了`);
    expect(heard).toContain('适宜疗养');
    expect(heard).toContain('分管局领导审批');
    for (const page of [health, section]) {
      expect(await page.locator('#messages').textContent()).not.toContain('疗养天数改为');
      expect(await page.locator('#messages').textContent()).not.toContain('\\');
    }
    expect(errors).toEqual([]);
  });

  it('begins by choosing who one is', async () => {
    const context = await browser.newContext({ ...SCREEN, locale: 'zh-CN' });
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
