import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import type { FileRefused, FileView } from '../../people/file/file-view.ts';
import { personCard } from '../../people/file/person-card.ts';
import { openFile } from '../../people/file/person-file.ts';
import { findByText } from '../../people/search/find-by-text.ts';
import type { PersonSearch } from '../../people/search/person-search.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, printJson, refuse } from '../command-context.ts';
import { endWith } from '../run-command.ts';
import { cliTexts } from '../texts.ts';
import { addPersonRights } from './person-rights-commands.ts';
import { addPersonWrites } from './person-write-commands.ts';

const CHANNEL = 'cli';

/** `person show`: one file as a given staff member would see it, recorded like any look. */
export function addPersonCommand(program: Command, context: CommandContext): void {
  const person = program.command('person').description('档案');
  addPersonWrites(person, context);
  addPersonRights(person, context);
  person
    .command('show')
    .description('以某位工作人员的身份查看一份档案（按权限遮盖并留痕）')
    .argument('<who>', '姓名、档案号或身份证号，也可以加上镇街村社、出生年份、尾号，次序随意')
    .requiredOption('--as <staffId>', '工作人员工号')
    .option('--json', cliTexts.json)
    .action(async (who: string, options: { as: string; json?: boolean }) => {
      const app = await context.app();
      const staff = await actingStaff(app, options.as);
      const found = await lookUp(app, staff, who);
      if (found.kind === 'file') {
        if (options.json) printJson(context.io, found);
        else context.io.out(`${personCard(found)}\n`);
        return;
      }
      if (found.kind === 'refused') throw refuse('file-refused', cliTexts.person.refused);
      if (options.json && found.kind === 'several') printJson(context.io, found);
      else context.io.err(`${sentenceOf(found)}\n`);
      endWith(context, 1);
    });
}

async function lookUp(app: App, staff: Staff, who: string): Promise<FileView | FileRefused | Exclude<PersonSearch, { kind: 'found' }>> {
  return app.db.transaction(async (tx) => {
    const deps = {
      tx,
      sealer: app.sealer,
      now: app.clock.now(),
      flowTitle: (flow: string) => app.flows.get(flow)?.definition.name ?? flow,
    };
    let archiveNo = who;
    if (!/^YZ-\d+$/i.test(who)) {
      const found = await findByText(deps, staff, who);
      if (found.kind !== 'found') {
        await recordAudit(tx, [searchEntry(app, staff, found.kind)]);
        return found;
      }
      archiveNo = found.person.archiveNo;
    }
    return openFile(deps, staff, archiveNo, {
      purpose: cliTexts.person.purpose,
      channel: CHANNEL,
      context: 'private_chat',
      shows: ['all'],
    });
  });
}

function searchEntry(app: App, staff: Staff, outcome: string) {
  return {
    at: app.clock.now(),
    actor: staff.id,
    action: 'search' as const,
    subject: null,
    caseNo: null,
    channel: CHANNEL,
    purpose: cliTexts.person.purpose,
    outcome,
    detail: {},
  };
}

function sentenceOf(found: Exclude<PersonSearch, { kind: 'found' }>): string {
  const { person: texts } = cliTexts;
  switch (found.kind) {
    case 'several':
      return [texts.several(found.total, found.isMore), ...found.choices.map((choice) => `${choice.archiveNo}  ${choice.label}`)].join(
        '\n',
      );
    case 'none':
      return found.nearest.length === 0 ? texts.none : `${texts.none}${texts.nearest(found.nearest.join('、'))}`;
    case 'outside':
      return texts.outside;
    case 'forbidden':
      return found.why === 'role' ? texts.forbiddenRole : texts.forbiddenField;
    case 'unclear':
      return texts.unclear;
  }
}
