import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { breakGlass, pendingReviews, reviewBreakGlass } from '../../people/access/break-glass.ts';
import { revealField } from '../../people/access/reveal.ts';
import { type RevealField, revealFields } from '../../people/access/reveal-field.ts';
import { erasable, eraseForPerson } from '../../people/rights/erase.ts';
import { copyForPerson } from '../../people/rights/file-copy.ts';
import type { RightsKind } from '../../people/rights/request-store.ts';
import { listOpenRequests, receiveRequest, settleRequest } from '../../people/rights/rights-request.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, filePath, misuse, printJson, refuse } from '../command-context.ts';
import { oneArchiveNo } from '../one-archive-no.ts';
import { cliTexts } from '../texts.ts';

const say = cliTexts.personRights;

interface Common {
  as: string;
  reason?: string;
  identity?: string;
  json?: boolean;
}

/** Looks that need a reason, and what a person may ask about their own file. */
export function addPersonRights(person: Command, context: CommandContext): void {
  const add = (usage: string, description: string) =>
    person.command(usage).description(description).requiredOption('--as <staffId>', '工作人员工号').option('--json', cliTexts.json);
  add('unmask <who> <field>', `看一项完整内容，十分钟：${revealFields.join('、')}`)
    .requiredOption('--reason <why>', '事由')
    .action((who: string, field: string, options: Common) => unmask(context, who, field, options));
  add('break-glass <archiveNo>', '紧急查看辖区外的一份档案，通知所在站点并由第二人复核')
    .requiredOption('--reason <why>', '事由')
    .action((archiveNo: string, options: Common) => emergency(context, archiveNo, options));
  add('reviews', '待复核的紧急查看').action((options: Common) => reviews(context, options));
  add('review <id> <verdict>', '复核紧急查看：妥当 或 不妥')
    .option('--reason <why>', '说明', '')
    .action((id: string, verdict: string, options: Common) => review(context, id, verdict, options));
  add('copy <who> <file>', '本人要求的档案副本（PDF）')
    .requiredOption('--identity <how>', '怎么核验的身份')
    .action((who: string, file: string, options: Common) => copy(context, who, file, options));
  add('request <who> <kind>', '登记本人的请求：correct、delete、restrict、explain')
    .requiredOption('--identity <how>', '怎么核验的身份')
    .option('--words <text>', '本人怎么说的')
    .action((who: string, kind: string, options: Common & { words?: string }) => request(context, who, kind, options));
  add('requests', '还没有办完的本人请求').action((options: Common) => requests(context, options));
  add('settle <no>', '办结本人的请求')
    .requiredOption('--reason <outcome>', '处理结果')
    .option('--refuse', '不予办理')
    .action((no: string, options: Common & { refuse?: boolean }) => settle(context, no, options));
  add('erase <who>', '依本人请求删除法律允许删除的内容（不带 --reason 只列出）')
    .option('--reason <why>', '原因')
    .option('--confirmed-by <staffId>', '第二位确认人工号', '')
    .action((who: string, options: Common & { confirmedBy: string }) => erase(context, who, options));
}

async function acting(context: CommandContext, as: string) {
  const app = await context.app();
  const deps = { sealer: app.sealer, now: app.clock.now(), channel: 'cli', isWorkday: app.cases.isWorkday };
  return { app, staff: await actingStaff(app, as), deps };
}

async function unmask(context: CommandContext, who: string, field: string, options: Common): Promise<void> {
  const wanted = revealFields.find((one): one is RevealField => one === field);
  if (!wanted) throw misuse('bad-field', say.badField(revealFields));
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const asked = { archiveNo, field: wanted, reason: options.reason ?? '', channel: 'cli' };
  const shown = await app.db.transaction((tx) => revealField({ ...deps, tx }, staff, asked));
  if (shown.kind === 'refused')
    throw refuse(shown.why, 'sentence' in shown ? shown.sentence : (say.unmaskRefused[shown.why] ?? cliTexts.person.refused));
  if (options.json) printJson(context.io, shown);
  else context.io.out(`${shown.label}：${shown.value}\n`);
}

