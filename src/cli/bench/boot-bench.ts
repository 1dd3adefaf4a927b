import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { projectFile } from '../../platform/project-file.ts';
import { rounded } from './sample.ts';

export interface BootFigures {
  boot: { firstMs: number; nextMs: number; samples: number };
  rssMb: number | null;
}

const SPEAKER = 'u-DPENSION01';
const SETTLE_MS = 15_000;
const MESSAGES = 100;

/** Starts the product in a folder of its own as a process of its own, to its first answered message; then again. Memory after some talk. */
export async function benchBoot(dataDir: string, environment: Record<string, string>): Promise<BootFigures> {
  const firstMs = await startOnce(dataDir, environment, async () => undefined);
  let rssMb: number | null = null;
  const nextMs = await startOnce(dataDir, environment, async (child, base) => {
    for (let count = 0; count < MESSAGES; count += 1) await askOnce(base, count % 2 === 0 ? '我的待办' : '查一下张建国的档案');
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    rssMb = await residentMb(child.pid ?? 0);
  });
  return { boot: { firstMs, nextMs, samples: 1 }, rssMb };
}

async function startOnce(
  dataDir: string,
  environment: Record<string, string>,
  meanwhile: (child: ChildProcess, base: string) => Promise<void>,
): Promise<number> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(projectFile('dist/main.js'))], {
    env: { PATH: '', ...environment, DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error', DINGTALK_QPS: '1000' },
    stdio: 'ignore',
  });
  try {
    await untilReady(child, base);
    await askOnce(base, '你好');
    const spent = rounded(performance.now() - started, 0);
    await meanwhile(child, base);
    return spent;
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
  }
}

async function untilReady(child: ChildProcess, base: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the product ended with exit code ${child.exitCode}`);
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Types into the chat page's own address and waits until the bot has answered. */
async function askOnce(base: string, text: string): Promise<void> {
  const c = `cid${createHash('sha256').update(`direct:${SPEAKER}`).digest('base64').slice(0, 22)}==`;
  const post = (path: string, body: object) =>
    fetch(`${base}/chat/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: SPEAKER, c, ...body }),
    });
  const sent = await post('send', { text });
  if (!sent.ok) throw new Error(`the chat page answered ${sent.status}`);
  for (;;) {
    const { unread } = (await (await fetch(`${base}/chat/unread?as=${SPEAKER}`)).json()) as { unread: number };
    if (unread > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await post('read', {});
}

/** Null where the system does not tell (only Linux does). */
async function residentMb(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return kilobytes === undefined ? null : rounded(Number(kilobytes) / 1024, 0);
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
