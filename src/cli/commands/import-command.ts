import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { importResources, resourceColumns } from '../../cases/scarce/import-resources.ts';
import { staffColumns, stationColumns } from '../../organisation/import-columns.ts';
import { importStaff } from '../../organisation/import-staff.ts';
import { importStations } from '../../organisation/import-stations.ts';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { peopleColumns } from '../../people/import/import-columns.ts';
import { importPeople } from '../../people/import/import-people.ts';
import { keepList } from '../../people/import/kept-list.ts';
import { createFaultFile } from '../../platform/fault-file.ts';
import type { ImportOptions, ImportReport } from '../../platform/row-reading.ts';
import type { TableSource } from '../../platform/table-file.ts';
import { type CommandContext, type CommandIo, filePath, misuse, printJson, refuse } from '../command-context.ts';
import { endWith } from '../run-command.ts';
import { cliTexts } from '../texts.ts';
import { addConflictCommands } from './import-conflict-commands.ts';

interface Importer {
  columns: readonly string[];
  run(app: App, source: TableSource, options: ImportOptions): Promise<ImportReport>;
}

const importers: Record<string, Importer> = {
  stations: { columns: stationColumns, run: importStations },
  staff: { columns: staffColumns, run: importStaff },
  people: { columns: peopleColumns, run: runPeople },
  resources: { columns: resourceColumns, run: importResources },
};

async function runPeople(app: App, source: TableSource, options: ImportOptions): Promise<ImportReport> {
  const places = await loadPlaceBook(app.db.tx);
  const sealingKeys = { keys: app.secrets.fieldKeys, indexKey: app.secrets.indexKey, suite: app.config.cryptoSuite };
  const deps = { db: app.db, sealer: app.sealer, places, now: app.clock.now(), by: 'operator', channel: 'cli', sealingKeys };
  return importPeople(deps, source, options);
}

/** `import stations|staff|people|resources <file>` (contract.md section 4). */
export function addImportCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('import')
    .argument('<kind>', Object.keys(importers).join('、'))
    .argument('<file>', 'CSV（UTF-8 或 GB18030）或 .xlsx')
    .description('导入名单；有问题的行不影响其余各行，同一文件再次导入不改动')
    .option('--dry-run', '只检查，不写入')
    .option('--faults <file>', '把有问题的行写到这个文件，改好后可再次导入')
    .option('--json', cliTexts.json)
    .action((kind: string, file: string, options: { dryRun?: boolean; faults?: string }) => runImport(context, kind, file, options));
  addConflictCommands(command, context);
}

async function runImport(
  context: CommandContext,
  kind: string,
  file: string,
  options: { dryRun?: boolean; faults?: string },
): Promise<void> {
  const importer = importers[kind];
  if (!importer) throw misuse('bad-kind', cliTexts.badImportKind(Object.keys(importers)));
  const { io } = context;
  const path = filePath(io, file);
  await readable(path, file);
  const app = await context.app();
  const faultFile = options.faults === undefined ? undefined : createFaultFile(filePath(io, options.faults), importer.columns);
  const report = await importer.run(
    app,
    { path },
    {
      dryRun: options.dryRun ?? false,
      onProgress: (read, share) => io.progress(cliTexts.importing, read, Math.max(1, Math.round(read / Math.max(share, 0.001)))),
      ...(faultFile ? { faultFile } : {}),
    },
  );
  await faultFile?.close();
  if (!options.dryRun && report.read > 0) await keep(app, kind, path, report);
  tell(io, report);
  // Without the columns that must be there, nothing of the file could be read.
  if (report.read === 0 && report.faults.length > 0) endWith(context, 1);
}

/** What came in is kept as it came for 30 days, sealed (rules.yaml retention). */
async function keep(app: App, kind: string, path: string, { read, created, updated, unchanged }: ImportReport): Promise<void> {
  const deps = { db: app.db, sealer: app.sealer, now: app.clock.now(), by: 'operator', channel: 'cli' };
  await keepList(deps, kind, { path }, { read, created, updated, unchanged });
}

function tell(io: CommandIo, report: ImportReport): void {
  const { read, created, updated, unchanged, conflicts, faults, faultsLeftOut, unknownColumns, notes } = report;
  if (unknownColumns.length > 0) io.err(`${cliTexts.unknownColumns(unknownColumns)}\n`);
  for (const note of notes) io.err(`${note}\n`);
  if (conflicts) io.err(`${cliTexts.conflicts(conflicts)}\n`);
  if (faultsLeftOut > 0) io.err(`${cliTexts.faultsLeftOut(faults.length, faultsLeftOut)}\n`);
  const more = { ...(conflicts ? { conflicts } : {}), ...(faultsLeftOut === 0 ? {} : { faultsLeftOut }) };
  printJson(io, { read, created, updated, unchanged, faults, ...more });
}

async function readable(path: string, said: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createReadStream(path, { end: 0 });
    probe.once('error', () => reject(refuse('no-such-file', cliTexts.noFile(said))));
    probe.once('open', () => {
      probe.destroy();
      resolve();
    });
  });
}
