import { streamSSE } from 'hono/streaming';
import { type Answer, raw, type Visit } from '../page.ts';
import { presenceOf } from '../session/session.ts';

const LOOK_MS = 3_000;

/** `state` whenever the mark of what a page shows has changed; ends with the session, which it does not keep alive. */
export function liveNews({ c, deps }: Visit, mark: (now: Date) => Promise<string>): Answer {
  return raw(
    streamSSE(c, async (stream) => {
      let last = '';
      while (!stream.aborted && !stream.closed) {
        const now = deps.clock.now();
        if ((await presenceOf(c, deps, now)).kind !== 'present') break;
        const current = await mark(now);
        if (current !== last) await stream.writeSSE({ event: 'state', data: current });
        last = current;
        await stream.sleep(LOOK_MS);
      }
    }),
  );
}
