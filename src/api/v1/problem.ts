import { z } from '@hono/zod-openapi';
import { AppError } from '../../platform/errors.ts';
import { apiTexts as say } from './texts.ts';

export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: '问题种类，urn:yinling:<code>', example: 'urn:yinling:already-decided' }),
    title: z.string().meta({ example: '与现在的状态冲突' }),
    status: z.int().meta({ example: 409 }),
    detail: z.string().meta({
      description: '发生了什么、保留了什么、怎么办',
      example: '王敏已于11月23日 14:05同意办件 YZ20261123-0001 的这一步，您的操作没有生效。',
    }),
    code: z.string().meta({ example: 'already-decided' }),
    errors: z
      .array(z.strictObject({ field: z.string().meta({ example: 'slots.days' }), detail: z.string() }))
      .optional()
      .meta({ description: '逐项指出哪个字段有什么问题' }),
  })
  .openapi('Problem');

export type ProblemStatus = keyof typeof say.titles;

export interface FieldFault {
  /** Path of the field as it was sent: `slots.days`, `subject.archiveNo`. */
  field: string;
  detail: string;
}

/** An answer of `application/problem+json` (RFC 9457). Thrown by a route; the API's own error handler writes it out. */
export class ApiProblem extends Error {
  readonly status: ProblemStatus;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ProblemStatus,
    code: string,
    detail: string,
    more: { errors?: readonly FieldFault[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

export const PROBLEM_TYPE = 'application/problem+json';

/** What stands in the body of a problem's answer. */
export function problemBody({ status, code, detail, errors }: ApiProblem): z.infer<typeof problemSchema> {
  const body = { type: `urn:yinling:${code}`, title: say.titles[status], status, detail, code };
  return errors.length === 0 ? body : { ...body, errors: errors.map(({ field, detail: what }) => ({ field, detail: what })) };
}

/** A form that cannot be taken, with every fault by its field. */
export function unfit(errors: readonly FieldFault[], code = 'invalid-request'): ApiProblem {
  return new ApiProblem(422, code, say.unfit(errors.map(({ field, detail }) => `${field}：${detail}`)), { errors });
}

export interface Refusal {
  code: string;
  sentence: string;
}

const statuses: Readonly<Record<string, ProblemStatus>> = {
  'not-found': 404,
  'no-campaign': 404,
  ...each(403, 'forbidden', 'outside-area', 'outside', 'counts-only', 'not-yours', 'separation', 'no-field-right', 'opinion-only'),
  ...each(
    422,
    'unknown-flow',
    'unknown-person',
    'unknown-batch',
    'unknown-school',
    'no-such-staff',
    'several-staff',
    'no-such-step',
    'wrong-body',
  ),
  ...each(422, 'form-faults', 'reason-needed', 'opinion-needed', 'text-needed', 'bad-paper', 'bad-period', 'not-supported', 'left-post'),
  ...each(
    422,
    'not-eligible',
    'not-for-them',
    'subject-gone',
    'too-young',
    'too-soon',
    'used-before',
    'outside-window',
    'no-window',
    'excluded',
  ),
  ...each(422, 'over-times', 'over-amount', 'same-expense', 'discharged-long-ago'),
};

function each(status: ProblemStatus, ...codes: string[]): Record<string, ProblemStatus> {
  return Object.fromEntries(codes.map((code) => [code, status]));
}

/** A feature's refusal as an answer: its own code and sentence; what the state of things forbids is a conflict. */
export function refused({ code, sentence }: Refusal): ApiProblem {
  return new ApiProblem(statuses[code] ?? 409, code, sentence);
}

const kinds = { 'invalid-input': 422, 'not-found': 404, forbidden: 403, conflict: 409, upstream: 502 } as const;

/** Anything thrown as an answer; null for what nobody foresaw. */
export function problemOf(error: unknown): ApiProblem | null {
  if (error instanceof ApiProblem) return error;
  return error instanceof AppError ? new ApiProblem(kinds[error.kind], error.code, error.sentence) : null;
}
