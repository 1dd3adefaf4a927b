import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { handOverWork } from '../../cases/hand-over.ts';
import { addLeave, listStaff } from '../../organisation/staff-store.ts';
import { countedKinds } from '../../people/access/ceilings.ts';
import { liftCeiling } from '../../people/access/lift-ceiling.ts';
import { isDay } from '../../platform/calendar/day.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, misuse, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

/** `staff list`, `staff leave`: who works here, and who stands in for whom. */
export function addStaffCommand(program: Command, context: CommandContext): void {
  const staff = program.command('staff').description('工作人员');
  staff
    .command('list')
    .description('列出工作人员')
    .option('--json', cliTexts.json)
    .action(async (options: { json?: boolean }) => {
      const app = await context.app();
      const all = await listStaff(app.db.tx, {});
      if (options.json) return printJson(context.io, all);
      for (const one of all) context.io.out(`${one.id}  ${one.name}  ${one.roles.join('、')}  ${one.town ?? ''}${one.village ?? ''}\n`);
    });
  staff
    .command('leave')
    .argument('<staffId>', '请假人工号')
    .requiredOption('--from <date>', '开始日期 YYYY-MM-DD')
    .requiredOption('--to <date>', '结束日期 YYYY-MM-DD')
    .requiredOption('--deputy <staffId>', '代理人工号')
    .description('登记请假与代理')
    .action(async (id: string, { from, to, deputy }: { from: string; to: string; deputy: string }) => {
      if (!isDay(from) || !isDay(to) || to < from) throw misuse('bad-period', cliTexts.badPeriod);
      const app = await context.app();
      const absent = await actingStaff(app, id);
      const standIn = await actingStaff(app, deputy);
      await addLeave(app.db.tx, { id: randomUUID(), staffId: absent.id, deputyId: standIn.id, fromOn: from, toOn: to });
      context.io.out(`${cliTexts.leaveSaved(absent.name, standIn.name, from, to)}\n`);
    });
  staff
    .command('hand-over <from> <to>')
    .description('离岗移交：把一个人手里的全部办件交给另一个人')
    .requiredOption('--as <staffId>', '操作人工号（本人、科室、局领导或管理员）')
    .option('--preview', '只列出，不移交')
    .option('--json', cliTexts.json)
    .action((from: string, to: string, options: { as: string; preview?: boolean; json?: boolean }) => handOver(context, from, to, options));
  staff
    .command('raise-ceiling <staffId> <kind> <extra>')
    .description(`为一个人调高当天上限：${countedKinds.join('、')}`)
    .requiredOption('--as <staffId>', '操作人工号（站长、科室负责人、局领导）')
    .requiredOption('--reason <why>', '原因')
    .action((id: string, kind: string, extra: string, options: { as: string; reason: string }) => raise(context, id, kind, extra, options));
}

async function handOver(
  context: CommandContext,
  from: string,
  to: string,
  options: { as: string; preview?: boolean; json?: boolean },
): Promise<void> {
  const app = await context.app();
  const request = {
    from: await actingStaff(app, from),
    to: await actingStaff(app, to),
    actor: await actingStaff(app, options.as),
    now: app.clock.now(),
    channel: 'cli',
    isPreview: options.preview ?? false,
  };
  const result = await handOverWork(app.cases, request);
  if (!result.ok) throw refuse(result.code, result.sentence);
  if (options.json) printJson(context.io, result);
  else if (options.preview) {
    context.io.out(`${cliTexts.staffWork.preview(result.tasks.length)}\n`);
    for (const task of result.tasks) context.io.out(`${task.no}  ${task.flowName}  ${task.subjectName}  ${task.taskStepName}\n`);
  } else {
    context.io.out(`${cliTexts.staffWork.moved(result.moved.length, result.kept.length)}\n`);
    for (const one of result.kept) context.io.err(`${one.caseNo}  ${one.sentence}\n`);
  }
}

async function raise(
  context: CommandContext,
  id: string,
  said: string,
  extra: string,
  options: { as: string; reason: string },
): Promise<void> {
  const kind = countedKinds.find((one) => one === said);
  const count = Number(extra);
  if (!kind || !Number.isInteger(count) || count < 1) throw misuse('bad-kind', cliTexts.staffWork.badKind(countedKinds));
  const app = await context.app();
  const [staff, by] = [await actingStaff(app, id), await actingStaff(app, options.as)];
  const request = { staffId: staff.id, kind, extra: count, reason: options.reason };
  const deps = { sealer: app.sealer, now: app.clock.now(), channel: 'cli' };
  const isRaised = await app.db.transaction((tx) => liftCeiling({ ...deps, tx }, by, request));
  if (!isRaised) throw refuse('forbidden', cliTexts.staffWork.mayNotRaise);
  context.io.out(`${cliTexts.staffWork.raised(count)}\n`);
}
