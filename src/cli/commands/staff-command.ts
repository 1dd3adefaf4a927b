import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { addLeave, listStaff } from '../../organisation/staff-store.ts';
import { isDay } from '../../platform/calendar/day.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, misuse, printJson } from '../command-context.ts';
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
}
