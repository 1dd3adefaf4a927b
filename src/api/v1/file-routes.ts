import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiDeps, ApiEnv } from './api-deps.ts';
import { actingStaff, type Guard } from './bearer.ts';
import { actHeaders, actProblems, bearer, json, limitBody } from './calls.ts';
import { once } from './idempotency.ts';
import { ApiProblem } from './problem.ts';
import { apiTexts as say } from './texts.ts';

const kinds = ['image/jpeg', 'image/png', 'application/pdf', 'application/octet-stream'] as const;
const content = { schema: z.string().openapi({ format: 'binary' }) };

const upload = (guard: Guard) =>
  createRoute({
    tags: ['办件'],
    security: bearer,
    method: 'post',
    path: '/api/v1/files',
    operationId: 'uploadFile',
    summary: '上传材料',
    description: '请求体就是文件本身（jpg、png、pdf，最多 10MB，按内容识别）。返回的 file 填到办件的文件字段里。必须写 X-Acting-Staff。',
    middleware: [guard('write'), limitBody(10 * 1024 * 1024, '10 MB')] as const,
    request: { headers: actHeaders, body: { content: Object.fromEntries(kinds.map((kind) => [kind, content])), required: true } },
    responses: { 201: { ...json(z.strictObject({ file: z.string() }).openapi('KeptFile')), description: '已保存' }, ...actProblems },
  });

/** `/api/v1/files`: materials for the forms of cases, kept sealed as those that come in by chat. */
export function addFileRoutes(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  api.openapi(upload(guard), (c) =>
    once(deps, c, false, async () => {
      actingStaff(c.get('caller'));
      const file = await deps.files.keep(Buffer.from(await c.req.arrayBuffer()));
      if (file === null) throw new ApiProblem(415, 'file-refused', say.fileRefused);
      return c.json({ file }, 201);
    }),
  );
}
