import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Verdict } from '../credentials/verify/verdict.ts';
import { faultSentences, type VerifyFault, verifyTexts } from '../credentials/verify/verify-texts.ts';

export interface VerifyAnswer {
  status: ContentfulStatusCode;
  type: string;
  body: object;
}

const statusOf: Readonly<Record<VerifyFault, ContentfulStatusCode>> = {
  malformed: 400,
  foreign: 404,
  altered: 404,
  unknown: 404,
  withdrawn: 410,
  expired: 410,
  replayed: 410,
  revoked: 410,
  'too-many': 429,
};

/** What JSON says of something valid. */
export function verdictAnswer({ what, told }: Verdict & { valid: true }, now: Date): VerifyAnswer {
  const kind = verifyTexts.kinds[what];
  const body = { valid: true, what, kind, sentence: `${verifyTexts.valid}，${kind}`, at: now.toISOString(), ...told };
  return { status: 200, type: 'application/json; charset=utf-8', body };
}

/** What is not valid is a problem (RFC 9457) with its sentence; `told` for those levels that may know more. */
export function faultAnswer({ fault, told }: Verdict & { valid: false }): VerifyAnswer {
  const status = statusOf[fault];
  const body = {
    type: 'about:blank',
    title: verifyTexts.invalid,
    status,
    detail: faultSentences[fault],
    code: fault,
    valid: false,
    ...told,
  };
  return { status, type: 'application/problem+json; charset=utf-8', body };
}

/** Browsers say that they take HTML; whoever does not, or asks for JSON before it, is a program. */
export function wantsJson(c: Context): boolean {
  const accept = c.req.header('accept') ?? '';
  const json = accept.search(/application\/(problem\+)?json/);
  const html = accept.indexOf('text/html');
  return html < 0 ? accept !== '' : json >= 0 && json < html;
}
