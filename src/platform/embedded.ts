import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';

/**
 * Opens the embedded database. A PGlite that is killed while it first lays out its folder leaves it unusable, so the folder is
 * laid out beside and renamed when complete: at any moment there is either no folder or a whole one. The caller holds the folder's lock.
 */
export async function openPglite(folder: string | null): Promise<PGlite> {
  if (folder === null) return PGlite.create();
  if (!existsSync(folder)) await layOut(folder);
  // Its process is gone, for the folder's lock is ours. One killed while it made this file leaves it empty, and PostgreSQL refuses such a folder.
  await rm(join(folder, 'postmaster.pid'), { force: true });
  return PGlite.create(folder, { startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`] });
}

/** PostgreSQL's own default of 128 MB makes nothing faster here: its files are in the operating system's cache as well. */
const SHARED_BUFFERS = '32MB';

const WORK = `
const { library, folder } = require('node:worker_threads').workerData;
require(library).PGlite.create(folder).then((fresh) => fresh.close());`;

/** Laying out blocks its thread for seconds; the main one stays free to see that the parent is gone, and goes at once as well. */
const PROCESS = `
const [work, library, folder] = process.argv.slice(1);
const worker = new (require('node:worker_threads').Worker)(work, { eval: true, workerData: { library, folder } });
worker.on('exit', (code) => process.exit(code));
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume();`;

/** In a process of its own: a second database in this one would stay in its memory. */
async function layOut(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const prefix = `${basename(folder)}.creating-`;
  for (const name of await readdir(dirname(folder))) {
    // Tried again for a while, because a process whose parent was killed a moment ago may still write into it.
    if (name.startsWith(prefix)) await rm(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 10 });
  }
  const aside = join(dirname(folder), `${prefix}${randomUUID()}`);
  const library = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  await promisify(execFile)(process.execPath, ['-e', PROCESS, WORK, library, aside]);
  await rename(aside, folder);
}
