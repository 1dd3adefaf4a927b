import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { recordAudit } from '../../audit/audit-store.ts';
import { type ApiDeps, type ApiEnv, CHANNEL } from './api-deps.ts';
import { ApiProblem, PROBLEM_TYPE, problemBody, problemOf } from './problem.ts';
import {
  beginRequest,
  dropRequest,
  type KeyedRequest,
  keepAnswer,
  type StandingRequest,
  standingRequest,
  takeOver,
} from './request-store.ts';
import { apiTexts as say } from './texts.ts';

/** Answers are kept so long under their keys. */
export const ANSWERS_KEPT_MS = 3 * 86_400_000;

/** How long a second request waits for the first of the same key, and how often it looks. */
const WAIT_MS = 15_000;
const LOOK_MS = 40;
/** No request takes so long: whoever began it is gone. */
const GONE_MS = 60_000;

interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

let attempts = 0;

/**
 * Carries a request out once for its `Idempotency-Key`: the same key with the same request answers the same, also after a restart and where two
 * come at once; with another request it is refused. Without a key the work is done as it comes. `work` gets a key for the features' own guard
 * against doing a thing twice, so that a request broken off half way is not done again. Faults of the service and of the form are not kept.
 */
export async function once<Answer extends Response>(
  deps: ApiDeps,
  c: Context<ApiEnv>,
  isNeeded: boolean,
  work: (key: string) => Promise<Answer>,
): Promise<Answer> {
  const given = c.req.header('idempotency-key');
  if (given === undefined && isNeeded) throw new ApiProblem(400, 'idempotency-key-missing', say.keyNeeded);
  if (given === undefined) {
    await recordCall(deps, c);
    return work(`${CHANNEL}:${crypto.randomUUID()}`);
  }
  if (!/^[\x21-\x7e]{1,200}$/.test(given)) throw new ApiProblem(400, 'idempotency-key-invalid', say.keyBad);
  const request = await keyedRequest(deps, c, given);
  const kept = await takeRequest(deps, request);
  if (kept !== null) return (await repeat(deps, c, kept)) as Answer;
  await recordCall(deps, c);
  return carryOut(deps, request, work);
}

/** Which system acts in whose name; what is then done is recorded as that person's. Put down before anything is done. */
async function recordCall({ db, clock }: ApiDeps, c: Context<ApiEnv>): Promise<void> {
  const { token, staff } = c.get('caller');
  const about = { at: clock.now(), actor: `${CHANNEL}:${token}`, subject: null, caseNo: null, channel: CHANNEL };
  const detail = { as: staff?.id ?? null, method: c.req.method, path: c.req.path };
  await db.transaction((tx) =>
    recordAudit(tx, [{ ...about, action: 'call', purpose: say.purpose(token, say.looks.call), outcome: 'asked', detail }]),
  );
}

async function keyedRequest({ sealer, processId }: ApiDeps, c: Context<ApiEnv>, given: string): Promise<KeyedRequest> {
  const { token, viewer } = c.get('caller');
  attempts += 1;
  const body = Buffer.from(await c.req.arrayBuffer()).toString('base64');
  return {
    token,
    key: sealer.index('api-key', given),
    request: sealer.index('api-request', JSON.stringify([c.req.method, c.req.path, viewer.id, body])),
    holder: `${processId}:${attempts}`,
  };
}

/** Null: the request is this one's to carry out; else what was answered to it before. */
async function takeRequest(deps: ApiDeps, request: KeyedRequest): Promise<KeptAnswer | null> {
  for (let waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
    if (await beginRequest(deps.db.tx, request, deps.clock.now())) return null;
    const standing = await standingRequest(deps.db.tx, deps.sealer, request);
    if (standing !== null && standing.request !== request.request) throw new ApiProblem(422, 'idempotency-key-reused', say.keyReused);
    if (standing?.answer != null) return JSON.parse(standing.answer) as KeptAnswer;
    if (standing !== null && (await tookOver(deps, request, standing))) return null;
    await sleep(LOOK_MS);
  }
  throw new ApiProblem(409, 'request-in-progress', say.keyBusy, { headers: { 'retry-after': '5' } });
}

async function tookOver(deps: ApiDeps, request: KeyedRequest, standing: StandingRequest): Promise<boolean> {
  return isGone(deps, standing) && (await takeOver(deps.db.tx, request, standing.holder, deps.clock.now()));
}

/** The embedded database is open in one process only: another one's request was broken off. */
function isGone({ db, processId, clock }: ApiDeps, { holder, startedAt }: StandingRequest): boolean {
  if (db.kind === 'pglite' && !holder.startsWith(`${processId}:`)) return true;
  return clock.now().getTime() - startedAt.getTime() > GONE_MS;
}

async function carryOut<Answer extends Response>(
  deps: ApiDeps,
  request: KeyedRequest,
  work: (key: string) => Promise<Answer>,
): Promise<Answer> {
  const { db, sealer } = deps;
  try {
    const answer = await work(`${CHANNEL}:${request.token}:${request.key}`);
    const { status, headers } = answer;
    await keepAnswer(db.tx, sealer, request, JSON.stringify(keptOf(status, headers, await answer.clone().text())));
    return answer;
  } catch (error) {
    const problem = problemOf(error);
    // What the caller can mend by sending something else, or the service by being asked again, is not an answer for ever.
    if (problem === null || problem.status >= 500 || problem.status === 422) await dropRequest(db.tx, request);
    else {
      const headers = new Headers({ ...problem.headers, 'content-type': PROBLEM_TYPE });
      await keepAnswer(db.tx, sealer, request, JSON.stringify(keptOf(problem.status, headers, JSON.stringify(problemBody(problem)))));
    }
    throw error;
  }
}

function keptOf(status: number, headers: Headers, body: string): KeptAnswer {
  const kept = ['content-type', 'location'].flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : []));
  return { status, headers: Object.fromEntries(kept), body };
}

/** The answer as it was given, said to be a repetition; that it was looked at again is recorded. */
async function repeat({ db, clock }: ApiDeps, c: Context<ApiEnv>, { status, headers, body }: KeptAnswer): Promise<Response> {
  const { token, viewer } = c.get('caller');
  const about = { at: clock.now(), actor: viewer.id, subject: null, caseNo: null, channel: CHANNEL };
  const entry = {
    ...about,
    action: 'read',
    purpose: say.purpose(token, say.looks.repeated),
    outcome: 'repeated',
    detail: { path: c.req.path },
  };
  await db.transaction((tx) => recordAudit(tx, [entry]));
  return new Response(body, { status, headers: { ...headers, 'idempotency-replayed': 'true' } });
}
