import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { stringify } from 'csv-stringify';
import type { App } from '../../app.ts';
import { affectedBy } from '../../audit/account-reads-store.ts';
import { auditStart } from '../../audit/audit-cut-store.ts';
import { recordAudit } from '../../audit/audit-store.ts';
import { verifyCheckpoints } from '../../audit/checkpoint.ts';
import { verifyAudit } from '../../audit/verify-audit.ts';
import { mayAsk, whoLooked } from '../../audit/who-looked.ts';
import { areasOf } from '../../people/person-areas-store.ts';
import { actingStaff } from '../acting-staff.ts';
import { type CommandContext, filePath, misuse, printJson, refuse } from '../command-context.ts';
import { oneArchiveNo } from '../one-archive-no.ts';
import { endWith } from '../run-command.ts';
import { cliTexts } from '../texts.ts';

const CHANNEL = 'cli';
const PAGE = 50;

/** `audit verify`, `audit who`, `audit affected`. */
export function addAuditCommand(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('查阅留痕');
  audit
    .command('verify')
    .description('核验整条哈希链和签名的检查点；断裂时退出码为 1，并指出第一条坏记录')
    .option('--json', cliTexts.json)
    .action((options: { json?: boolean }) => verify(context, options));
  audit
    .command('who')
    .argument('<who>', '姓名、档案号或身份证号')
    .description('谁看过这份档案（限个人信息保护负责人、内审、局主要领导、科室负责人、本镇街站长）')
    .requiredOption('--as <staffId>', '工作人员工号')
    .option('--limit <n>', '最多几条', String(PAGE))
    .option('--json', cliTexts.json)
    .action((who: string, options: { as: string; limit: string; json?: boolean }) => showLooks(context, who, options));
  audit
    .command('affected')
    .argument('<account>', '工号')
    .description('某个账号在一段时间里看过哪些人（泄露处置用）')
    .requiredOption('--from <time>', '开始时间，如 2026-11-01')
    .requiredOption('--to <time>', '结束时间')
    .requiredOption('--as <staffId>', '工作人员工号')
    .option('--out <file.csv>', '写到文件')
    .option('--json', cliTexts.json)
    .action((account: string, options: AffectedOptions) => showAffected(context, account, options));
}

async function verify(context: CommandContext, options: { json?: boolean }): Promise<void> {
  const { io, config } = context;
  const app = await context.app();
  const verdict = await verifyAudit(app.db.tx, (done, total) => io.progress('核验', done, total));
  const begins = await auditStart(app.db.tx);
  const marks = await verifyCheckpoints(
    app.db.tx,
    join(config.dataDir, 'audit-checkpoints.jsonl'),
    app.secrets.sessionSecret,
    begins?.seq ?? 0n,
  );
  const isFine = verdict.ok && marks.ok;
  if (options.json) printJson(io, marks.ok ? { ...verdict, checkpoints: marks.checked } : { ...verdict, ok: false, checkpoint: marks });
  else if (!verdict.ok) io.out(`${cliTexts.audit.broken(String(verdict.firstBad.seq), verdict.firstBad.fault)}\n`);
  else if (!marks.ok) io.out(`${cliTexts.audit.rewritten(marks.seq, marks.fault)}\n`);
  else io.out(`${cliTexts.audit.ok(Number(verdict.checked))}\n`);
  if (!isFine) endWith(context, 1);
}

async function showLooks(context: CommandContext, who: string, options: { as: string; limit: string; json?: boolean }): Promise<void> {
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1) throw misuse('bad-limit', cliTexts.audit.badLimit);
  const result = await app.db.transaction(async (tx) => {
    const [area] = await areasOf(tx, [archiveNo]);
    const ask = { now: app.clock.now(), channel: CHANNEL, purpose: cliTexts.audit.purpose, limit };
    return whoLooked(tx, staff, { archiveNo, town: area?.town ?? null }, ask);
  });
  if (result.kind === 'refused') throw refuse('forbidden', cliTexts.audit.mayNotAsk);
  if (options.json) printJson(context.io, { archiveNo, looks: result.looks });
  else if (result.looks.length === 0) context.io.out(`${cliTexts.audit.nobodyLooked}\n`);
  else for (const one of result.looks) context.io.out(`${cliTexts.audit.look(one.at, one.who, one.what, one.why ?? '')}\n`);
}

interface AffectedOptions {
  from: string;
  to: string;
  as: string;
  out?: string;
  json?: boolean;
}

async function showAffected(context: CommandContext, account: string, options: AffectedOptions): Promise<void> {
  const app = await context.app();
  const staff = await actingStaff(app, options.as);
  const [from, to] = [new Date(options.from), new Date(options.to.length === 10 ? `${options.to}T23:59:59.999+08:00` : options.to)];
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from > to) throw misuse('bad-period', cliTexts.audit.badPeriod);
  if (!mayAsk(staff, { town: null })) throw refuse('forbidden', cliTexts.audit.mayNotAsk);
  const people = await listAffected(app, staff.id, account, from, to);
  if (options.out !== undefined) {
    const file = createWriteStream(filePath(context.io, options.out));
    const columns = ['档案号', '次数', '最早', '最晚', '看过的内容'];
    const rows = people.map((one) => [one.archiveNo, one.looks, one.firstAt, one.lastAt, one.classes.join('、')]);
    await pipeline(stringify([columns, ...rows], { bom: true }), file);
  }
  if (options.json) printJson(context.io, { account, people });
  else context.io.out(`${cliTexts.audit.affected(account, people.length)}\n`);
}

async function listAffected(app: App, asker: string, account: string, from: Date, to: Date) {
  return app.db.transaction(async (tx) => {
    const people = await affectedBy(tx, account, from, to);
    const period = { from: from.toISOString(), to: to.toISOString(), people: people.length };
    const about = {
      at: app.clock.now(),
      actor: asker,
      subject: null,
      caseNo: null,
      channel: CHANNEL,
      purpose: cliTexts.audit.affectedPurpose,
    };
    await recordAudit(tx, [{ ...about, action: 'read-audit', outcome: 'ok', detail: { account, ...period } }]);
    return people;
  });
}
