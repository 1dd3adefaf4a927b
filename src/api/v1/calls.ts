import { z } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { ApiProblem, PROBLEM_TYPE, type ProblemStatus, problemSchema } from './problem.ts';
import { apiTexts as say } from './texts.ts';

/** Parts that the definitions of the calls share. */

export const PAGE_SIZE = 20;

const absent = (value: unknown) => (value === '' ? undefined : value);

/** A parameter of the address that may be left out, or left empty as forms do. */
export function given<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(absent, schema.optional());
}

/** The same with a value for when it is left out. */
export function givenOr<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(absent, schema);
}

export const pageQuery = {
  page: givenOr(z.coerce.number().int().min(1).max(100_000).default(1)).openapi({
    description: '第几页，从 1 起；每页多少条见回答里的 pageSize',
  }),
};

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    page: z.int(),
    pageSize: z.int(),
    total: z.int().meta({ description: '在可以查看的范围内共有多少条' }),
  });
}

const actingHeader = z
  .string()
  .max(64)
  .optional()
  .openapi({
    param: { name: 'x-acting-staff', in: 'header' },
    description: '工号：以这位工作人员的岗位和辖区办理、查看；不写时全部打码且不能办理',
  });

const keyText = '每次操作一个新值；同一个值加同样的请求只办一次，回答相同（保留 3 天）';
const keyHeader = z.string().openapi({ param: { name: 'idempotency-key', in: 'header' }, description: keyText });

export const lookHeaders = z.object({ 'x-acting-staff': actingHeader });
export const actHeaders = z.object({ 'x-acting-staff': actingHeader, 'idempotency-key': keyHeader.optional() });
/** The key is asked for by the call itself, so that its lack is said as such and not as a fault of the form. */
export const keyedHeaders = z.object({
  'x-acting-staff': actingHeader,
  'idempotency-key': keyHeader.optional().openapi({ param: { required: true } }),
});

export function json<Body extends z.ZodType>(schema: Body) {
  return { content: { 'application/json': { schema } } };
}

/** A body that must be there, in JSON; `examples` by what they are called in the reader. */
export function jsonBody<Body extends z.ZodType>(schema: Body, examples: Readonly<Record<string, z.input<Body>>> = {}) {
  const shown = Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
  const content = { 'application/json': Object.keys(shown).length === 0 ? { schema } : { schema, examples: shown } };
  return { body: { content, required: true } };
}

const problemContent = { content: { [PROBLEM_TYPE]: { schema: problemSchema } } };

type ProblemAnswers = Record<ProblemStatus, typeof problemContent & { description: string }>;

function problemsOf(...statuses: ProblemStatus[]): Partial<ProblemAnswers> {
  return Object.fromEntries(statuses.map((status) => [status, { ...problemContent, description: say.titles[status] }]));
}

/** What a call may answer besides what it promises. */
export const lookProblems = problemsOf(400, 401, 403, 404, 409, 422, 429, 500);
export const actProblems = problemsOf(400, 401, 403, 404, 409, 413, 415, 422, 429, 500);

const MOST_JSON = 1024 * 1024;

export function limitBody(most: number, words: string) {
  return bodyLimit({
    maxSize: most,
    onError: () => {
      // The rest of the body is not read: nobody may send the next request behind it.
      throw new ApiProblem(413, 'too-large', say.tooLarge(words), { headers: { connection: 'close' } });
    },
  });
}

export const limitJson = limitBody(MOST_JSON, '1 MB');

export const bearer = [{ bearer: [] as string[] }];
