import type { Command } from 'commander';
import { confirmDisposal, makeDisposalList, purgeList } from '../../people/rights/disposal.ts';
import { findLists } from '../../people/rights/disposal-store.ts';
import { retentionClasses } from '../../serving/retention-classes.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

const say = cliTexts.retention;

/** `retention list|make|confirm|purge`: what is past its time is listed, confirmed by two, and only then destroyed. */
export function addRetentionCommand(program: Command, context: CommandContext): void {
  const retention = program.command('retention').description('保存期限与处置');
  const deps = async () => {
    const app = await context.app();
    return { app, db: app.db, now: app.clock.now(), channel: 'cli', classes: retentionClasses };
  };
  retention
    .command('make')
    .description('把保存期满的列成清单（不销毁）')
    .action(async () => {
      const list = await makeDisposalList(await deps(), 'operator');
      if (list === null) context.io.out(`${say.nothing}\n`);
      else printJson(context.io, list);
    });
  retention
    .command('list')
    .description('各类保存期限和已有的处置清单')
    .option('--json', cliTexts.json)
    .action(async (options: { json?: boolean }) => {
      const { app } = await deps();
      const lists = await findLists(app.db.tx);
      if (options.json)
        printJson(context.io, {
          classes: retentionClasses.map(({ id, name, keep, basis, origin }) => ({ id, name, keep, basis, origin })),
          lists,
        });
      else {
        for (const one of retentionClasses) context.io.out(`${one.name}\t${one.keep}\n`);
        for (const one of lists) context.io.out(`${one.id}\t${one.state}\t${JSON.stringify(one.counts)}\n`);
      }
    });
  retention
    .command('confirm <list>')
    .description('确认处置清单（个人信息保护负责人和科室负责人各一次）')
    .requiredOption('--as <staffId>', '工作人员工号')
    .action(async (list: string, options: { as: string }) => {
      const given = await deps();
      const result = await confirmDisposal(given, await actingStaff(given.app, options.as), list);
      if (!result.ok) throw refuse(result.code, result.sentence);
      context.io.out(`${result.state === 'confirmed' ? say.bothConfirmed : say.oneConfirmed}\n`);
    });
  retention
    .command('purge <list>')
    .description('销毁已经两人确认的清单（中断后再运行接着做）')
    .action(async (list: string) => {
      const result = await purgeList(await deps(), 'operator', list, (done) => context.io.progress(say.purging, done, done + 1));
      if (!result.ok) throw refuse(result.code, result.sentence);
      printJson(context.io, result.outcome);
    });
}
