import type { AccessToken } from './access-token.ts';
import { judge, type Verdict } from './answer-verdict.ts';
import type { CallRate } from './call-rate.ts';
import { httpCall } from './http-call.ts';

/** DingTalk's new API with the token, the rate and one renewal of a token that it no longer likes. */
export interface DingtalkApi {
  call(method: 'GET' | 'POST' | 'PUT', path: string, body: unknown): Promise<Verdict>;
}

export interface DingtalkApiOptions {
  apiBase: string;
  token: AccessToken;
  rate: CallRate;
  timeoutMs: number;
}

export function createDingtalkApi(options: DingtalkApiOptions): DingtalkApi {
  const once = async (method: 'GET' | 'POST' | 'PUT', path: string, body: unknown): Promise<{ verdict: Verdict; token: string | null }> => {
    const got = await options.token.get();
    if (!got.ok) return { verdict: got.verdict, token: null };
    if (!(await options.rate.take())) {
      return { verdict: { kind: 'failed', result: { state: 'busy', code: 'own-rate', retryAfterMs: 1_000 } }, token: null };
    }
    const answer = await httpCall({
      method,
      url: options.apiBase + path,
      headers: { 'x-acs-dingtalk-access-token': got.token },
      body,
      timeoutMs: options.timeoutMs,
    });
    return { verdict: judge(answer), token: got.token };
  };
  return {
    call: async (method, path, body) => {
      const first = await once(method, path, body);
      if (first.verdict.kind !== 'token-invalid' || first.token === null) return first.verdict;
      options.token.discard(first.token);
      return (await once(method, path, body)).verdict;
    },
  };
}
