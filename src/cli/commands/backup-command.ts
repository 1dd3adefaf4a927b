import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Command } from 'commander';
import { verifyAudit } from '../../audit/verify-audit.ts';
import { proveKeys } from '../../people/one-sealed-store.ts';
import { readBackup } from '../../platform/backup/read-backup.ts';
import { swapFolders } from '../../platform/backup/swap-folders.ts';
import { tableCounts } from '../../platform/backup/table-counts-store.ts';
import { writeBackup } from '../../platform/backup/write-backup.ts';
import { openDatabase } from '../../platform/database.ts';
import { lockFolder } from '../../platform/folder-lock.ts';
import { createSealer } from '../../platform/seal.ts';
import { ensureSecrets } from '../../platform/secrets.ts';
import { writeSetting } from '../../platform/setting-store.ts';
import { type CommandContext, filePath, printJson, refuse } from '../command-context.ts';
import { findServer } from '../running-server.ts';
import { cliTexts } from '../texts.ts';

const say = cliTexts.backup;
const KEYS = 'keys.json';

/** `backup <file>` and `restore <file>`: the whole embedded database with its kept files; on PostgreSQL the line of its own tools. */
export function addBackupCommands(program: Command, context: CommandContext): void {
  program
    .command('backup')
    .argument('<file>', '备份文件')
    .description('备份整个内嵌数据库和附件，不停服务；使用 PostgreSQL 时给出 pg_dump 命令')
    .option('--json', cliTexts.json)
    .action((file: string, options: { json?: boolean }) => backup(context, file, options));
  program
    .command('restore')
    .argument('<file>', '备份文件')
    .description('恢复备份（先停止服务）；现有数据改名保留')
    .option('--replace', '数据目录里已有数据时，用备份替换（原数据改名保留）')
    .option('--json', cliTexts.json)
    .action((file: string, options: { replace?: boolean; json?: boolean }) => restore(context, file, options));
}

async function backup(context: CommandContext, file: string, options: { json?: boolean }): Promise<void> {
  const { io, config } = context;
  if (config.databaseUrl !== null) {
    io.out(`${say.pgDump(file)}\n`);
    return;
  }
  const app = await context.app();
  if (!('pglite' in app.db.driver)) throw refuse('not-embedded', say.pgDump(file));
  const path = filePath(io, file);
  const counts = await tableCounts(app.db.tx);
  const source = { pglite: app.db.driver.pglite, filesFolder: join(config.dataDir, 'files'), counts, now: app.clock.now() };
  const manifest = await writeBackup(source, path, (share) => io.progress(say.backingUp, Math.round(share * 100), 100));
  const keys = await copyKeys(config.dataDir, path);
  await writeSetting(app.db.tx, 'last-backup', { at: manifest.madeAt, path }, app.clock.now());
  const { size } = await stat(path);
  if (options.json) printJson(io, { path, bytes: size, keys, ...manifest });
  else
    io.out(
      `${say.backedUp(path, size, manifest.counts['person'] ?? 0, manifest.files)}\n${keys ? say.keysBeside(keys) : say.keysElsewhere}\n`,
    );
}

/** Beside the backup and never in it: who finds the one must not be able to read it with it. */
async function copyKeys(dataDir: string, path: string): Promise<string | null> {
  const source = join(dataDir, KEYS);
  if (!existsSync(source)) return null;
  await copyFile(source, `${path}.keys.json`);
  return `${path}.keys.json`;
}

async function restore(context: CommandContext, file: string, options: { replace?: boolean; json?: boolean }): Promise<void> {
  const { io, config } = context;
  if (config.databaseUrl !== null) {
    io.out(`${say.pgRestore(file)}\n`);
    return;
  }
  if ((await findServer(config.dataDir)) !== null) throw refuse('still-running', say.stopFirst);
  const path = filePath(io, file);
  if (!existsSync(path)) throw refuse('no-such-file', cliTexts.noFile(file));
  const dataDir = resolve(config.dataDir);
  const unlock = await lockFolder(dataDir);
  try {
    const hadData = existsSync(join(dataDir, 'pglite'));
    if (hadData && !options.replace) throw refuse('not-empty', say.notEmpty(dataDir));
    const { manifest, counts, outgoing } = await restoreInto(context, dataDir, path);
    if (options.json) printJson(io, { path, madeAt: manifest.madeAt, counts, files: manifest.files });
    else io.out(`${say.restored(manifest.madeAt, counts['person'] ?? 0, manifest.files, hadData ? outgoing : null)}\n`);
  } finally {
    await unlock();
  }
}

/** Lays the backup out beside, proves it whole, and only then puts it in the place of what is there. */
async function restoreInto(context: CommandContext, dataDir: string, path: string) {
  const { io, config } = context;
  const incoming = `restoring-${randomUUID()}`;
  try {
    await bringKeys(dataDir, path, config.fieldKeys !== null && config.indexKey !== null);
    const { manifest, database } = await readBackup(path, join(dataDir, `files.${incoming}`));
    io.progress(say.restoring, 40, 100);
    await (await PGlite.create(join(dataDir, `pglite.${incoming}`), { loadDataDir: database })).close();
    io.progress(say.restoring, 70, 100);
    const counts = await checkRestored(context, join(dataDir, `pglite.${incoming}`), manifest.counts);
    const outgoing = `before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    await swapFolders(dataDir, { incoming, outgoing });
    io.progress(say.restoring, 100, 100);
    return { manifest, counts, outgoing };
  } finally {
    for (const folder of ['pglite', 'files']) await rm(join(dataDir, `${folder}.${incoming}`), { recursive: true, force: true });
  }
}

/** The keys that the backup's fields are sealed with: those configured, those of the folder, else those beside the backup. */
async function bringKeys(dataDir: string, path: string, isConfigured: boolean): Promise<void> {
  const [here, beside] = [join(dataDir, KEYS), `${path}.keys.json`];
  if (isConfigured || existsSync(here)) return;
  if (!existsSync(beside)) throw refuse('keys-missing', say.keysMissing(beside));
  await copyFile(beside, here);
}

/** Nothing is swapped in that does not hold: as many rows as were backed up, the chain of the audit whole, sealed values open. */
async function checkRestored(context: CommandContext, folder: string, expected: Record<string, number>): Promise<Record<string, number>> {
  const db = await openDatabase({ url: null, folder });
  try {
    const counts = await tableCounts(db.tx);
    const different = Object.keys(expected).filter((table) => expected[table] !== counts[table]);
    if (different.length > 0) throw refuse('bad-backup', say.countsDiffer(different));
    const verdict = await verifyAudit(db.tx);
    if (!verdict.ok) throw refuse('bad-backup', cliTexts.audit.broken(verdict.firstBad.seq, verdict.firstBad.fault));
    const { fieldKeys, indexKey } = await ensureSecrets(context.config);
    const sealer = createSealer(fieldKeys, indexKey, context.config.cryptoSuite);
    await proveKeys(db.tx, sealer);
    return counts;
  } finally {
    await db.close();
  }
}
