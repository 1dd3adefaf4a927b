import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../platform/config.ts';
import { projectFile } from '../../platform/project-file.ts';
import { BOOKER } from './bench-cast.ts';
import { rounded } from './sample.ts';

export interface BootFigures {
  /** From the start of the process to the first answered message; `samples` starts of each. */
  boot: { firstMs: number; nextMs: number; samples: number };
  /** The larger of two: after the first start and after the next, each after `messages` messages and a while of nothing. */
  rssMb: number;
}

export interface BootSize {
  messages: number;
  settleMs: number;
}

const SPEAKER = `u-${BOOKER}`;
const TALK = ['我的待办', '查一下张建国的档案', '1', '疗养要什么材料', '走访进度怎么样', '姜山镇有多少参战老兵'];
const LONGEST_START_MS = 180_000;

/** Starts the product (`dist/main.js`) in an empty folder and on the empty database of `config`, then again in the same. */
export async function benchBoot(config: Config, size: BootSize): Promise<BootFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yinling-boot-'));
  const environment = { ...environmentOf(config), DATA_DIR: dataDir };
  try {
    const first = await startOnce(environment, size);
    const next = await startOnce(environment, size);
    return { boot: { firstMs: first.ms, nextMs: next.ms, samples: 1 }, rssMb: Math.max(first.rssMb, next.rssMb) };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What the process is told; nothing of this one's environment, which may name a real DingTalk. */
function environmentOf({ databaseUrl, fieldKeys, indexKey, sessionSecret, cryptoSuite }: Config): Record<string, string> {
  const common = { PATH: '', HOST: '127.0.0.1', LOG_LEVEL: 'error', DINGTALK_QPS: '1000', CRYPTO_SUITE: cryptoSuite };
  if (databaseUrl === null) return common;
  const ring = (fieldKeys ?? []).map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
  const keys = { DATABASE_URL: databaseUrl, DEMO: 'on', FIELD_KEYS: ring, INDEX_KEY: indexKey?.toString('base64') ?? '' };
  return { ...common, ...keys, ...(sessionSecret ? { SESSION_SECRET: sessionSecret } : {}) };
}

async function startOnce(environment: Record<string, string>, size: BootSize): Promise<{ ms: number; rssMb: number }> {
  const port = String(await freePort());
  const base = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(projectFile('dist/main.js'))], {
    env: { ...environment, PORT: port },
    // Away from any .env file.
    cwd: environment['DATA_DIR'],
    stdio: 'ignore',
  });
  try {
    await untilReady(child, base);
    await ask(base, '你好');
    const ms = rounded(performance.now() - started, 0);
    for (let count = 0; count < size.messages; count += 1) await ask(base, TALK[count % TALK.length] ?? '');
    await sleep(size.settleMs);
    return { ms, rssMb: await residentMb(base) };
  } finally {
    const ended = child.exitCode === null && child.signalCode === null ? new Promise((resolve) => child.once('exit', resolve)) : null;
    child.kill('SIGTERM');
    await ended;
  }
}

async function untilReady(child: ChildProcess, base: string): Promise<void> {
  const deadline = performance.now() + LONGEST_START_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the product ended with exit code ${child.exitCode}`);
    if (performance.now() > deadline) throw new Error('the product did not start');
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(20);
  }
}

/** Types into the chat page's own address and waits until the bot has answered. */
async function ask(base: string, text: string): Promise<void> {
  const c = `cid${createHash('sha256').update(`direct:${SPEAKER}`).digest('base64').slice(0, 22)}==`;
  const post = (path: string, body: object) =>
    fetch(`${base}/chat/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: SPEAKER, c, ...body }),
    });
  const sent = await post('send', { text });
  if (!sent.ok) throw new Error(`the chat page answered ${sent.status}`);
  const deadline = performance.now() + 30_000;
  for (;;) {
    const { unread } = (await (await fetch(`${base}/chat/unread?as=${SPEAKER}`)).json()) as { unread: number };
    if (unread > 0) break;
    if (performance.now() > deadline) throw new Error('the product did not answer');
    await sleep(5);
  }
  await post('read', {});
}

async function residentMb(base: string): Promise<number> {
  const text = await (await fetch(`${base}/metrics`)).text();
  const bytes = /^yinling_process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
  if (bytes === undefined) throw new Error('the product does not tell its memory');
  return rounded(Number(bytes) / 1024 / 1024, 0);
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
