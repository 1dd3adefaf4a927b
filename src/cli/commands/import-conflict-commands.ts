import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { conflictTexts } from '../../people/import/conflict-texts.ts';
import type { ListedField } from '../../people/import/field-hands.ts';
import { type ConflictDeps, listConflicts, type ShownConflict } from '../../people/import/list-conflicts.ts';
import { type Decision, resolveConflict, resolveConflicts } from '../../people/import/resolve-conflict.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, misuse, printJson, refuse } from '../command-context.ts';
import { cliTexts } from '../texts.ts';

const { conflict: texts } = cliTexts;

/** `import conflicts`, `import resolve`: what a list may not overwrite, for a person to decide. `--json` is also `import`'s, which takes it first. */
export function addConflictCommands(parent: Command, context: CommandContext): void {
  parent
    .command('conflicts')
    .description('列出名单与档案不一致、待核对的内容，两边对照')
    .requiredOption('--as <staffId>', '工作人员工号')
    .option('--archive <no>', '只看一份档案')
    .option('--json', cliTexts.json)
    .action((_options, command: Command) => list(context, command.optsWithGlobals()));
  parent
    .command('resolve')
    .description('核对：keep 保留档案，take 采用名单；编号写 all 时批量处理')
    .argument('<id>', '待核对编号，或 all')
    .argument('<decision>', 'keep 或 take')
    .requiredOption('--as <staffId>', '工作人员工号')
    .option('--field <column>', '与 all 同用：只处理这一列，如 手机号')
    .option('--json', cliTexts.json)
    .action((id: string, decision: string, _options, command: Command) => resolve(context, id, decision, command.optsWithGlobals()));
}

async function list(context: CommandContext, options: { as: string; archive?: string; json?: boolean }): Promise<void> {
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const all: ShownConflict[] = [];
  let after: string | undefined;
  do {
    const ask = { archiveNo: options.archive, after };
    const page = await app.db.transaction((tx) => listConflicts(depsOf(app, tx), staff, ask));
    all.push(...page.conflicts);
    after = page.next ?? undefined;
  } while (after !== undefined);
  if (options.json) return printJson(context.io, all);
  if (all.length === 0) context.io.out(`${texts.none}\n`);
  for (const one of all) context.io.out(`${texts.line(one)}\n`);
}

async function resolve(context: CommandContext, id: string, said: string, options: { as: string; field?: string; json?: boolean }) {
  if (said !== 'keep' && said !== 'take') throw misuse('bad-decision', texts.badDecision);
  const decision: Decision = said;
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const inTransaction = <T>(work: (deps: ConflictDeps) => Promise<T>) => app.db.transaction((tx) => work(depsOf(app, tx)));
  if (id === 'all') {
    const result = await resolveConflicts(inTransaction, staff, decision, fieldOf(options.field));
    if (options.json) return printJson(context.io, result);
    context.io.out(`${texts.decided(result.decided, result.left)}\n`);
    return;
  }
  const result = await inTransaction((deps) => resolveConflict(deps, staff, id, decision));
  if (result.kind === 'refused') throw refuse(`conflict-${result.why}`, conflictTexts.refused[result.why]);
  if (options.json) return printJson(context.io, { decided: result.decided, left: 0 });
  context.io.out(`${texts.decided(result.decided, 0)}\n`);
}

function depsOf(app: App, tx: ConflictDeps['tx']): ConflictDeps {
  return { tx, sealer: app.sealer, now: app.clock.now(), channel: 'cli' };
}

function fieldOf(column: string | undefined): ListedField | undefined {
  if (column === undefined) return undefined;
  const found = Object.entries(conflictTexts.columns).find(([, name]) => name === column)?.[0];
  if (found === undefined) throw misuse('bad-column', texts.badColumn(Object.values(conflictTexts.columns)));
  return found as ListedField;
}
