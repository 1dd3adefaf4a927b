import { join } from 'node:path';
import { ANSWERS_KEPT_MS } from './api/v1/idempotency.ts';
import { forgetRequests } from './api/v1/request-store.ts';
import type { App } from './app.ts';
import { addCheckpoint } from './audit/checkpoint.ts';
import { verifyAudit } from './audit/verify-audit.ts';
import { runClock } from './cases/run-clock.ts';
import { tellStays } from './cases/tell-stays.ts';
import { wakeForgotten } from './cases/with-case.ts';
import { sweepSessions } from './console/session/session-store.ts';
import { runBatches } from './credentials/certificate/certificate-batch.ts';
import { forgetShownPasses } from './credentials/code/code-pass-store.ts';
import { rotateWhenDue } from './credentials/signing/signing-keys.ts';
import { takeSnapshot } from './insight/respect-index/take-snapshot.ts';
import { expireExports } from './people/export/export-request.ts';
import { sweepQuality } from './people/quality/quality.ts';
import { makeDisposalList } from './people/rights/disposal.ts';
import { forgetRuns } from './platform/timed-store.ts';
import type { TimedTask } from './platform/timetable.ts';
import { retentionClasses } from './serving/retention-classes.ts';
import { planDueCampaigns } from './visits/plan-campaign.ts';
import { runTick } from './visits/tick.ts';

/** Who signed in when stays in the audit record; what is left here serves nobody. */
const KEEP_SESSIONS_MS = 86_400_000;
const KEEP_RUNS_MS = 30 * 86_400_000;

/** Every timed job of the product: when, what, how often over all processes. */
export function schedule(app: App): TimedTask[] {
  return [
    {
      name: 'inbox-sweep',
      cron: '*/2 * * * * *',
      what: '接手中断的会话消息',
      runs: 'each',
      run: async () => ({ conversations: await app.reception.sweep() }),
    },
    {
      name: 'delivery-sweep',
      cron: '*/5 * * * * *',
      what: '补发到期而未发出的消息',
      runs: 'each',
      run: async () => ({ messages: await app.delivery.sweep() }),
    },
    {
      name: 'visits-plan',
      cron: '0 30 8 * * *',
      what: '节日走访：到了制定方案的日子，自动制定',
      runs: 'once',
      run: async (at) => ({ planned: (await planDueCampaigns(app.visits, at)).map((plan) => plan.campaign) }),
    },
    {
      name: 'visits-tick',
      cron: '0 * * * * *',
      what: '节日走访：提醒、催办、逾期标记',
      runs: 'once',
      run: async (at) => summary(await runTick(app.visits, at)),
    },
    {
      name: 'cases-wake',
      cron: '30 * * * * *',
      what: '办件：候补到位而未继续的，接着往下走',
      runs: 'once',
      run: async (at) => ({ woken: await wakeForgotten(app.cases, at) }),
    },
    {
      name: 'cases-clock',
      cron: '* * * * * *',
      what: '办件：到点提醒、亮灯、升级、超时处理、定时继续',
      runs: 'each',
      run: async (at) => ({ cases: await runClock(app.cases, at) }),
    },
    {
      name: 'stays-tell',
      cron: '0 10 9 * * *',
      what: '疗养：入住前确认、行前提醒、结束回访',
      runs: 'once',
      run: async (at) => ({ told: await tellStays(app.cases, at) }),
    },
    {
      name: 'drafts-remind',
      cron: '20 * * * * *',
      what: '对话：办到一半、半小时没说话的，告诉本人草稿已存',
      runs: 'once',
      run: async (at) => ({ told: await app.conversations.remind(at) }),
    },
    {
      name: 'hand-offs-raise',
      cron: '40 * * * * *',
      what: '转人工：半小时没人回复的，再请上一级',
      runs: 'once',
      run: async (at) => ({ raised: await app.conversations.raise(at) }),
    },
    ...credentials(app),
    ...insight(app),
    ...housekeeping(app),
  ];
}

