import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from './errors.ts';

/**
 * Makes sure that one process alone opens the embedded database. The lock names the process; a lock whose process is gone is taken over.
 * Returns the release. Throws AppError `data-in-use`.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'lock');
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      await writeFile(path, describeSelf(), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = await readFile(path, 'utf8').catch(() => '');
      if (isAlive(holder)) {
        const [pid] = holder.split(' ');
        throw new AppError(
          'conflict',
          'data-in-use',
          `数据目录 ${folder} 正被进程 ${pid} 使用，没有做任何改动。请先停止它，或改用 DATABASE_URL。`,
        );
      }
      await rm(path, { force: true });
    }
  }
  throw new AppError('conflict', 'data-in-use', `数据目录 ${folder} 无法加锁，没有做任何改动。请稍后重试。`);
}

function describeSelf(): string {
  return `${process.pid} ${startOf(process.pid) ?? ''}`.trim();
}

function isAlive(holder: string): boolean {
  const [pidText = '', start] = holder.split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // After a restart of the machine the number may belong to somebody else; where the system tells start times they must agree.
  const now = startOf(pid);
  return start === undefined || now === null || now === start;
}

/** Start of a process in clock ticks since boot (Linux); null where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
