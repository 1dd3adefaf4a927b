import type { App } from '../../app.ts';
import { localChannel, makeLocalDingtalk } from '../../serving/local-server.ts';
import { perSecond, series } from './sample.ts';

const LOOPS = 200;
const SPEAKER = 'u-DPENSION01';

/** How many messages a second a bot answers that does nothing but answer, through a local gateway and the real SDK. */
export async function loopPerSecond(app: App): Promise<number> {
  const local = makeLocalDingtalk(app);
  const channel = localChannel(app, await local.listen());
  let answered: () => void = () => undefined;
  await channel.start({
    onPress: async () => undefined,
    onMessage: async (message) => {
      if (!message.session) return;
      const target = { kind: 'session', webhook: message.session.webhook, fallback: null, mentionUserId: null } as const;
      void channel.send(target, { title: 'ok', markdown: 'ok', buttons: [] }).then(() => answered());
    },
  });
  const user = await local.state.directory.get(SPEAKER);
  if (!user) throw new Error(`nobody is called ${SPEAKER}`);
  const sample = await series(LOOPS, () => {
    const done = new Promise<void>((resolve) => {
      answered = resolve;
    });
    local.state.acts.say(user, local.state.chat.direct(SPEAKER), { text: 'ok', file: null, mentionsBot: true });
    return done;
  });
  await channel.stop();
  await local.close();
  return perSecond(sample);
}
