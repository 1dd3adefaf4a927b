import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenConsole, openConsole } from '../console/open-console.ts';
import { advanceTo, colleague, holders, start } from '../journeys/hardship-cases.ts';
import { openBrowser } from './open-browser.ts';
import { accessibilityFaults, openWindow } from './open-window.ts';

const widths = [360, 1024, 1920];

describe('the console in a browser', () => {
  let open: OpenConsole;
  let browser: Browser;
  let caseNo: string;
  const personas: Record<'liaison' | 'head' | 'officer', string> = { liaison: '', head: '', officer: '' };
  beforeAll(async () => {
    [open, browser] = await Promise.all([openConsole('pglite'), openBrowser()]);
    const started = await start(open.district);
    caseNo = started.no;
    await advanceTo(open.district, caseNo, 'village_head');
    personas.liaison = started.starter;
    [personas.head = ''] = await holders(open.district, caseNo);
    personas.officer = await colleague(open.district, 'section-officer');
  });
  afterAll(async () => {
    await browser.close();
    await open.close();
  });

  const pages = ['/tasks', '/tasks?tab=started', '/tasks?tab=overdue', '/sessions', '/all', '/nowhere'];

  test.each(Object.keys(personas) as (keyof typeof personas)[])(
    'every page of the %s fits three widths and keeps to the rules of access',
    async (who) => {
      for (const width of widths) {
        const { page, errors, close } = await openWindow(browser, width);
        await page.goto(`${open.base}/sign-in?as=u-${personas[who]}`);
        for (const path of pages) {
          await page.goto(open.base + path);
          expect([path, width, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, width, width]);
          expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
        }
        expect(errors.filter((one) => !one.includes('404'))).toEqual([]);
        await close();
      }
    },
  );

  test.each(['dark', 'contrast', 'light'])('keeps to the rules of access in the %s theme, and before signing in', async (theme) => {
    const { page, close } = await openWindow(browser, 1024);
    await page.context().addCookies([{ name: 'appearance', value: `${theme}.large`, url: open.base }]);
    await page.goto(`${open.base}/`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${open.base}/sign-in?as=u-${personas.head}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await close();
  });

  test('works without any script', async () => {
    const { page, close } = await openWindow(browser, 1024, { javaScriptEnabled: false });
    await page.goto(`${open.base}/sign-in?as=u-${personas.head}`);
    await page.locator('tbody input[type=checkbox]').first().check();
    await page.getByRole('button', { name: '一起同意' }).click();
    await page.getByRole('heading', { name: '一起同意：请核对' }).waitFor();
    await close();
  });

  test('the inbox is worked through with the keyboard alone, and undone', async () => {
    const { page, close } = await openWindow(browser, 1024);
    await page.goto(`${open.base}/sign-in?as=u-${personas.head}`);
    await page.locator('main').waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('find');
    await page.locator('body').focus();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('已选 1 件').waitFor();
    await page.getByRole('button', { name: '一起同意' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '确认同意' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('已同意 1 件').waitFor();
    await page.getByRole('button', { name: '全部取回' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('已取回 1 件').waitFor();
    await close();
  });

  test('shows by itself what somebody else has done, and keeps what is marked', async () => {
    const { page, close } = await openWindow(browser, 1024);
    await page.goto(`${open.base}/sign-in?as=u-${personas.head}`);
    const row = page.locator(`tr:has-text("${caseNo}")`);
    await row.locator('input').check();
    const other = await start(open.district);
    await advanceTo(open.district, other.no, 'village_head');
    await page.locator(`tr:has-text("${other.no}")`).waitFor();
    expect(await row.locator('input').isChecked()).toBe(true);
    expect(await page.locator('#said').textContent()).toBe('内容已更新');
    await (await open.district.person(personas.head)).says(`同意 ${other.no}，情况属实`);
    await page.locator(`tr:has-text("${other.no}")`).waitFor({ state: 'detached' });
    await close();
  });
});
