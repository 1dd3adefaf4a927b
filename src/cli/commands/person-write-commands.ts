import type { Command } from 'commander';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { changePerson } from '../../people/change/change-person.ts';
import { addContact, addNote, confirmationWays, confirmYear, removeContact } from '../../people/change/file-parts.ts';
import { changeLifecycle } from '../../people/change/lifecycle.ts';
import { compareFiles, mergePeople, unmergePeople } from '../../people/change/merge-people.ts';
import { movePerson } from '../../people/change/move-person.ts';
import type { FactName } from '../../people/change/person-facts.ts';
import { undoChange } from '../../people/change/undo-change.ts';
import { showHistory } from '../../people/file/show-history.ts';
import type { Lifecycle } from '../../people/new-person.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { acting, type Common, tell } from '../acting.ts';
import { type CommandContext, misuse, printJson, refuse } from '../command-context.ts';
import { oneArchiveNo } from '../one-archive-no.ts';
import { cliTexts } from '../texts.ts';
import { addDocumentCommands } from './person-document-commands.ts';

const say = cliTexts.personWrites;

/** What is done to a file: `person change|state|move|merge|unmerge|note|contact|confirm|history|undo|document …`. */
export function addPersonWrites(person: Command, context: CommandContext): void {
  const add = (usage: string, description: string) =>
    person.command(usage).description(description).requiredOption('--as <staffId>', '工作人员工号').option('--json', cliTexts.json);
  add('change <who> <facts...>', '修改档案：键=值，如 phone=13900001234 hardship=低保；值为空是清除')
    .requiredOption('--reason <why>', '原因')
    .action((who: string, facts: string[], options: Common) => change(context, who, facts, options));
  add('state <who> <to>', '改档案状态：在册、暂停、取消、已故、转出')
    .requiredOption('--reason <why>', '原因')
    .option('--on <date>', '日期，默认今天')
    .action((who: string, to: string, options: Common & { on?: string }) => state(context, who, to, options));
  add('move <who> <town> [village]', '迁到另一个镇街、村社')
    .requiredOption('--reason <why>', '原因')
    .action((who: string, town: string, village: string | undefined, options: Common) =>
      move(context, who, town, village ?? null, options),
    );
  add('merge <kept> <merged>', '合并同一人的两份档案（保留前一份）')
    .requiredOption('--reason <why>', '原因')
    .option('--take <facts>', '这些项取后一份的，逗号分隔')
    .option('--preview', '只并排比较，不合并')
    .action((kept: string, merged: string, options: Common & { take?: string; preview?: boolean }) =>
      merge(context, kept, merged, options),
    );
  add('unmerge <kept> <merged>', '拆开合并过的两份档案')
    .requiredOption('--reason <why>', '原因')
    .action((kept: string, merged: string, options: Common) => unmerge(context, kept, merged, options));
  add('note <who> <text>', '添加备注').action((who: string, text: string, options: Common) => note(context, who, text, options));
  add('contact <who> <phone>', '添加联系方式或紧急联系人')
    .option('--name <name>', '紧急联系人姓名')
    .option('--relation <relation>', '关系')
    .action((who: string, phone: string, options: Common & { name?: string; relation?: string }) => contact(context, who, phone, options));
  add('contact-remove <who> <id>', '删除联系方式')
    .requiredOption('--reason <why>', '原因')
    .action((who: string, id: string, options: Common) => dropContact(context, who, id, options));
  add('confirm <who>', '登记年度确认')
    .option('--year <yyyy>', '年度，默认今年')
    .option('--way <way>', confirmationWays.join('、'), '上门')
    .action((who: string, options: Common & { year?: string; way: string }) => confirm(context, who, options));
  add('history <who>', '修改记录').action((who: string, options: Common) => history(context, who, options));
  add('undo', '撤销十分钟内自己最近一次修改').action((options: Common) => undo(context, options));
  addDocumentCommands(person, context);
}

async function change(context: CommandContext, who: string, given: string[], options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const facts = Object.fromEntries(given.map(readFact));
  const reason = options.reason ?? '';
  tell(context, await app.db.transaction((tx) => changePerson({ ...deps, tx }, staff, { archiveNo, facts, reason })), options);
}

