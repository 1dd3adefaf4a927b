import type { App } from '../../app.ts';
import type { Channel } from '../../channels/channel.ts';
import { createDelivery } from '../../delivery/delivery.ts';
import { countMessages } from '../../delivery/outgoing-store.ts';
import { createPace } from '../../delivery/pace.ts';
import { localChannel, makeLocalDingtalk } from '../../serving/local-server.ts';
import { planCampaign } from '../../visits/plan-campaign.ts';
import { runTick } from '../../visits/tick.ts';
import { rounded, timed } from './sample.ts';

export interface CampaignFigures {
  recipients: number;
  planMs: number;
  tickMs: number;
  digests: number;
  /** Messages that the platform accepted, of which the rate was taken. */
  sent: number;
  sendPerSecond: number;
  qpsLimit: number;
}

const FESTIVAL = { festival: 'spring_festival', year: 2027 };
/** A working day in the weeks before it. */
const TICK_AT = new Date('2027-01-15T09:00:00+08:00');

/** Plans a festival, makes its first digests, and sends some of them at the rate that the corporation's plan allows. */
export async function benchCampaign(app: App, qps: number, sends: number): Promise<CampaignFigures> {
  let recipients = 0;
  const planMs = await timed(async () => {
    const result = await planCampaign(app.visits, { ...FESTIVAL, now: app.clock.now() });
    if (result.ok) ({ recipients } = result.plan);
  });
  let digests = 0;
  const tickMs = await timed(async () => {
    digests = (await runTick(app.visits, TICK_AT)).digests.length;
  });
  const sending = await sendAt(app, qps, Math.min(sends, digests));
  return { recipients, planMs: rounded(planMs, 1), tickMs: rounded(tickMs, 1), digests, ...sending, qpsLimit: qps };
}

/** Through a local DingTalk that refuses what comes faster. */
async function sendAt(app: App, qps: number, count: number): Promise<{ sent: number; sendPerSecond: number }> {
  const paced: App = { ...app, config: { ...app.config, dingtalk: { ...app.config.dingtalk, qps } }, channels: new Map<string, Channel>() };
  const local = makeLocalDingtalk(paced);
  const channel = localChannel(paced, await local.listen());
  paced.channels.set(channel.name, channel);
  const delivery = createDelivery({ ...paced, pace: createPace(qps) });
  const before = await countMessages(app.db.tx);
  const spent = await timed(() => delivery.sweep(count));
  const sent = ((await countMessages(app.db.tx)).accepted ?? 0) - (before.accepted ?? 0);
  await local.close();
  return { sent, sendPerSecond: rounded((sent * 1000) / spent, 1) };
}
