import type { Command } from 'commander';
import type { CaseState } from '../../cases/engine/service-case.ts';
import { findCases } from '../../cases/list-tasks.ts';
import { showCase } from '../../cases/show-case.ts';
import { type CommandContext, misuse, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

const PAGE = 500;
const states: readonly CaseState[] = ['draft', 'open', 'suspended', 'completed', 'rejected', 'withdrawn', 'terminated'];

/** `case list|show`: cases as contract.md section 3 promises them. */
export function addCaseCommand(program: Command, context: CommandContext): void {
  const cases = program.command('case').description('办件');
  cases
    .command('list')
    .description('列出办件')
    .option('--state <state>', `按状态：${states.join('、')}`)
    .option('--json', cliTexts.json)
    .action((options: { state?: string; json?: boolean }) => list(context, options));
  cases
    .command('show')
    .argument('<no>', '办件编号')
    .description('显示一个办件的全部经过')
    .option('--json', cliTexts.json)
    .action(async (no: string) => {
      const app = await context.app();
      const shown = await showCase(app.cases, no.toUpperCase(), { now: app.clock.now() });
      if (!shown) throw refuse('no-such-case', cliTexts.noCase(no));
      printJson(context.io, shown);
    });
}

async function list(context: CommandContext, options: { state?: string; json?: boolean }): Promise<void> {
  const state = states.find((one) => one === options.state);
  if (options.state !== undefined && !state) throw misuse('bad-state', cliTexts.badState(states));
  const app = await context.app();
  const rows = [];
  for (;;) {
    const page = await findCases(app.cases, null, { state }, { now: app.clock.now(), limit: PAGE, offset: rows.length });
    rows.push(...page.cases);
    if (page.cases.length === 0 || rows.length >= page.total) break;
  }
  if (options.json) return printJson(context.io, rows);
  if (rows.length === 0) context.io.out(`${cliTexts.noCases}\n`);
  for (const row of rows) context.io.out(`${row.no}  ${row.flowName}  ${row.subjectName}  ${row.state}  ${row.stepName ?? ''}\n`);
}