const numbers = new Set(['disabilityGrade']);
const truths = new Set(['livesAlone', 'isBedridden']);

function readFact(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw misuse('bad-fact', say.badFact(text));
  const [key, value] = [text.slice(0, at), text.slice(at + 1)];
  if (truths.has(key)) return [key, ['是', 'true', '1'].includes(value)];
  if (value === '') return [key, null];
  return [key, numbers.has(key) ? Number(value) : value];
}

async function state(context: CommandContext, who: string, to: string, options: Common & { on?: string }): Promise<void> {
  if (!['在册', '暂停', '取消', '已故', '转出'].includes(to)) throw misuse('bad-state', say.badState);
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const request = { archiveNo, to: to as Lifecycle, on: options.on ?? dayOf(deps.now), reason: options.reason ?? '' };
  tell(context, await app.db.transaction((tx) => changeLifecycle({ ...deps, tx }, staff, request, app.archive.followers)), options);
}

async function move(context: CommandContext, who: string, town: string, village: string | null, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const places = await loadPlaceBook(app.db.tx);
  const { tell: sendMove, handOn } = app.archive;
  const request = { archiveNo, town, village, reason: options.reason ?? '' };
  tell(context, await app.db.transaction((tx) => movePerson({ ...deps, tx, places, tell: sendMove, handOn }, staff, request)), options);
}

async function merge(
  context: CommandContext,
  kept: string,
  merged: string,
  options: Common & { take?: string; preview?: boolean },
): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const [keptNo, mergedNo] = [await oneArchiveNo(app, staff, kept), await oneArchiveNo(app, staff, merged)];
  if (options.preview) {
    const sides = await app.db.transaction((tx) => compareFiles({ ...deps, tx }, staff, keptNo, mergedNo));
    if (!sides) throw refuse('forbidden', say.refused);
    printJson(context.io, sides);
    return;
  }
  const take = (options.take?.split(',') ?? []) as FactName[];
  const request = { keptNo, mergedNo, take, reason: options.reason ?? '' };
  tell(context, await app.db.transaction((tx) => mergePeople({ ...deps, tx }, staff, request)), options);
}

async function unmerge(context: CommandContext, keptNo: string, mergedNo: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const request = { keptNo, mergedNo, reason: options.reason ?? '' };
  tell(context, await app.db.transaction((tx) => unmergePeople({ ...deps, tx }, staff, request)), options);
}

async function note(context: CommandContext, who: string, text: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  tell(context, await app.db.transaction((tx) => addNote({ ...deps, tx }, staff, { archiveNo, text })), options);
}

async function contact(
  context: CommandContext,
  who: string,
  phone: string,
  options: Common & { name?: string; relation?: string },
): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const kind = options.name ? ('emergency' as const) : ('own' as const);
  const request = { archiveNo, kind, name: options.name ?? null, relation: options.relation ?? null, phone };
  tell(context, await app.db.transaction((tx) => addContact({ ...deps, tx }, staff, request)), options);
}

async function dropContact(context: CommandContext, who: string, id: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const request = { archiveNo, id, reason: options.reason ?? '' };
  tell(context, await app.db.transaction((tx) => removeContact({ ...deps, tx }, staff, request)), options);
}

async function confirm(context: CommandContext, who: string, options: Common & { year?: string; way: string }): Promise<void> {
  const way = confirmationWays.find((one) => one === options.way);
  if (!way) throw misuse('bad-way', say.badWay(confirmationWays));
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const on = dayOf(deps.now);
  const year = Number(options.year ?? on.slice(0, 4));
  tell(context, await app.db.transaction((tx) => confirmYear({ ...deps, tx }, staff, { archiveNo, year, on, way, note: null })), options);
}

async function history(context: CommandContext, who: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const changes = await app.db.transaction((tx) => showHistory({ ...deps, tx }, staff, archiveNo, 50));
  if (!changes) throw refuse('forbidden', cliTexts.person.refused);
  if (options.json) printJson(context.io, changes);
  else for (const one of changes) context.io.out(`${one.at}  ${one.by}  ${one.what}  ${one.reason}\n`);
}

async function undo(context: CommandContext, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  tell(context, await app.db.transaction((tx) => undoChange({ ...deps, tx }, staff)), options);
}
