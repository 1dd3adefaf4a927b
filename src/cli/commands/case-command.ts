import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { recordAudit } from '../../audit/audit-store.ts';
import { archiveSheet } from '../../cases/archive-sheet.ts';
import { caseReach } from '../../cases/case-sight.ts';
import type { CaseState } from '../../cases/engine/service-case.ts';
import { closeFollowUp, openFollowUps } from '../../cases/follow-up-store.ts';
import { findCases } from '../../cases/list-tasks.ts';
import { showCase } from '../../cases/show-case.ts';
import { shownValue } from '../../dialogue/shown-value.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, filePath, misuse, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';
import { addCaseVersionCommands } from './case-version-commands.ts';

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
      const about = {
        at: app.clock.now(),
        actor: 'operator',
        subject: shown.subject.archiveNo,
        caseNo: shown.no,
        channel: 'cli',
        purpose: cliTexts.person.purpose,
      };
      await app.db.transaction((tx) => recordAudit(tx, [{ ...about, action: 'read', outcome: 'ok', detail: { case: true } }]));
      printJson(context.io, shown);
    });
  cases
    .command('sheet')
    .argument('<no>', '办件编号')
    .argument('<file>', '写到哪个 PDF 文件')
    .description('打印归档单：申请表、每一步的意见、办理人和时间（敏感信息打码，留痕）')
    .requiredOption('--as <staffId>', '工作人员工号')
    .action((no: string, file: string, options: { as: string }) => sheet(context, no.toUpperCase(), file, options.as));
  addCaseVersionCommands(cases, context);
  cases
    .command('follow-ups')
    .description('办结后还要做的事：回访、检查、转办')
    .requiredOption('--as <staffId>', '工作人员工号')
    .option('--json', cliTexts.json)
    .action((options: { as: string; json?: boolean }) => followUps(context, options));
  cases
    .command('follow-up-done <id>')
    .description('登记一件后续事项已办')
    .requiredOption('--as <staffId>', '工作人员工号')
    .option('--note <text>', '办得怎么样')
    .option('--case <no>', '转成的办件编号')
    .action((id: string, options: { as: string; note?: string; case?: string }) => followUpDone(context, id, options));
}

async function sheet(context: CommandContext, no: string, file: string, as: string): Promise<void> {
  const app = await context.app();
  const staff = await actingStaff(app, as);
  const asked = { no, now: app.clock.now(), channel: 'cli', purpose: cliTexts.sheet.purpose, shownValue };
  const made = await archiveSheet(app.cases, staff, asked);
  if (!made.ok) throw refuse(made.code, made.sentence);
  await writeFile(filePath(context.io, file), made.pdf, { mode: 0o600 });
  context.io.out(`${cliTexts.sheet.made(file, made.record)}\n`);
}

async function followUps(context: CommandContext, options: { as: string; json?: boolean }): Promise<void> {
  const app = await context.app();
  const { isEverywhere, towns, villages } = caseReach(await actingStaff(app, options.as));
  const [village] = villages;
  const area = isEverywhere
    ? { town: null, village: null }
    : { town: towns[0] ?? village?.town ?? '', village: towns.length > 0 ? null : (village?.village ?? '') };
  const open = await openFollowUps(app.db.tx, area, PAGE);
  if (options.json) printJson(context.io, open);
  else for (const one of open) context.io.out(`${one.id}  ${one.dueOn}  ${one.text}  ${one.caseNo}\n`);
}

async function followUpDone(context: CommandContext, id: string, options: { as: string; note?: string; case?: string }): Promise<void> {
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const done = { by: staff.id, at: app.clock.now(), note: options.note ?? null, nextCaseNo: options.case ?? null };
  if (!(await closeFollowUp(app.db.tx, id, done))) throw refuse('no-such-follow-up', cliTexts.noFollowUp(id));
  context.io.out(`${cliTexts.personWrites.done}\n`);
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