async function emergency(context: CommandContext, archiveNo: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const asked = { archiveNo: archiveNo.toUpperCase(), reason: options.reason ?? '', channel: 'cli' };
  const opened = await app.db.transaction((tx) => breakGlass({ ...deps, tx, tell: app.emergencies.tell }, staff, asked));
  if (opened.kind === 'refused') throw refuse(opened.why, say.emergencyRefused[opened.why]);
  if (options.json) printJson(context.io, opened);
  else context.io.out(`${say.opened(opened.untilAt.toISOString(), opened.reviewers.length)}\n`);
}

async function reviews(context: CommandContext, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const pending = await pendingReviews({ tx: app.db.tx, sealer: deps.sealer }, staff);
  if (!pending) throw refuse('forbidden', say.noReviewer);
  if (options.json) printJson(context.io, pending);
  else
    for (const { row, reason } of pending) context.io.out(`${row.id}\t${row.staffId}\t${row.archiveNo}\t${reason}\t${row.reviewDueOn}\n`);
}

async function review(context: CommandContext, id: string, said: string, options: Common): Promise<void> {
  if (said !== '妥当' && said !== '不妥') throw misuse('bad-verdict', say.badVerdict);
  const { app, staff, deps } = await acting(context, options.as);
  const verdict = said === '妥当' ? ('proper' as const) : ('improper' as const);
  const given = { id, verdict, words: options.reason ?? '', channel: 'cli' };
  const result = await app.db.transaction((tx) => reviewBreakGlass({ ...deps, tx, tell: app.emergencies.tell }, staff, given));
  if (result.kind === 'refused') throw refuse(result.why, say.reviewRefused);
  context.io.out(`${cliTexts.personWrites.done}\n`);
}

async function copy(context: CommandContext, who: string, file: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const flowTitle = (flow: string) => app.flows.get(flow)?.definition.name ?? flow;
  const asked = { archiveNo, identityChecked: options.identity ?? '' };
  const made = await app.db.transaction((tx) => copyForPerson({ ...deps, tx, flowTitle }, staff, asked));
  if (!made.ok) throw refuse(made.code, made.sentence);
  await writeFile(filePath(context.io, file), made.pdf, { mode: 0o600 });
  context.io.out(`${say.copied(made.no, file)}\n`);
}

async function request(context: CommandContext, who: string, said: string, options: Common & { words?: string }): Promise<void> {
  const kind = (['correct', 'delete', 'restrict', 'explain'] as const).find((one): one is RightsKind & typeof one => one === said);
  if (!kind) throw misuse('bad-kind', say.badKind);
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const asked = { archiveNo, kind, identityChecked: options.identity ?? '', words: options.words ?? null };
  const result = await app.db.transaction((tx) => receiveRequest({ ...deps, tx }, staff, asked));
  if (!result.ok) throw refuse(result.code, result.sentence);
  if (options.json) printJson(context.io, result);
  else context.io.out(`${say.received(result.no, result.dueOn)}\n`);
}

async function requests(context: CommandContext, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const open = await listOpenRequests({ tx: app.db.tx, now: deps.now }, staff);
  if (options.json) printJson(context.io, open);
  else for (const one of open) context.io.out(`${one.no}\t${one.archiveNo}\t${one.kind}\t${one.dueOn}${one.isLate ? '\t逾期' : ''}\n`);
}

async function settle(context: CommandContext, no: string, options: Common & { refuse?: boolean }): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const end = { no, isGranted: !options.refuse, outcome: options.reason ?? '' };
  const result = await app.db.transaction((tx) => settleRequest({ ...deps, tx }, staff, end));
  if (!result.ok) throw refuse(result.code, result.sentence);
  context.io.out(`${cliTexts.personWrites.done}\n`);
}

async function erase(context: CommandContext, who: string, options: Common & { confirmedBy: string }): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  if (options.reason === undefined) {
    const found = await app.db.transaction((tx) => erasable({ ...deps, tx }, staff, archiveNo));
    if (!found) throw refuse('forbidden', cliTexts.person.refused);
    printJson(context.io, found);
    return;
  }
  const { confirmedBy, reason } = options;
  const second = await actingStaff(app, confirmedBy);
  const result = await app.db.transaction((tx) => eraseForPerson({ ...deps, tx }, staff, { archiveNo, reason, confirmedBy: second.id }));
  if (!result.ok) throw refuse(result.code, result.sentence);
  printJson(context.io, result);
}
