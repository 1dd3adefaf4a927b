import { type Browser, chromium as playwright } from 'playwright-core';

/** A real browser: on Linux the one that comes with npm, elsewhere the one that the machine has. */
export async function openBrowser(): Promise<Browser> {
  if (process.platform === 'linux') {
    const { default: chromium } = await import('@sparticuz/chromium');
    // In a single process the browser dies with the first window that is closed.
    const args = chromium.args.filter((one) => one !== '--single-process' && one !== '--no-zygote');
    return playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true });
  }
  return playwright.launch({ channel: process.platform === 'win32' ? 'msedge' : 'chrome', headless: true });
}
