import { z } from 'zod';
import type { SendResult } from '../channel.ts';
import { texts } from '../texts.ts';
import type { HttpAnswer } from './http-call.ts';

/** What DingTalk's answer means. By code, never by HTTP status: throttling is a 403, legacy errors are 200 (dingtalk.md §9). */
export type Verdict =
  | { kind: 'ok'; json: Record<string, unknown> }
  | { kind: 'token-invalid' }
  | { kind: 'session-gone' }
  | { kind: 'already-exists' }
  | { kind: 'failed'; result: Exclude<SendResult, { state: 'accepted' }> };

const answerShape = z.looseObject({
  code: z.union([z.string(), z.number()]).optional(),
  errcode: z.coerce.number().optional(),
  sub_code: z.coerce.string().optional(),
  punish: z.unknown().optional(),
  accessdenieddetail: z
    .looseObject({ requiredScopes: z.array(z.string()).optional() })
    .optional()
    .catch(undefined),
});

type Answer = z.infer<typeof answerShape>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Over 10,000 calls in 20 s from one address: five minutes of HTML or `punish` (dingtalk.md §9). */
const IP_BAN_MS = 5 * MINUTE;

const busyCodes: Record<string, number> = {
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': SECOND,
  'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi': MINUTE,
  'Forbidden.AccessDenied.QpsLimitForApi': 2 * SECOND,
  // The month's quota: it may be lifted within days of grace, so the message waits rather than being lost.
  'Forbidden.AccessDenied.ApiCountLimitForOrg': 60 * MINUTE,
  'send.too.fast': 2 * SECOND,
  'send.byToken.tooFast': 2 * SECOND,
  'qps.exceed.limit': SECOND,
  'request.overlimit': SECOND,
  'system.busy': 2 * SECOND,
  systemBusy: 2 * SECOND,
  '-1': 2 * SECOND,
  '90002': 2 * SECOND,
  '90018': SECOND,
  '90020': 60 * MINUTE,
  '410100': 10 * MINUTE,
  '302033': MINUTE,
  '660026': MINUTE,
};

const refusals: [RegExp, string][] = [
  [/^(invalidClientIdOrSecret|authFailed|40096|invalidClient)/, texts.refusals.credentials],
  [/IpNotInWhiteList|^60020$|^ip\.not\.match$/, texts.refusals.ip],
  [/downloadCode/, texts.refusals.file],
  [/robotCode|robotIsStop|^bot\.|^chatbotId\.|^send\.forbidden$/i, texts.refusals.robot],
  [/userId|staffId|^60121$|^50002$|^50004$|^33012$/i, texts.refusals.receiver],
  [/openConversationId|^group\./, texts.refusals.group],
  [/template|^param\./, texts.refusals.card],
  [/^invalidParameter|^contain\.|^40035$|^400002$|^Missingbody$/i, texts.refusals.content],
];

const TOKEN_INVALID = new Set(['InvalidAuthentication', '40014', '42001']);
const SESSION_GONE = '300001';
const CARD_EXISTS = 'param.cardAlreadyExist';

/** Judges one answer. Pure. */
export function judge(answer: HttpAnswer): Verdict {
  if (answer.kind === 'unreachable') return busy('unreachable', 5 * SECOND);
  if (answer.kind === 'lost') return { kind: 'failed', result: { state: 'unknown', code: answer.code } };
  const shaped = answerShape.safeParse(answer.json);
  if (!shaped.success) return judgeForeign(answer.status, answer.retryAfterMs);
  if ('punish' in shaped.data) return busy('ip-banned', IP_BAN_MS);
  const code = codeOf(shaped.data);
  // 504: the gateway gave up after 3 s, the call may have been done.
  if (answer.status === 504) return { kind: 'failed', result: { state: 'unknown', code: code ?? 'gateway-timeout' } };
  if (code === null && answer.status < 400) return { kind: 'ok', json: shaped.data };
  return judgeCode(code ?? `http-${answer.status}`, answer, shaped.data);
}

function judgeCode(code: string, answer: { status: number; retryAfterMs: number | null }, shaped: Answer): Verdict {
  if (TOKEN_INVALID.has(code)) return { kind: 'token-invalid' };
  if (code === SESSION_GONE) return { kind: 'session-gone' };
  if (code === CARD_EXISTS) return { kind: 'already-exists' };
  const wait = busyCodes[code];
  if (wait !== undefined) return busy(code, Math.max(wait, answer.retryAfterMs ?? 0));
  if (answer.status === 429) return busy(code, answer.retryAfterMs ?? 2 * SECOND);
  // systemError and unknownError: sending is not idempotent, so nobody knows.
  if (answer.status >= 500) return { kind: 'failed', result: { state: 'unknown', code } };
  return refused(code, sentenceOf(code, shaped));
}

function sentenceOf(code: string, shaped: Answer): string {
  if (/AccessTokenPermissionDenied|^60011$/.test(code)) {
    return texts.refusals.permission((shaped.accessdenieddetail?.requiredScopes ?? []).join('、'));
  }
  if (code === 'http-404' || code === '404' || code === '22') return texts.refusals.notFound;
  return refusals.find(([pattern]) => pattern.test(code))?.[1] ?? texts.refusals.other(code);
}

/** Null: success. Legacy 88 hides the true code in a string beside it. */
function codeOf(answer: Answer): string | null {
  if (answer.errcode !== undefined) {
    if (answer.errcode === 0) return null;
    return answer.errcode === 88 && answer.sub_code ? answer.sub_code : String(answer.errcode);
  }
  return answer.code === undefined || answer.code === '' ? null : String(answer.code);
}

/** An answer that is not DingTalk's: a proxy's error page, or the HTML of a banned address. */
function judgeForeign(status: number, retryAfterMs: number | null): Verdict {
  if (status === 504) return { kind: 'failed', result: { state: 'unknown', code: 'gateway-timeout' } };
  if (status === 429 || status === 503) return busy(`http-${status}`, retryAfterMs ?? 5 * SECOND);
  if (status >= 500) return { kind: 'failed', result: { state: 'unknown', code: `http-${status}` } };
  if (status === 404) return refused('http-404', texts.refusals.notFound);
  return busy('not-json', IP_BAN_MS);
}

function busy(code: string, retryAfterMs: number): Verdict {
  return { kind: 'failed', result: { state: 'busy', code, retryAfterMs } };
}

function refused(code: string, sentence: string): Verdict {
  return { kind: 'failed', result: { state: 'refused', code, sentence, retry: false } };
}

/** The plain result of a call that has no special way on. */
export function resultOf(verdict: Exclude<Verdict, { kind: 'ok' }>): Exclude<SendResult, { state: 'accepted' }> {
  switch (verdict.kind) {
    case 'failed':
      return verdict.result;
    case 'token-invalid':
      return { state: 'busy', code: 'token-invalid', retryAfterMs: 30 * SECOND };
    case 'session-gone':
      return { state: 'refused', code: SESSION_GONE, sentence: texts.refusals.session, retry: false };
    case 'already-exists':
      return { state: 'refused', code: CARD_EXISTS, sentence: texts.refusals.card, retry: false };
  }
}
