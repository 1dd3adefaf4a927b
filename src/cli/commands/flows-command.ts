import type { Command } from 'commander';
import { actions, subjectChecks } from '../../actions.ts';
import { checkFlows } from '../../flows/check-flows.ts';
import type { FlowBook, LoadedFlow } from '../../flows/flow-definition.ts';
import { flowDiagram } from '../../flows/flow-diagram.ts';
import { loadFlows } from '../../flows/load-flows.ts';
import { departments, industries, sections } from '../../organisation/departments.ts';
import { roles } from '../../organisation/role.ts';
import { factNames } from '../../people/change/person-facts.ts';
import { archiveKeys } from '../../people/file/archive-facts.ts';
import { projectFile } from '../../platform/project-file.ts';
import { type CommandContext, misuse, printJson, refuse } from '../command-context.ts';
import { endWith } from '../run-command.ts';
import { cliTexts } from '../texts.ts';

/** `flows check|list|show`. Works on the files alone, without a database. */
export function addFlowsCommand(program: Command, context: CommandContext): void {
  const flows = program.command('flows').description('事项流程');
  flows
    .command('check')
    .description('检查 flows/ 下的全部定义')
    .option('--json', cliTexts.json)
    .action((options: { json?: boolean }) => check(context, options));
  flows
    .command('list')
    .description('列出全部事项')
    .option('--json', cliTexts.json)
    .action(async (options: { json?: boolean }) => {
      const rows = (await book()).list().map(summaryOf);
      if (options.json) printJson(context.io, rows);
      else for (const row of rows) context.io.out(`${row.no}  ${row.id}  ${row.name}  ${row.limitDays} 个工作日\n`);
    });
  flows
    .command('show')
    .argument('<id>', '事项 id')
    .description('显示一个事项及其步骤')
    .option('--diagram <format>', '画出流程图：svg')
    .option('--json', cliTexts.json)
    .action((id: string, options: { diagram?: string; json?: boolean }) => show(context, id, options));
}

const known = {
  roles: new Set<string>(roles.map((role) => role.id)),
  departments: new Set(departments.map((one) => one.id)),
  industries: new Set(industries.map((one) => one.id)),
  sections: new Set(sections.map((one) => one.id)),
  actions: new Set(Object.keys(actions)),
  subjectChecks: new Set(Object.keys(subjectChecks)),
  archiveKeys: new Set(archiveKeys),
  fileFacts: new Set(factNames),
};

const book = (): Promise<FlowBook> => loadFlows(projectFile('flows/'));

function summaryOf({ definition, version }: LoadedFlow) {
  const { id, no, name, category, scenario, level, limitDays, steps } = definition;
  return { id, no, name, category, scenario, level, limitDays, steps: steps.map((step) => step.key), version };
}

async function check(context: CommandContext, options: { json?: boolean }): Promise<void> {
  const flows = await book();
  const findings = checkFlows(flows, known);
  if (options.json) printJson(context.io, { flows: flows.list().length, findings });
  else if (findings.length === 0) context.io.out(`${cliTexts.flows.fine(flows.list().length)}\n`);
  else for (const finding of findings) context.io.out(`${finding.file}  ${finding.path}  ${finding.sentence}\n`);
  if (findings.length > 0) endWith(context, 1);
}

async function show(context: CommandContext, id: string, options: { diagram?: string; json?: boolean }): Promise<void> {
  const flow = (await book()).get(id);
  if (!flow) throw refuse('no-such-flow', cliTexts.flows.unknown(id));
  if (options.diagram !== undefined) {
    if (options.diagram !== 'svg') throw misuse('bad-diagram', cliTexts.flows.badDiagram);
    context.io.out(`${flowDiagram(flow.definition)}\n`);
    return;
  }
  if (options.json) return printJson(context.io, { ...flow.definition, version: flow.version });
  const { definition } = flow;
  context.io.out(`${definition.no}  ${definition.name}（${definition.id}）\n${definition.summary}\n`);
  for (const step of definition.steps) {
    const who = step.parties
      ? step.parties.map((party) => party.key).join('、')
      : [step.role, step.department ?? step.industry ?? step.section].filter(Boolean).join(' ');
    context.io.out(`  ${step.name}  ${who}  ${step.days} 个工作日\n`);
  }
}
