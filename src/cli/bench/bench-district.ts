import { type App, createApp } from '../../app.ts';
import { loadDemoResources } from '../../cases/demo-resources.ts';
import type { Channel, OutgoingBody, OutgoingTarget, SendResult } from '../../channels/channel.ts';
import type { LocalDingtalk } from '../../channels/local-dingtalk/local-dingtalk.ts';
import type { LocalUser } from '../../channels/local-dingtalk/local-directory.ts';
import { loadDemoOrganisation } from '../../organisation/demo/load-demo-organisation.ts';
import { loadDemoPeople } from '../../people/demo/load-demo-people.ts';
import type { Config } from '../../platform/config.ts';
import { localChannel, makeLocalDingtalk } from '../../serving/local-server.ts';
import { loadDemoVisits } from '../../visits/demo-visits.ts';

/** The product on a scratch database, with the demo loaded and the real SDK connected to a local DingTalk. */
export interface BenchDistrict {
  app: App;
  local: LocalDingtalk;
  /** Milliseconds from a frame's arrival at the channel to its being stored and acknowledged, newest last. */
  acks: number[];
  /** Milliseconds from a frame's arrival to its reply being handed to the channel. */
  turns: number[];
  /** Says a text as a member of staff and waits until the turn is over. */
  say(userId: string, text: string): Promise<void>;
  close(): Promise<void>;
}

const VILLAGES_A_THOUSAND = 12;

export async function openBenchDistrict(
  config: Config,
  people: number,
  onProgress: (what: string, done: number, total: number) => void,
): Promise<BenchDistrict> {
  const app = await createApp(config, { works: false });
  const watch = ({ what, done, total }: { what: string; done: number; total: number }) => onProgress(what, done, total);
  await loadDemoOrganisation(app, watch);
  const limit = people >= 30_000 ? Number.POSITIVE_INFINITY : Math.max(3, Math.round((people / 1000) * VILLAGES_A_THOUSAND));
  let taken = 0;
  await loadDemoPeople(
    app,
    watch,
    ({ town }) => limit === Number.POSITIVE_INFINITY || town === '东柳街道' || (taken++ < limit && town !== ''),
  );
  await loadDemoResources(app, watch);
  await loadDemoVisits(app, watch);
  await app.jobs.start();
  return connect(app);
}

async function connect(app: App): Promise<BenchDistrict> {
  const local = makeLocalDingtalk(app);
  const acks: number[] = [];
  const turns: number[] = [];
  const arrived = new Map<string, number>();
  const real = localChannel(app, await local.listen());
  const channel = tapped(real, (target) => {
    const userId = target.kind === 'session' && target.fallback && 'userId' in target.fallback ? target.fallback.userId : null;
    const since = userId === null ? undefined : arrived.get(userId);
    if (since !== undefined) turns.push(performance.now() - since);
  });
  app.channels.set(channel.name, channel);
  await real.start({
    onPress: (press) => app.reception.onPress(press),
    onMessage: async (message) => {
      const started = performance.now();
      arrived.set(message.senderUserId ?? '', started);
      await app.reception.onMessage(message);
      acks.push(performance.now() - started);
    },
  });
  return {
    app,
    local,
    acks,
    turns,
    say: (userId, text) => sayAndWait(app, local, userId, text),
    close: async () => {
      await real.stop();
      await local.close();
      await app.jobs.stop();
      await app.close();
    },
  };
}

async function sayAndWait(app: App, local: LocalDingtalk, userId: string, text: string): Promise<void> {
  const user: LocalUser | null = await local.state.directory.get(userId);
  if (!user) throw new Error(`nobody is called ${userId}`);
  const { pushed } = local.state.acts.say(user, local.state.chat.direct(userId), { text, file: null, mentionsBot: true });
  await pushed;
  await app.reception.idle();
}

function tapped(channel: Channel, onSend: (target: OutgoingTarget) => void): Channel {
  return {
    ...channel,
    send: (target: OutgoingTarget, body: OutgoingBody): Promise<SendResult> => {
      onSend(target);
      return channel.send(target, body);
    },
  };
}
