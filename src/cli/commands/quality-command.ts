import type { Command } from 'commander';
import { acceptDoubt, listFindings, listUnconfirmed, qualitySummary, sweepQuality } from '../../people/quality/quality.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

const CHANNEL = 'cli';
const say = cliTexts.quality;

interface Options {
  as: string;
  rule?: string;
  year?: string;
  reason?: string;
  limit: string;
  json?: boolean;
}

/** `quality sweep|summary|list|confirmations|accept`: completeness, doubtful data, yearly confirmation. */
export function addQualityCommand(program: Command, context: CommandContext): void {
  const quality = program.command('quality').description('档案质量');
  quality
    .command('sweep')
    .description('重新核对全部档案（每夜自动做）')
    .action(async () => {
      const app = await context.app();
      context.io.out(`${say.swept(await sweepQuality(app.db, app.clock.now()))}\n`);
    });
  const add = (usage: string, description: string) =>
    quality
      .command(usage)
      .description(description)
      .requiredOption('--as <staffId>', '工作人员工号')
      .option('--limit <n>', '最多几条', '100')
      .option('--json', cliTexts.json);
  add('summary', '各站完整率、可疑数据和年度确认').action((options: Options) => summary(context, options));
  add('list', '可疑数据清单：谁的档案、哪里不对、该谁改')
    .option('--rule <rule>', '只看一类')
    .action((options: Options) => list(context, options));
  add('confirmations', '今年还没有确认的重点优抚对象')
    .option('--year <yyyy>', '年度，默认今年')
    .action((options: Options) => confirmations(context, options));
  add('accept <archiveNo> <rule>', '已核实无误，数据不变就不再提示')
    .requiredOption('--reason <why>', '怎么核实的')
    .action((archiveNo: string, rule: string, options: Options) => accept(context, archiveNo, rule, options));
}

async function summary(context: CommandContext, options: Options): Promise<void> {
  const app = await context.app();
  const found = await qualitySummary(app.db.tx, await actingStaff(app, options.as), app.clock.now());
  if (!found) throw refuse('forbidden', say.forbidden);
  if (options.json) {
    printJson(context.io, found);
    return;
  }
  for (const one of found.findings) context.io.out(`${one.count}\t${one.rule}\t${one.sentence}\n`);
  for (const one of found.stations.slice(0, Number(options.limit)))
    context.io.out(`${say.station(`${one.town ?? ''}${one.village ?? ''}`, one.people, one.percent, one.confirmed, one.toConfirm)}\n`);
}

async function list(context: CommandContext, options: Options): Promise<void> {
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const deps = { sealer: app.sealer, now: app.clock.now(), channel: CHANNEL };
  const page = { rule: options.rule, limit: Number(options.limit), offset: 0 };
  const lines = await app.db.transaction((tx) => listFindings({ ...deps, tx }, staff, page));
  if (!lines) throw refuse('forbidden', say.forbidden);
  if (options.json) printJson(context.io, lines);
  else for (const one of lines) context.io.out(`${one.archiveNo}\t${one.name}\t${one.sentence}\t${one.mender ?? ''}\n`);
}

async function confirmations(context: CommandContext, options: Options): Promise<void> {
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const deps = { sealer: app.sealer, now: app.clock.now(), channel: CHANNEL };
  const year = Number(options.year ?? dayOf(deps.now).slice(0, 4));
  const people = await app.db.transaction((tx) =>
    listUnconfirmed({ ...deps, tx }, staff, year, { limit: Number(options.limit), offset: 0 }),
  );
  if (!people) throw refuse('forbidden', say.forbidden);
  if (options.json) printJson(context.io, people);
  else
    for (const one of people) context.io.out(`${one.archiveNo}\t${one.name}\t${one.town ?? ''}${one.village ?? ''}\t${one.mender ?? ''}\n`);
}

async function accept(context: CommandContext, archiveNo: string, rule: string, options: Options): Promise<void> {
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const deps = { sealer: app.sealer, now: app.clock.now(), channel: CHANNEL };
  const request = { archiveNo, rule, reason: options.reason ?? '' };
  const result = await app.db.transaction((tx) => acceptDoubt({ ...deps, tx }, staff, request));
  if (!result.ok) throw refuse(result.code, result.sentence);
  context.io.out(`${cliTexts.personWrites.done}\n`);
}