function credentials(app: App): TimedTask[] {
  return [
    {
      name: 'certificate-batches',
      cron: '*/5 * * * * *',
      what: '电子证照：逐份签发已签批的批次',
      runs: 'each',
      run: async (at) => ({ settled: await runBatches(app, at) }),
    },
    {
      name: 'signing-keys',
      cron: '0 20 3 * * *',
      what: '老兵码、电子证照：签名密钥满九十天更换',
      runs: 'once',
      run: async (at) => ({ key: await app.db.transaction((tx) => rotateWhenDue({ tx, sealer: app.sealer, now: at })) }),
    },
    {
      name: 'code-passes',
      cron: '0 50 * * * *',
      what: '老兵码：清理一天前出示的记录（查阅留痕仍在）',
      runs: 'once',
      run: async (at) => ({ forgotten: await forgetShownPasses(app.db.tx, new Date(at.getTime() - 86_400_000)) }),
    },
  ];
}

function insight(app: App): TimedTask[] {
  return [
    {
      name: 'index-snapshot',
      cron: '0 30 4 * * *',
      what: '尊崇指数：月初留存上月结果（每月一次，漏了次日补）',
      runs: 'once',
      run: async (at) => takeSnapshot({ db: app.db, workingDays: app.workingDays }, at),
    },
  ];
}

/** What keeps the house in order; nobody waits for it. */
function housekeeping(app: App): TimedTask[] {
  return [
    {
      name: 'audit-verify',
      cron: '0 30 2 * * *',
      what: '核验查阅留痕的哈希链',
      runs: 'once',
      run: async () => {
        const verdict = await verifyAudit(app.db.tx);
        if (!verdict.ok) app.log.error({ verdict }, 'the audit chain is broken');
        else
          await addCheckpoint(app.db.tx, join(app.config.dataDir, 'audit-checkpoints.jsonl'), app.secrets.sessionSecret, app.clock.now());
        return { ok: verdict.ok };
      },
    },
    {
      name: 'exports-expire',
      cron: '0 10 * * * *',
      what: '导出：删除过期（24小时）的文件',
      runs: 'once',
      run: async (at) => ({ expired: await expireExports({ db: app.db, now: at, channel: 'system' }) }),
    },
    {
      name: 'reviews-remind',
      cron: '0 30 9 * * *',
      what: '紧急查看：提醒复核人，超过三个工作日报警',
      runs: 'once',
      run: async (at) => ({ waiting: await app.emergencies.remind(at) }),
    },
    {
      name: 'alarms-tell',
      cron: '15 * * * * *',
      what: '把新的报警告诉个人信息保护负责人',
      runs: 'once',
      run: async (at) => ({ alarms: await app.emergencies.tellAlarms(at) }),
    },
    {
      name: 'quality-sweep',
      cron: '0 30 3 * * *',
      what: '核对全部档案，列出可疑数据',
      runs: 'once',
      run: async (at) => ({ fresh: await sweepQuality(app.db, at) }),
    },
    {
      name: 'retention-list',
      cron: '0 0 4 1 * *',
      what: '每月列出保存期满的内容（只列清单，不销毁）',
      runs: 'once',
      run: async (at) => {
        const list = await makeDisposalList({ db: app.db, now: at, channel: 'system', classes: retentionClasses }, 'system');
        return { list: list?.id ?? null };
      },
    },
    ...forgetting(app),
  ];
}

/** What is kept for a while only to do nothing twice or to be taken up again. */
function forgetting(app: App): TimedTask[] {
  return [
    {
      name: 'console-sweep',
      cron: '0 40 3 * * *',
      what: '控制台：清理一天前的登录记录和未完成的表单',
      runs: 'once',
      run: async (at) => ({ swept: await sweepSessions(app.db.tx, new Date(at.getTime() - KEEP_SESSIONS_MS)) }),
    },
    {
      name: 'api-answers-forget',
      cron: '0 20 * * * *',
      what: '接口：清理保留期满的重复请求回答（3天）',
      runs: 'once',
      run: async (at) => ({ forgotten: await forgetRequests(app.db.tx, new Date(at.getTime() - ANSWERS_KEPT_MS)) }),
    },
    {
      name: 'forget-runs',
      cron: '0 0 3 * * *',
      what: '清理一个月前的定时记录',
      runs: 'once',
      run: async (at) => ({ forgotten: await forgetRuns(app.db.tx, new Date(at.getTime() - KEEP_RUNS_MS)) }),
    },
  ];
}

function summary(result: Awaited<ReturnType<typeof runTick>>): object {
  const { digests, lastCalls, escalations, overdueMarked, held } = result;
  return { digests: digests.length, lastCalls: lastCalls.length, escalations: escalations.length, overdueMarked, held: held.length };
}
