import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { reasonOf } from '../../platform/errors.ts';
import type { ApiDeps, ApiEnv } from './api-deps.ts';
import { createGuard } from './bearer.ts';
import { addCaseRoutes } from './case-routes.ts';
import { addDocsRoutes } from './docs-routes.ts';
import { addDraftRoutes } from './draft-routes.ts';
import { addFileRoutes } from './file-routes.ts';
import { addPeopleRoutes } from './people-routes.ts';
import { ApiProblem, PROBLEM_TYPE, problemBody, problemOf, unfit } from './problem.ts';
import { requestFaults } from './request-faults.ts';
import { addStaffRoutes } from './staff-routes.ts';
import { addStatsRoutes } from './stats-routes.ts';
import { addTaskRoutes } from './task-routes.ts';
import { apiTexts as say } from './texts.ts';
import { addVisitRoutes } from './visit-routes.ts';

/** Version of the described interface; the address keeps `v1` as long as nothing promised changes. */
const VERSION = '1.0.0';

/** Everything under `/api`: JSON for other systems (contract.md section 7), its description and the reader of it. */
export function apiRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw unfit(requestFaults(result.error, (result as { data?: unknown }).data));
    },
  });
  api.onError((error, c) => answerProblem(deps, c, error));
  api.use('/api/*', privately());
  const guard = createGuard(deps);
  addPeopleRoutes(api, deps, guard);
  addCaseRoutes(api, deps, guard);
  addDraftRoutes(api, deps, guard);
  addTaskRoutes(api, deps, guard);
  addStaffRoutes(api, deps, guard);
  addFileRoutes(api, deps, guard);
  addVisitRoutes(api, deps, guard);
  addStatsRoutes(api, deps, guard);
  addDocsRoutes(api, VERSION);
  const known = knownPaths(api);
  api.all('/api/*', (c) => {
    const methods = known.flatMap(({ pattern, method }) => (pattern.test(c.req.path) ? [method] : []));
    if (methods.length === 0) throw new ApiProblem(404, 'no-such-call', say.noRoute);
    throw new ApiProblem(405, 'method-not-allowed', say.noMethod(methods), { headers: { allow: methods.join(', ') } });
  });
  return api;
}

function knownPaths(api: OpenAPIHono<ApiEnv>): { pattern: RegExp; method: string }[] {
  const seen = new Map<string, { pattern: RegExp; method: string }>();
  for (const { path, method } of api.routes) {
    if (method === 'ALL' || path.includes('*')) continue;
    const pattern = new RegExp(`^${path.replaceAll(/:[^/]+/g, '[^/]+')}/?$`);
    seen.set(`${method} ${path}`, { pattern, method });
  }
  return [...seen.values()];
}

/** What is answered is for the caller alone. */
function privately(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    c.header('x-content-type-options', 'nosniff');
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'private, no-store');
  };
}

function answerProblem({ log }: ApiDeps, c: Context<ApiEnv>, error: Error): Response {
  const problem = problemOf(error) ?? ofFramework(error) ?? unforeseen();
  // The path may hold an archive number, the pattern does not.
  if (problem.status >= 500) log.error({ method: c.req.method, code: problem.code, reason: reasonOf(error) }, 'an API call failed');
  for (const [name, value] of Object.entries(problem.headers)) c.header(name, value);
  return c.body(JSON.stringify(problemBody(problem)), problem.status, { 'content-type': PROBLEM_TYPE });
}

/** What the framework itself refuses: a body of another kind, and one that is no JSON. */
function ofFramework(error: Error): ApiProblem | null {
  if (!(error instanceof HTTPException)) return null;
  if (error.status === 415) return new ApiProblem(415, 'not-json', say.notJson);
  return error.status === 400 ? new ApiProblem(400, 'malformed-json', say.badJson) : null;
}

function unforeseen(): ApiProblem {
  return new ApiProblem(500, 'failed', say.failed);
}
