import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { type Api, openApi, tokens } from '../api/calling.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { openBrowser } from './open-browser.ts';

describe('the reader of the API’s description, in a browser', () => {
  let browser: Browser;
  let db: Database;
  let api: Api;
  beforeAll(async () => {
    browser = await openBrowser();
    db = await freshDatabase('postgres');
    api = await openApi(db);
  });
  afterAll(async () => {
    await browser.close();
    await api.close();
    await db.close();
  });

  it('lists the calls, tries one with a token, and asks nobody else for anything', async () => {
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, locale: 'zh-CN' });
    const faults: string[] = [];
    const elsewhere: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on(
      'request',
      (request) => !/^(data|blob):/.test(request.url()) && !request.url().startsWith(api.url) && elsewhere.push(request.url()),
    );
    await page.goto(`${api.url}/api/docs`);
    await page.waitForSelector('.opblock');
    expect(await page.locator('.opblock').count()).toBe(Object.values(api.document.paths).flatMap((one) => Object.keys(one)).length);
    await page.click('button.authorize');
    await page.fill('.auth-container input', tokens.read);
    await page.click('.auth-btn-wrapper button.authorize');
    await page.click('.auth-btn-wrapper button.btn-done');
    await page.click('#operations-走访-listCampaigns .opblock-summary-control');
    await page.click('#operations-走访-listCampaigns .try-out__btn');
    const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/campaigns'));
    await page.click('#operations-走访-listCampaigns .execute');
    expect((await answered).status()).toBe(200);
    expect([faults, elsewhere]).toEqual([[], []]);
    await page.close();
  });
});
