import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { addDocument, documentKinds, listDocuments, openDocument, removeDocument } from '../../people/documents/documents.ts';
import { createFileVault } from '../../platform/file-vault.ts';
import { acting, type Common, tell } from '../acting.ts';
import { type CommandContext, filePath, printJson, refuse } from '../command-context.ts';
import { oneArchiveNo } from '../one-archive-no.ts';
import { cliTexts } from '../texts.ts';

const say = cliTexts.personWrites;

/** `person document add|list|open|remove`. */
export function addDocumentCommands(person: Command, context: CommandContext): void {
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
