import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { readCategory } from '../../people/categories.ts';
import { type ExportFilter, type ExportKind, exportTable } from '../../people/export/export-table.ts';
import { exportTexts } from '../../people/export/export-texts.ts';
import { isDay } from '../../platform/calendar/day.ts';
import { exporters } from '../../serving/exporters.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, filePath, misuse, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

const { exports: texts } = cliTexts;

interface Options {
  as: string;
  out: string;
  town?: string;
  village?: string;
  category?: string;
  from?: string;
  to?: string;
  json?: boolean;
}

/** `export people|cases|visits|audit` (contract.md section 2): what that member of staff may see, masked, marked and recorded. */
export function addExportCommand(program: Command, context: CommandContext): void {
  program
    .command('export')
    .argument('<kind>', Object.keys(exporters).join('、'))
    .description('导出名单：按该工作人员的权限，脱敏并留痕')
    .requiredOption('--as <staffId>', '工作人员工号')
    .requiredOption('--out <file>', '.xlsx 或 .csv 文件')
    .option('--town <name>', '只导出这个镇街')
    .option('--village <name>', '只导出这个村社')
    .option('--category <name>', '只导出这个人员类别')
    .option('--from <date>', '起始日期（人员按建档日，办件按发起日，走访按节日，留痕按时间）')
    .option('--to <date>', '截止日期，含当日')
    .option('--json', cliTexts.json)
    .action((kind: string, options: Options) => runExport(context, kind, options));
}

async function runExport(context: CommandContext, kind: string, options: Options): Promise<void> {
  if (!isKind(kind)) throw misuse('bad-kind', texts.badKind(Object.keys(exporters)));
  const format = /\.(xlsx|csv)$/i.exec(options.out)?.[1]?.toLowerCase();
  if (format !== 'xlsx' && format !== 'csv') throw misuse('bad-format', texts.badFormat);
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const filter = await filterOf(app, options);
  const source = exporters[kind](app, staff, filter);
  if ('kind' in source) throw refuse(`export-${source.why}`, exportTexts.refused[source.why]);
  const { io } = context;
  const path = filePath(io, options.out);
  // Whole or not at all, and its owner's alone: what broke off must not be taken for the list.
  const partial = `${path}.${process.pid}.part`;
  const deps = { db: app.db, now: app.clock.now(), channel: 'cli', onProgress: (rows: number) => io.progress(texts.label, rows, rows + 1) };
  const sink = createWriteStream(partial, { mode: 0o600 });
  try {
    await opened(sink, options.out);
    const result = await exportTable(deps, staff, { kind, format, filter, purpose: texts.purpose }, source, sink);
    await rename(partial, path);
    if (options.json) printJson(io, result);
    else io.out(`${texts.done(result.no, result.rows)}\n`);
  } finally {
    sink.destroy();
    await rm(partial, { force: true });
  }
}

function isKind(kind: string): kind is ExportKind {
  return Object.hasOwn(exporters, kind);
}

async function opened(sink: ReturnType<typeof createWriteStream>, said: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    sink.once('error', () => reject(refuse('cannot-write', texts.cannotWrite(said))));
    sink.once('open', () => resolve());
  });
}

async function filterOf(app: App, options: Options): Promise<ExportFilter> {
  const places = await loadPlaceBook(app.db.tx);
  const town = known(options.town, (name) => places.town(name), 'bad-town', texts.unknownTown);
  const village = known(
    options.village,
    (name) => places.villages(name, town ?? null)[0]?.village ?? null,
    'bad-village',
    texts.unknownVillage,
  );
  const category = known(options.category, readCategory, 'bad-category', texts.unknownCategory);
  const day = (text: string | undefined) =>
    known(
      text,
      (said) => (isDay(said) ? said : null),
      'bad-day',
      () => texts.badDay,
    );
  return { town, village, category, from: day(options.from), to: day(options.to) };
}

/** What a word means; a word that means nothing is a misuse. */
function known(
  said: string | undefined,
  read: (said: string) => string | null,
  code: string,
  sentence: (said: string) => string,
): string | undefined {
  if (said === undefined) return undefined;
  const meant = read(said);
  if (meant === null) throw misuse(code, sentence(said));
  return meant;
}
