import type { Command } from 'commander';
import { casesOnOldVersions, changeCaseVersion } from '../../cases/change-version.ts';
import { acting } from '../acting.ts';
import { type CommandContext, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

/** `case versions`, `case move-version`: running cases stay on the definition they started with until somebody who saw the difference moves them. */
export function addCaseVersionCommands(cases: Command, context: CommandContext): void {
  cases
    .command('versions')
    .description('列出还在旧版流程上的在办件')
    .option('--flow <id>', '只看一个事项')
    .option('--json', cliTexts.json)
    .action(async (options: { flow?: string; json?: boolean }) => {
      const found = await casesOnOldVersions((await context.app()).cases, options.flow);
      if (options.json) printJson(context.io, found);
      else if (found.length === 0) context.io.out(`${cliTexts.version.none}\n`);
      else for (const { no, flow } of found) context.io.out(`${no}  ${flow}\n`);
    });
  cases
    .command('move-version <no>')
    .description('把在办件换到今天的流程版本；先用 --preview 看差别')
    .requiredOption('--as <staffId>', '工作人员工号（业务科室、局领导或系统管理员）')
    .option('--preview', '只看差别，不改动')
    .option('--json', cliTexts.json)
    .action((no: string, options: { as: string; preview?: boolean; json?: boolean }) => move(context, no.toUpperCase(), options));
}

async function move(context: CommandContext, caseNo: string, options: { as: string; preview?: boolean; json?: boolean }): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const isPreview = options.preview ?? false;
  const result = await changeCaseVersion(app.cases, { caseNo, actor: staff, now: deps.now, channel: deps.channel, isPreview });
  if (!result.ok) throw refuse(result.code, result.sentence);
  const { ok: _, ...change } = result;
  if (options.json) return printJson(context.io, change);
  const heading = isPreview ? cliTexts.version.preview(caseNo) : cliTexts.version.moved(caseNo);
  context.io.out(`${[heading, ...change.changes.map((line) => `- ${line}`)].join('\n')}\n`);
}
