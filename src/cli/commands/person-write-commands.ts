import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { changePerson } from '../../people/change/change-person.ts';
import { addContact, addNote, confirmationWays, confirmYear } from '../../people/change/file-parts.ts';
import { changeLifecycle } from '../../people/change/lifecycle.ts';
import { compareFiles, mergePeople, unmergePeople } from '../../people/change/merge-people.ts';
import { movePerson } from '../../people/change/move-person.ts';
import type { FactName } from '../../people/change/person-facts.ts';
import { undoChange } from '../../people/change/undo-change.ts';
import { addDocument, documentKinds, listDocuments, openDocument, removeDocument } from '../../people/documents/documents.ts';
import { showHistory } from '../../people/file/show-history.ts';
import type { Lifecycle } from '../../people/new-person.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { createFileVault } from '../../platform/file-vault.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, filePath, misuse, printJson, refuse } from '../command-context.ts';
import { oneArchiveNo } from '../one-archive-no.ts';
import { cliTexts } from '../texts.ts';

const CHANNEL = 'cli';
const say = cliTexts.personWrites;

interface Common {
  as: string;
  reason?: string;
  json?: boolean;
}

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
  add('confirm <who>', '登记年度确认')
    .option('--year <yyyy>', '年度，默认今年')
    .option('--way <way>', confirmationWays.join('、'), '上门')
    .action((who: string, options: Common & { year?: string; way: string }) => confirm(context, who, options));
  add('history <who>', '修改记录').action((who: string, options: Common) => history(context, who, options));
  add('undo', '撤销十分钟内自己最近一次修改').action((options: Common) => undo(context, options));
  addDocumentCommands(person, context);
}

function addDocumentCommands(person: Command, context: CommandContext): void {
  const group = person.command('document').description('档案里的材料');
  const add = (usage: string, description: string) =>
    group.command(usage).description(description).requiredOption('--as <staffId>', '工作人员工号').option('--json', cliTexts.json);
  add('add <who> <file>', '添加材料（jpg、png、pdf，按内容判断，图片会重新编码）')
    .option('--kind <kind>', Object.keys(documentKinds).join('、'), '其他')
    .option('--title <title>', '名称，默认用种类')
    .action((who: string, file: string, options: Common & { kind: string; title?: string }) => addOne(context, who, file, options));
  add('list <who>', '列出材料').action((who: string, options: Common) => listAll(context, who, options));
  add('open <id> <out>', '打开材料，写到文件')
    .requiredOption('--reason <why>', '原因')
    .action((id: string, out: string, options: Common) => openOne(context, id, out, options));
  add('remove <id>', '删除材料')
    .requiredOption('--reason <why>', '原因')
    .action((id: string, options: Common) => removeOne(context, id, options));
}

interface Acting {
  app: App;
  staff: Awaited<ReturnType<typeof actingStaff>>;
  deps: Omit<Parameters<typeof changePerson>[0], 'tx'>;
}

async function acting(context: CommandContext, as: string): Promise<Acting> {
  const app = await context.app();
  return { app, staff: await actingStaff(app, as), deps: { sealer: app.sealer, now: app.clock.now(), channel: CHANNEL } };
}

/** Prints what was done; a refusal becomes the command's own. */
function tell(context: CommandContext, result: { ok: boolean }, options: Common): void {
  const { ok, ...rest } = result as { ok: boolean; code?: string; sentence?: string };
  if (!ok) throw refuse(rest.code ?? 'refused', rest.sentence ?? say.refused);
  if (options.json) printJson(context.io, rest);
  else context.io.out(`${say.done}\n`);
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

function vaultOf(context: CommandContext, app: App) {
  return createFileVault(join(context.config.dataDir, 'files'), app.sealer);
}

async function addOne(
  context: CommandContext,
  who: string,
  file: string,
  options: Common & { kind: string; title?: string },
): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const content = await readFile(filePath(context.io, file)).catch(() => null);
  if (content === null) throw refuse('no-such-file', cliTexts.noFile(file));
  const request = { archiveNo, kind: options.kind, title: options.title ?? options.kind, content };
  const vault = vaultOf(context, app);
  tell(context, await app.db.transaction((tx) => addDocument({ ...deps, tx, vault }, staff, request)), options);
}

async function listAll(context: CommandContext, who: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const documents = await app.db.transaction((tx) => listDocuments({ ...deps, tx }, staff, archiveNo));
  if (!documents) throw refuse('forbidden', cliTexts.person.refused);
  if (options.json) printJson(context.io, documents);
  else for (const one of documents) context.io.out(`${one.id}  ${one.kind}  ${one.title}  ${one.fileType}  ${one.bytes}\n`);
}

async function openOne(context: CommandContext, id: string, out: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const vault = vaultOf(context, app);
  const opened = await app.db.transaction((tx) => openDocument({ ...deps, tx, vault }, staff, { id, reason: options.reason ?? '' }));
  if (!opened.ok) throw refuse(opened.code, opened.sentence);
  await writeFile(filePath(context.io, out), opened.content, { mode: 0o600 });
  context.io.out(`${say.done}\n`);
}

async function removeOne(context: CommandContext, id: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  tell(context, await app.db.transaction((tx) => removeDocument({ ...deps, tx }, staff, { id, reason: options.reason ?? '' })), options);
}
