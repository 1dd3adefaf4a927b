import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { AppError, type ErrorKind, reasonOf } from '../../platform/errors.ts';
import type { PageStatus } from '../page.ts';
import { texts } from '../texts.ts';
import { type Mounting, renderState } from './render.tsx';

const statuses: Record<ErrorKind, PageStatus> = {
  'invalid-input': 422,
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  upstream: 500,
};

/** Answers a request; what goes wrong becomes a page that says so, with a number under which the log tells the reason. */
export async function guarded(mounting: Mounting, c: Context, answer: () => Promise<Response>): Promise<Response> {
  const { deps } = mounting;
  try {
    return await answer();
  } catch (error) {
    const visit = { c, deps, now: deps.clock.now(), staff: null, session: null };
    if (error instanceof AppError && error.kind !== 'upstream') {
      return renderState(mounting, visit, statuses[error.kind], { title: texts.errorTitle, sentence: error.sentence, todo: '' });
    }
    const reference = randomUUID().slice(0, 8);
    deps.log.error({ reference, path: c.req.routePath, reason: reasonOf(error) }, 'a page failed');
    return renderState(mounting, visit, 500, { ...texts.failed, reference: texts.reference(reference) });
  }
}
