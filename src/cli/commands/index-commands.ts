import type { Command } from 'commander';
import { recordAudit } from '../../audit/audit-store.ts';
import { enterFinding, type FindingEntry } from '../../insight/respect-index/enter-finding.ts';
import { readIndex } from '../../insight/respect-index/index-reading.ts';
import { indexTexts } from '../../insight/respect-index/index-texts.ts';
import { lastDayOf } from '../../insight/respect-index/index-window.ts';
import { type IndexLine, townStanding } from '../../insight/respect-index/score-lines.ts';
import { takeSnapshot } from '../../insight/respect-index/take-snapshot.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { listNeeds, type NeedAct, settleNeed } from '../../visits/settle-need.ts';
import { acting, type Common, tell } from '../acting.ts';
import { type CommandContext, misuse, printJson, refuse } from '../command-context.ts';
import { credentialCliTexts as say } from '../credential-texts.ts';
import { cliTexts } from '../texts.ts';

/** `index show|snapshot|finding`: the respect index; `need list|close|confirm`: what visits found, which it counts. */
export function addIndexCommands(program: Command, context: CommandContext): void {
  const index = program.command('index').description('尊崇指数');
  index
    .command('show')
    .description('全区、各镇街，或一个镇街的各站；没有数据的分项会写明')
    .option('--period <yyyy-mm>', '月份，默认本月至今')
    .option('--town <town>', '这个镇街的各站')
    .option('--json', cliTexts.json)
    .action((options: { period?: string; town?: string; json?: boolean }) => show(context, options));
  index
    .command('snapshot')
    .description('留存上月结果；已留存的不改')
    .action(async () => {
      const app = await context.app();
      const { period, lines } = await takeSnapshot({ db: app.db, workingDays: app.workingDays }, app.clock.now());
      context.io.out(`${say.kept(period, lines)}\n`);
    });
  index
    .command('finding <kind> <station>')
    .description('登记经核实的情况：privacy-leak 隐私泄露、false-visit 虚假走访、spot-check 走访抽查')
    .requiredOption('--as <staffId>', say.as)
    .requiredOption('--note <text>', '核实情况')
    .option('--on <day>', '日期，默认今天')
    .option('--count <n>', '条数', '1')
    .option('--people <n>', '泄露涉及的人数', '0')
    .option('--json', cliTexts.json)
    .action((kind: string, station: string, options: FindingOptions) => finding(context, kind, station, options));
  addNeedCommands(program, context);
}

function addNeedCommands(program: Command, context: CommandContext): void {
  const need = program.command('need').description('走访发现的需求');
  const add = (usage: string, description: string) =>
    need.command(usage).description(description).requiredOption('--as <staffId>', say.as).option('--json', cliTexts.json);
  add('list', '本辖区未办结、未回访的需求').action(async (options: Common) => {
    const { app, staff, deps } = await acting(context, options.as);
    const needs = await app.db.transaction((tx) => listNeeds({ ...deps, tx }, staff, 500));
    if (needs === null) throw refuse('forbidden', cliTexts.person.refused);
    if (options.json) return printJson(context.io, needs);
    for (const one of needs) context.io.out(`${one.id}  ${one.village ?? ''}${one.name}  ${one.text}  ${one.dueOn}\n`);
  });
  for (const [act, description] of [
    ['close', '办结'],
    ['confirm', '回访确认'],
  ] as const)
    add(`${act} <id>`, description).action((id: string, options: Common) => settle(context, id, act, options));
}

async function settle(context: CommandContext, id: string, act: NeedAct, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  tell(context, await app.db.transaction((tx) => settleNeed({ ...deps, tx }, staff, { id, act })), options);
}

async function show(context: CommandContext, options: { period?: string; town?: string; json?: boolean }): Promise<void> {
  const app = await context.app();
  const { period } = options;
  if (period !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) throw misuse('bad-period', say.badPeriod(period));
  const today = dayOf(app.clock.now());
  const to = period === undefined || period >= today.slice(0, 7) ? today : lastDayOf(period);
  const found = await readIndex({ tx: app.db.tx, workingDays: app.workingDays }, to);
  const { town } = options;
  const lines = town === undefined ? [found.district, ...found.towns] : found.stations.filter((one) => one.town === town);
  if (options.json) {
    const standing = town === undefined ? {} : { standing: townStanding(found.stations, town) };
    return printJson(context.io, { ...found, ...standing, ...(town === undefined ? {} : { stations: lines }) });
  }
  context.io.out(`${say.window(found.from, found.to, found.ruleVersion)}\n`);
  for (const line of lines) context.io.out(`${lineText(line)}\n`);
}

function lineText({ name, final, grade, redLine, parts }: IndexLine): string {
  const total =
    final === null || grade === null
      ? redLine
        ? indexTexts.redLine
        : indexTexts.noTotal
      : `${final.toFixed(1)} ${indexTexts.grades[grade]}`;
  const missing = parts.flatMap((part) => (part.missing === null ? [] : [indexTexts.parts[part.id]]));
  return `${name}  ${total}${missing.length > 0 ? `  ${say.missing(missing)}` : ''}`;
}

interface FindingOptions extends Common {
  note: string;
  on?: string;
  count: string;
  people: string;
}

const kinds = ['privacy-leak', 'false-visit', 'spot-check'] as const;

async function finding(context: CommandContext, kind: string, stationCode: string, options: FindingOptions): Promise<void> {
  const known = kinds.find((one) => one === kind);
  if (!known) throw misuse('bad-kind', say.badKind(kinds));
  const { app, staff, deps } = await acting(context, options.as);
  const { note, on = dayOf(deps.now), count, people } = options;
  const entry: FindingEntry = { kind: known, stationCode, foundOn: on, count: Number(count), people: Number(people), note };
  const entered = await app.db.transaction(async (tx) => {
    const result = await enterFinding({ ...deps, tx }, staff, entry);
    const about = { at: deps.now, actor: staff.id, subject: null, caseNo: null, channel: deps.channel, purpose: note };
    const outcome = result.ok ? 'done' : result.code;
    await recordAudit(tx, [
      { ...about, action: result.ok ? 'write' : 'write-refused', outcome, detail: { act: `finding:${kind}`, stationCode } },
    ]);
    return result;
  });
  tell(context, entered, options);
}
