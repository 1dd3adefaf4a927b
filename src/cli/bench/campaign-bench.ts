import { createPace } from '../../delivery/pace.ts';
import { planCampaign } from '../../visits/plan-campaign.ts';
import { runTick } from '../../visits/tick.ts';
import type { BenchDistrict } from './bench-district.ts';
import { rounded, timed } from './sample.ts';

export interface CampaignFigures {
  recipients: number;
  planMs: number;
  tickMs: number;
  digests: number;
  sendPerSecond: number;
  qpsLimit: number;
}

/** Plans a festival, makes its first digests, and sends some of them at the rate that the plan allows. */
export async function benchCampaign({ app }: BenchDistrict, qps: number, sends: number): Promise<CampaignFigures> {
  let recipients = 0;
  const planMs = await timed(async () => {
    const result = await planCampaign(app.visits, { festival: 'spring_festival', year: 2027, now: app.clock.now() });
    if (result.ok) recipients = result.plan.recipients;
  });
  let digests = 0;
  const tickMs = await timed(async () => {
    digests = (await runTick(app.visits, new Date('2027-01-15T09:00:00+08:00'))).digests.length;
  });
  const pace = createPace(qps);
  let sent = 0;
  const spent = await timed(async () => {
    for (; sent < Math.min(sends, digests); sent += 1) {
      await pace.take();
      await app.delivery.sweep(1);
    }
  });
  return {
    recipients,
    planMs: rounded(planMs, 1),
    tickMs: rounded(tickMs, 1),
    digests,
    sendPerSecond: rounded((sent * 1000) / spent, 1),
    qpsLimit: qps,
  };
}
