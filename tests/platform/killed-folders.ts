import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../src/platform/database.ts';
import { lockFolder } from '../../src/platform/folder-lock.ts';
import { migrate } from '../../src/platform/migrate.ts';

export interface FolderProcess {
  pid: number;
  /** Lines that it has said. */
  said: string[];
  /** Resolves when it has said something like this, rejects when it ends before. */
  says(word: string | RegExp): Promise<void>;
  kill(): Promise<void>;
}

export function openInProcess(folder: string, ...more: string[]): FolderProcess {
  const script = fileURLToPath(new URL('./folder-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  let rest = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid: child.pid ?? 0,
    said,
    says: async (word) => {
      while (!said.some((one) => (typeof word === 'string' ? one === word : word.test(one)))) {
        if (child.exitCode !== null) throw new Error(`ended before it said ${word}: ${complaint}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      if (complaint !== '') throw new Error(complaint);
    },
  };
}

/** Opens the folder as the next start would; gives the numbers that stand in it, and proves that it can be written to. */
export async function openAfterwards(folder: string): Promise<number[]> {
  const unlock = await lockFolder(folder);
  const db = await openDatabase({ url: null, folder: join(folder, 'pglite') });
  try {
    await migrate(db, 'prisma/migrations');
    const rows = await db.tx.setting.findMany({ where: { key: { startsWith: 'n' } } });
    await db.tx.timed_run.create({ data: { task: 'opened', moment: new Date(), ran_at: new Date() } });
    return rows.map(({ value }) => Number(value)).sort((a, b) => a - b);
  } finally {
    await db.close();
    await unlock();
  }
}

/** The numbers that the process was told are written. */
export function numbersOf({ said }: FolderProcess): number[] {
  return said.filter((word) => /^\d+$/.test(word)).map(Number);
}
