import { spawnSync } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const lock = join(tmpdir(), `${basename(root)}-${Buffer.from(root).toString('base64url').slice(-40)}.building`);
/** Longer than any build: a lock this old was left by a run that was killed. */
const STALE_MS = 120_000;

/** Compiles the product if its sources have changed since; one test file at a time, or one would start what another is just writing. */
export async function buildProduct(): Promise<void> {
  while (!(await takeLock())) await sleep(100);
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src', 'build.ts'), '--quiet'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the product does not build: ${stdout}${stderr}`);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function takeLock(): Promise<boolean> {
  const made = await mkdir(lock).catch((error: NodeJS.ErrnoException) => error);
  if (made === undefined) return true;
  if (made.code !== 'EEXIST') throw made;
  const held = await stat(lock).catch(() => null);
  if (held && Date.now() - held.mtimeMs > STALE_MS) await rm(lock, { recursive: true, force: true });
  return false;
}
