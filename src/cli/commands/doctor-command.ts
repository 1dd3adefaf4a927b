import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { isAuditGuarded } from '../../audit/audit-store.ts';
import { verifyAudit } from '../../audit/verify-audit.ts';
import { countMessages } from '../../delivery/outgoing-store.ts';
import { listStaff } from '../../organisation/staff-store.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { reasonOf } from '../../platform/errors.ts';
import { databaseNow } from '../../platform/moment-store.ts';
import { realChannel } from '../../serving/real-channel.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { endWith } from '../run-command.ts';
import { cliTexts } from '../texts.ts';

interface Finding {
  what: string;
  ok: boolean;
  /** What was found and, when not ok, what to do. */
  detail: string;
}

type Check = (app: App) => Promise<{ ok: boolean; detail: string }>;

const { doctor: texts } = cliTexts;

const checks: [what: string, check: Check][] = [
  [texts.database, checkDatabase],
  [texts.staff, checkStaff],
  [texts.dingtalk, checkDingtalk],
  [texts.clock, checkClock],
  [texts.holidays, checkHolidays],
  [texts.messages, checkMessages],
  [texts.audit, checkAudit],
  [cliTexts.doctorAudit.what, checkGuard],
];

/** `doctor`: what stands in the way, a line each, with what to do. Exit code 1 when anything does. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('检查配置、数据库、钉钉连通与权限、配额、时钟')
    .option('--json', cliTexts.json)
    .action(async (options: { json?: boolean }) => {
      const app = await context.app();
      const findings = await examine(app);
      if (options.json) printJson(context.io, findings);
      else for (const { what, ok, detail } of findings) context.io.out(`${ok ? '✓' : '✗'} ${what}：${detail}\n`);
      if (findings.some((finding) => !finding.ok)) endWith(context, 1);
    });
}

async function examine(app: App): Promise<Finding[]> {
  const findings: Finding[] = [{ what: texts.config, ok: true, detail: texts.configFine }];
  for (const [what, check] of checks) {
    const found = await check(app).catch((error) => ({ ok: false, detail: reasonOf(error) }));
    findings.push({ what, ...found });
  }
  return findings;
}

/** The application's own sessions: what they could do to the record. */
async function checkGuard(app: App) {
  const ok = await isAuditGuarded(app.db.tx);
  return { ok, detail: ok ? cliTexts.doctorAudit.guarded : cliTexts.doctorAudit.open };
}

async function checkDatabase(app: App) {
  const started = performance.now();
  await databaseNow(app.db.tx);
  return { ok: true, detail: texts.databaseFine(app.db.kind, performance.now() - started) };
}

async function checkStaff(app: App) {
  const staff = await listStaff(app.db.tx, { isActive: true });
  const unbound = staff.filter((one) => one.dingtalkUserId === null).length;
  return { ok: staff.length > 0 && unbound === 0, detail: staff.length === 0 ? texts.noStaff : texts.staffBound(staff.length, unbound) };
}

/** Against the real DingTalk: a token. Inside the running service the connection too. */
async function checkDingtalk(app: App) {
  if (app.config.dingtalk.clientId === null) return { ok: true, detail: texts.localDingtalk };
  const channel = app.channels.get('dingtalk') ?? realChannel(app);
  const probed = await channel.probe?.();
  if (probed && !probed.ok) return { ok: false, detail: `${probed.sentence}（${probed.code}）` };
  const isServing = app.channels.has('dingtalk');
  return { ok: !isServing || channel.isConnected(), detail: isServing && !channel.isConnected() ? texts.notConnected : texts.dingtalkFine };
}

/** The database's clock and this machine's must agree: leases and due times compare the two. */
async function checkClock(app: App) {
  const offMs = Math.abs((await databaseNow(app.db.tx)).getTime() - app.clock.now().getTime());
  return { ok: offMs < 2000, detail: texts.clockOff(offMs) };
}

async function checkHolidays(app: App) {
  const year = Number(dayOf(app.clock.now()).slice(0, 4));
  const missing = [year, year + 1].filter((one) => !app.workingDays.isPublished(one));
  const isLate = missing.includes(year);
  return { ok: !isLate, detail: missing.length === 0 ? texts.holidaysFine : texts.holidaysMissing(missing.join('、')) };
}

async function checkMessages(app: App) {
  const counts = await countMessages(app.db.tx);
  const bad = (counts.failed ?? 0) + (counts.unknown ?? 0);
  return { ok: bad === 0, detail: texts.messageCounts(counts.created ?? 0, counts.failed ?? 0, counts.unknown ?? 0) };
}

async function checkAudit(app: App) {
  const verdict = await verifyAudit(app.db.tx);
  return { ok: verdict.ok, detail: verdict.ok ? cliTexts.audit.ok(Number(verdict.checked)) : cliTexts.audit.broken('', '') };
}
