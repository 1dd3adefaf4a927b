import type { App } from '../../app.ts';
import type { Channel, OutgoingTarget } from '../../channels/channel.ts';
import { localChannel, makeLocalDingtalk } from '../../serving/local-server.ts';

/** People who talk to the bot through a local gateway and the real SDK. */
export interface BenchLine {
  /** Milliseconds from a frame's arrival to its being stored and acknowledged, newest last. */
  acks: number[];
  /** Milliseconds from a frame's arrival to its reply being handed to the channel, newest last. */
  turns: number[];
  /** Says something 1:1 and gives back the answer. `alone`: waits until nothing is left of the turn, as a person does who reads first. */
  say(userId: string, text: string, how?: 'alone' | 'among-others'): Promise<string>;
  close(): Promise<void>;
}

interface Pending {
  arrivedAt: number;
  answered(text: string): void;
}

const PATIENCE_MS = 30_000;

/** Connects the app's reception to a local gateway of its own, as the server does. */
export async function openBenchLine(app: App): Promise<BenchLine> {
  const local = makeLocalDingtalk(app);
  const acks: number[] = [];
  const turns: number[] = [];
  const waiting = new Map<string, (text: string) => void>();
  const pending = new Map<string, Pending>();
  const real = localChannel(app, await local.listen());
  const channel = tapped(real, (target, text) => {
    const { webhook } = target as { webhook?: string };
    const turn = pending.get(webhook ?? '');
    if (!turn) return;
    pending.delete(webhook ?? '');
    turns.push(performance.now() - turn.arrivedAt);
    turn.answered(text);
  });
  app.channels.set(channel.name, channel);
  await real.start({
    onPress: (press) => app.reception.onPress(press),
    onMessage: async (message) => {
      const arrivedAt = performance.now();
      const answered = waiting.get(message.senderUserId ?? '');
      if (answered) pending.set(message.session?.webhook ?? '', { arrivedAt, answered });
      await app.reception.onMessage(message);
      acks.push(performance.now() - arrivedAt);
    },
  });
  return {
    acks,
    turns,
    say: async (userId, text, how = 'alone') => {
      const user = await local.state.directory.get(userId);
      if (!user) throw new Error(`nobody is called ${userId}`);
      const answer = new Promise<string>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('a turn of the bench was not answered')), PATIENCE_MS);
        waiting.set(userId, (said) => {
          clearTimeout(late);
          resolve(said);
        });
      });
      local.state.acts.say(user, local.state.chat.direct(userId), { text, file: null, mentionsBot: true });
      const said = await answer;
      if (how === 'alone') await app.reception.idle();
      return said;
    },
    close: async () => {
      await real.stop();
      await local.close();
    },
  };
}

/** The same channel; `onSend` hears of each reply as it is handed over. */
function tapped(channel: Channel, onSend: (target: OutgoingTarget, markdown: string) => void): Channel {
  return {
    ...channel,
    send: (target, body) => {
      onSend(target, body.markdown);
      return channel.send(target, body);
    },
  };
}
