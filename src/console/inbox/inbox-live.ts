import { streamSSE } from 'hono/streaming';
import { tasksMark } from '../../cases/list-tasks.ts';
import { type Page, raw } from '../page.ts';
import { presenceOf } from '../session/session.ts';

const LOOK_MS = 3_000;

/** `state` with a mark whenever this person's lists have changed; ends with the session, which it does not keep alive. */
export const inboxLivePage: Page = {
  path: '/tasks/live',
  audience: 'staff',
  isByItself: true,
  get: async ({ c, deps, staff }) =>
    raw(
      streamSSE(c, async (stream) => {
        let last = '';
        while (!stream.aborted && !stream.closed) {
          const now = deps.clock.now();
          if ((await presenceOf(c, deps, now)).kind !== 'present') break;
          const mark = await tasksMark(deps.cases, staff, now);
          if (mark !== last) await stream.writeSSE({ event: 'state', data: mark });
          last = mark;
          await stream.sleep(LOOK_MS);
        }
      }),
    ),
};
