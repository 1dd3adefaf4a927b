import type { Command } from 'commander';
import { campaignFigures } from '../../visits/campaign-figures.ts';
import { planCampaign } from '../../visits/plan-campaign.ts';
import { runTick } from '../../visits/tick.ts';
import { type CommandContext, misuse, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

interface Which {
  festival: string;
  year: string;
  json?: boolean;
}

/** `campaign plan|tick|show`: the visits of a festival. */
export function addCampaignCommand(program: Command, context: CommandContext): void {
  const campaign = program.command('campaign').description('节日走访批次');
  const which = (command: Command) =>
    command
      .requiredOption('--festival <id>', '节日，如 spring_festival')
      .requiredOption('--year <yyyy>', '节日所在年份')
      .option('--json', cliTexts.json);
  which(campaign.command('plan').description('制定一个节日的走访；再次执行不改动')).action((options: Which) => plan(context, options));
  which(campaign.command('show').description('走访进度：应访、已派、已提醒、已访、逾期、已催办')).action((options: Which) =>
    show(context, options),
  );
  campaign
    .command('tick')
    .description('执行该时刻到期的一切提醒、催办、逾期标记；同一时刻再次执行不重复发送')
    .requiredOption('--at <time>', 'ISO 时间，如 2027-01-15T09:00:00+08:00')
    .option('--json', cliTexts.json)
    .action((options: { at: string; json?: boolean }) => tick(context, options));
}

async function plan(context: CommandContext, options: Which): Promise<void> {
  const app = await context.app();
  const ask = { festival: options.festival, year: yearOf(options.year), now: app.clock.now(), by: { actor: 'operator', channel: 'cli' } };
  const result = await planCampaign(app.visits, ask);
  if (!result.ok) throw refuse(result.code, result.sentence);
  const { plan: planned } = result;
  if (options.json) return printJson(context.io, planned);
  const lines = [cliTexts.campaign.planned(planned.name, planned.recipients, planned.planned)];
  if (planned.alreadyPlanned) lines.push(cliTexts.campaign.again);
  if (planned.provisional) lines.push(cliTexts.campaign.provisional);
  if (planned.unassigned > 0) lines.push(cliTexts.campaign.unassigned(planned.unassigned));
  context.io.out(`${lines.join('\n')}\n`);
}

async function show(context: CommandContext, options: Which): Promise<void> {
  const app = await context.app();
  const figures = await campaignFigures(app.db.tx, options.festival, yearOf(options.year));
  if (!figures) throw refuse('no-campaign', cliTexts.campaign.unknown);
  printJson(context.io, figures);
}

async function tick(context: CommandContext, options: { at: string; json?: boolean }): Promise<void> {
  const at = new Date(options.at);
  if (Number.isNaN(at.getTime())) throw misuse('bad-time', cliTexts.campaign.badTime(options.at));
  const app = await context.app();
  const result = await runTick(app.visits, at);
  if (options.json) return printJson(context.io, result);
  const { digests, lastCalls, escalations, overdueMarked } = result;
  context.io.out(`${cliTexts.campaign.ticked(digests.length, lastCalls.length, escalations.length, overdueMarked)}\n`);
  for (const line of [...digests, ...lastCalls]) context.io.out(`${line.staffId}  ${line.parts.map((part) => part.headline).join('、')}\n`);
}

function yearOf(text: string): number {
  const year = Number(text);
  if (!Number.isInteger(year)) throw misuse('bad-year', cliTexts.campaign.badYear(text));
  return year;
}
