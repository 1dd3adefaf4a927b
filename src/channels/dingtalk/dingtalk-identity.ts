import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Identified, IdentityProvider } from '../identity.ts';
import { createAccessToken } from './access-token.ts';
import { judge } from './answer-verdict.ts';
import { httpCall } from './http-call.ts';

export interface DingtalkIdentityOptions {
  clientId: string;
  clientSecret: string;
  apiBase: string;
  oapiBase: string;
  /** Host of the login page. */
  loginBase: string;
  clock: Clock;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Signing in through DingTalk, inside it and outside (dingtalk.md §6.2). */
export function createDingtalkIdentity(options: DingtalkIdentityOptions): IdentityProvider {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const token = createAccessToken({ ...options, timeoutMs });
  const lookUp = async <Result>(path: string, body: object, result: z.ZodType<Result>): Promise<Result | Failed> => {
    for (let attempt = 1; ; attempt += 1) {
      const got = await token.get();
      if (!got.ok) return failed(got.verdict.result.code, 'upstream');
      const url = `${options.oapiBase}${path}?access_token=${encodeURIComponent(got.token)}`;
      const verdict = judge(await httpCall({ method: 'POST', url, body, timeoutMs }));
      if (verdict.kind === 'token-invalid' && attempt === 1) token.discard(got.token);
      else return read(verdict, z.object({ result }), (json) => json.result);
    }
  };
  return {
    name: 'dingtalk',
    loginPage: (redirectUri, state) => {
      const query = { redirect_uri: redirectUri, response_type: 'code', client_id: options.clientId, scope: 'openid', state };
      return `${options.loginBase}/oauth2/auth?${new URLSearchParams({ ...query, prompt: 'consent' })}`;
    },
    byInsideCode: async (code) => {
      const user = await lookUp('/topapi/v2/user/getuserinfo', { code }, z.object({ userid: z.string().min(1) }));
      return 'why' in user ? user : { ok: true, userId: user.userid };
    },
    byLoginCode: async (code) => {
      const unionId = await unionIdOf(options, code, timeoutMs);
      if (typeof unionId === 'object') return unionId;
      const user = await lookUp('/topapi/user/getbyunionid', { unionid: unionId }, z.object({ userid: z.string().min(1) }));
      return 'why' in user ? user : { ok: true, userId: user.userid };
    },
  };
}

type Failed = Extract<Identified, { ok: false }>;

function failed(code: string, why: Failed['why']): Failed {
  return { ok: false, why, code };
}

/** Code → the person's own token → who they are, in two calls that belong to nobody but them. */
async function unionIdOf(options: DingtalkIdentityOptions, code: string, timeoutMs: number): Promise<string | Failed> {
  const { clientId, clientSecret, apiBase } = options;
  const exchange = { clientId, clientSecret, code, grantType: 'authorization_code' };
  const answer = await httpCall({ method: 'POST', url: `${apiBase}/v1.0/oauth2/userAccessToken`, body: exchange, timeoutMs });
  const granted = read(judge(answer), z.object({ accessToken: z.string().min(1) }), (json) => json);
  if ('why' in granted) return granted;
  const headers = { 'x-acs-dingtalk-access-token': granted.accessToken };
  const me = await httpCall({ method: 'GET', url: `${apiBase}/v1.0/contact/users/me`, headers, timeoutMs });
  return read(judge(me), z.object({ unionId: z.string().min(1) }), (json) => json.unionId);
}

function read<Shape, Result>(verdict: ReturnType<typeof judge>, shape: z.ZodType<Shape>, take: (json: Shape) => Result): Result | Failed {
  if (verdict.kind === 'failed') return failed(verdict.result.code, verdict.result.state === 'refused' ? 'refused' : 'upstream');
  if (verdict.kind !== 'ok') return failed(verdict.kind, 'upstream');
  const parsed = shape.safeParse(verdict.json);
  return parsed.success ? take(parsed.data) : failed('unexpected-answer', 'upstream');
}
