import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { loadDemoResources } from '../../src/cases/scarce/demo-resources.ts';
import { loadDemoOrganisation } from '../../src/organisation/demo/load-demo-organisation.ts';
import { loadDemoPeople } from '../../src/people/demo/load-demo-people.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { buildProduct } from '../setup/build-product.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { type ChatWindow, openWindow } from './chat-window.ts';
import { type Process, startProcess } from './processes.ts';

const OFFICER = 'u-T330212012C';
const SECOND_OFFICER = 'u-T330212012D';
const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');

/** Two of each role on one PostgreSQL, as processes of their own. */
describe('the product in several processes', () => {
  let db: Database;
  let folder: string;
  let env: Record<string, string>;
  let chat: string;
  let name = '';
  const running: Process[] = [];
  const start = async (roles: string) => {
    const started = await startProcess(roles, env, folder);
    running.push(started);
    return started;
  };

  beforeAll(async () => {
    await buildProduct();
    folder = await mkdtemp(join(tmpdir(), 'yinling-roles-'));
    db = await freshDatabase('postgres');
    const url = 'url' in db.driver ? db.driver.url : '';
    env = {
      DATABASE_URL: url,
      DATA_DIR: folder,
      FIELD_KEYS: `k1:${key(1)}`,
      INDEX_KEY: key(2),
      SESSION_SECRET: key(3),
      DINGTALK_QPS: '1000',
    };
    await loadSlice();
    const hosting = await start('web');
    chat = await hosting.address('本地钉钉聊天页');
    await start('web');
    await Promise.all(['bot', 'bot', 'worker', 'worker'].map(start));
  });
  afterAll(async () => {
    await Promise.all(running.map((one) => one.kill('SIGKILL')));
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function loadSlice(): Promise<void> {
    const loaded = loadConfig(env);
    if (!loaded.ok) throw new Error(loaded.faults.join());
    const app = await createApp(loaded.config, { db, log: memoryLog() });
    await loadDemoOrganisation(app);
    await loadDemoPeople(app, undefined, ({ village }) => village === '安居社区' || village === '园丁社区');
    await loadDemoResources(app);
    const [person] = await db.tx.$queryRaw<{ name: string }[]>`
      SELECT name FROM person p WHERE town = '东柳街道' AND key_category IN ('disabled', 'martyr', 'sacrifice', 'illness', 'old_demob')
        AND phone_sealed IS NOT NULL AND status = '在世' AND lifecycle = '在册' AND last_sanatorium_year IS NULL
        AND (SELECT count(*) FROM person q WHERE q.name = p.name) = 1 ORDER BY archive_no LIMIT 1`;
    name = person?.name ?? '';
  }

  /** A reply to a question that only the database can answer. */
  async function answersTo(window: ChatWindow, withinMs?: number): Promise<string> {
    await window.types('我的待办');
    return window.hears((text) => text.includes('待办'), withinMs);
  }

  it('takes a conversation in the chat page to a case, and tells whoever must act next', async () => {
    const officer = openWindow(chat, OFFICER);
    let heard = await officer.says(`给${name}报个疗养，明年5月那批，5天，费用2000，不要陪同，紧急联系人陈国强，电话15400001234`);
    for (let count = 0; count < 6 && !heard.includes('已提交'); count += 1) heard = await officer.says('是的');
    expect(heard).toContain('已提交');
    const caseNo = /YZ\d{8}-\d{4}/.exec(heard)?.[0] ?? '';
    expect(await db.tx.service_case.findMany({ select: { no: true, state: true } })).toEqual([{ no: caseNo, state: 'open' }]);
    const notice = await openWindow(chat, SECOND_OFFICER).hears((text) => text.includes(caseNo));
    expect(notice).toContain('受理');
  });

  it('shows the same chat from the other web process', async () => {
    const other = running[1];
    const console = await other?.address('控制台');
    const response = await fetch(`${console}chat?as=${OFFICER}`, { redirect: 'follow' });
    expect(response.status).toBe(200);
    expect(response.url.startsWith(chat.replace('/chat', ''))).toBe(true);
    expect((await fetch(`${console}readyz`)).status).toBe(200);
  });

  it('loses no message when a bot process is killed -9', async () => {
    const officer = openWindow(chat, OFFICER);
    await answersTo(officer);
    const bots = running.filter((one) => one.roles === 'bot');
    for (const bot of bots) {
      // One goes, the other answers; then that one's successor.
      expect(await bot.kill('SIGKILL')).toBeNull();
      const before = (await officer.heard()).length;
      await answersTo(officer);
      expect(await officer.heard()).toHaveLength(before + 1);
      await start('bot');
    }
  });

  it('answers at most once a message in the middle of which a bot was killed, and names the answer of which it cannot know', async () => {
    const officer = openWindow(chat, OFFICER);
    const before = (await officer.heard()).length;
    const stored = await db.tx.inbound_message.count();
    await officer.types('我的待办');
    await expect.poll(() => db.tx.inbound_message.count(), { interval: 1 }).toBeGreaterThan(stored);
    await Promise.all(running.filter((one) => one.roles === 'bot').map((one) => one.kill('SIGKILL')));
    await start('bot');
    // Killed while the answer went out, the answer's fate is settled after its lease.
    const outcome = async () => {
      const heard = (await officer.heard()).length - before;
      const unknown = await db.tx.outgoing_message.count({ where: { kind: 'reply', state: 'unknown' } });
      const pending = await db.tx.inbound_message.count({ where: { state: { not: 'done' } } });
      return pending === 0 && heard + unknown > 0 ? heard : null;
    };
    await expect.poll(outcome, { timeout: 150_000, interval: 500 }).not.toBeNull();
    expect(await outcome()).toBeLessThanOrEqual(1);
  }, 180_000);

  it('writes nothing personal to its logs, and stops when told to', async () => {
    const left = running.filter((one) => one.roles !== 'bot');
    expect(await Promise.all(left.map((one) => one.kill('SIGTERM')))).toEqual(left.map(() => 0));
    const printed = running.map((one) => one.printed()).join('\n');
    expect(printed).not.toContain(name);
    expect(printed).not.toMatch(/15400001234|330299\d{12}/);
    for (const line of printed.split('\n').filter((one) => one.startsWith('{'))) {
      expect(['error', 'fatal']).not.toContain((JSON.parse(line) as { level: string }).level);
    }
  });
});
