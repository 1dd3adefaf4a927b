import type { App } from '../../app.ts';
import { localChannel, makeLocalDingtalk } from '../../serving/local-server.ts';
import { rounded, series, timed } from './sample.ts';

const LOOPS = 200;

/** How many messages a second a bot answers that does nothing but answer, to so many people at once, through a local gateway and the real SDK. */
export async function loopPerSecond(app: App, atOnce: number): Promise<number> {
  const local = makeLocalDingtalk(app);
  const channel = localChannel(app, await local.listen());
  const answered = new Map<string, () => void>();
  await channel.start({
    onPress: async () => undefined,
    onMessage: async ({ session, senderUserId }) => {
      if (!session) return;
      const target = { kind: 'session', webhook: session.webhook, fallback: null, mentionUserId: null } as const;
      void channel.send(target, { title: 'ok', markdown: 'ok', buttons: [] }).then(() => answered.get(senderUserId ?? '')?.());
    },
  });
  const users = await local.state.directory.list({ limit: atOnce });
  const spent = await timed(() =>
    Promise.all(
      users.map((user) =>
        series(LOOPS, () => {
          const done = new Promise<void>((resolve) => answered.set(user.userId, resolve));
          local.state.acts.say(user, local.state.chat.direct(user.userId), { text: 'ok', file: null, mentionsBot: true });
          return done;
        }),
      ),
    ),
  );
  await channel.stop();
  await local.close();
  return rounded((users.length * LOOPS * 1000) / spent, 1);
}
