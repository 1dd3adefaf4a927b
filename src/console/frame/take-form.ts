import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { ConsoleDeps } from '../console-deps.ts';
import type { Answer, Visit } from '../page.ts';
import { sessionOfToken } from '../session/session.ts';
import { findSession, putNotice } from '../session/session-store.ts';
import { texts } from '../texts.ts';
import type { Admission } from './admit.ts';
import type { PostedForm } from './posted-form.ts';
import { type Mounting, renderState, respond } from './render.tsx';
import { freeSubmission, keepForm, settleSubmission, takeSubmission } from './submission-store.ts';

const WAITS_MS = [100, 200, 400, 800, 1500];

export type Kept = { kind: 'ours' } | { kind: 'foreign' } | { kind: 'sign-in'; to: string };

/**
 * Whether a form was made for this session. One that was made for an earlier session of the same person is kept, so that nothing typed is
 * lost when the session ends in the middle of it; they are asked to send it again once they have signed in.
 */
export async function keepForLater(deps: ConsoleDeps, c: Context, admission: Admission, form: PostedForm): Promise<Kept> {
  const madeFor = sessionOfToken(deps.secret, form.text('_token'));
  const current = admission.kind === 'in' ? admission.visit.session : null;
  if (madeFor === null) return { kind: 'foreign' };
  if (madeFor === current?.id) return { kind: 'ours' };
  const earlier = await findSession(deps.db.tx, madeFor);
  if (!earlier || (current && current.staffId !== earlier.staffId)) return { kind: 'foreign' };
  const id = randomUUID();
  const fields = form.entries().filter(([name]) => name !== '_token');
  const { pathname, search } = new URL(c.req.url);
  const kept = { id, staffId: earlier.staffId, path: pathname + search, fields };
  await keepForm(deps.db.tx, deps.sealer, kept, deps.clock.now());
  const again = `/kept/${id}`;
  return { kind: 'sign-in', to: current ? again : `/sign-in?${new URLSearchParams({ next: again })}` };
}

/** Carries a form out once, however often it is sent: who comes second is shown what came of the first. */
export async function sendOnce(
  mounting: Mounting,
  visit: Visit,
  form: PostedForm,
  post: (visit: Visit, form: PostedForm) => Promise<Answer>,
): Promise<Response> {
  const { deps, staff, session } = visit;
  const { tx } = deps.db;
  const key = form.text('_once');
  if (key === '' || key.length > 64) return renderState(mounting, visit, 403, texts.foreign);
  const earlier = await earlierOf(visit, key);
  if (earlier.kind === 'at-work') return renderState(mounting, visit, 409, texts.atWork);
  if (earlier.kind === 'done') {
    await putNotice(tx, deps.sealer, session.id, texts.sentBefore);
    return visit.c.redirect(earlier.wentTo, 303);
  }
  let answer: Answer | null = null;
  try {
    answer = await post({ ...visit, staff }, form);
  } finally {
    if (answer?.kind === 'go') await settleSubmission(tx, key, answer.to);
    else await freeSubmission(tx, key);
  }
  return respond(mounting, visit, answer);
}

async function earlierOf({ deps, staff, now }: Visit, key: string) {
  for (const wait of WAITS_MS) {
    const earlier = await takeSubmission(deps.db.tx, key, staff.id, now);
    if (earlier.kind !== 'at-work') return earlier;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return takeSubmission(deps.db.tx, key, staff.id, now);
}
