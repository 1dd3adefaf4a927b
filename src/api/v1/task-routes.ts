import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { deputisesFor } from '../../cases/deputies.ts';
import { mayGovern } from '../../cases/engine/governing.ts';
import { listTasks } from '../../cases/list-tasks.ts';
import { briefsAsGranted, seesTask } from '../../cases/see-case.ts';
import type { Staff } from '../../organisation/staff.ts';
import { findStaff, leavesOn } from '../../organisation/staff-store.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { ApiDeps, ApiEnv, Caller } from './api-deps.ts';
import { actingStaff, type Guard } from './bearer.ts';
import {
  actProblems,
  bearer,
  given,
  givenOr,
  json,
  jsonBody,
  keyedHeaders,
  limitJson,
  lookHeaders,
  lookProblems,
  PAGE_SIZE,
  pageOf,
  pageQuery,
} from './calls.ts';
import { decide, eyesOf } from './carry-out.ts';
import { afterAct } from './case-routes.ts';
import { caseSchema, taskOf, taskSchema } from './case-schema.ts';
import { once } from './idempotency.ts';
import { decisionSchema } from './operation-schema.ts';
import { ApiProblem, unfit } from './problem.ts';
import { apiTexts as say } from './texts.ts';

const shared = { tags: ['待办'], security: bearer };

const listMine = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'get',
    path: '/api/v1/tasks',
    operationId: 'listTasks',
    summary: '一位工作人员的待办',
    description:
      '本人和当天所代理同事的任务，先到期的在前。别人的待办由业务科室、局领导查看；不写 X-Acting-Staff 时用 staff 指明，姓名打码。',
    middleware: [guard('read')] as const,
    request: {
      headers: lookHeaders,
      query: z.strictObject({
        staff: given(z.string().max(64)).openapi({ description: '工号；不写时为 X-Acting-Staff 本人' }),
        which: givenOr(z.enum(['todo', 'overdue', 'done', 'copied']).default('todo')),
        ...pageQuery,
      }),
    },
    responses: { 200: { ...json(pageOf(taskSchema).openapi('TasksPage')), description: '一页任务' }, ...lookProblems },
  });

const decideTask = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'post',
    path: '/api/v1/tasks/{id}/decision',
    operationId: 'decideTask',
    summary: '办理一项任务：同意、退回、不同意',
    description:
      '必须写 X-Acting-Staff 和 Idempotency-Key。几个人同时办同一项时只有一个生效，其余得到 409，说明谁已在什么时候办理。回答是办理以后的办件。',
    middleware: [guard('write'), limitJson] as const,
    request: {
      headers: keyedHeaders,
      params: z.object({
        id: z
          .string()
          .max(64)
          .openapi({ param: { name: 'id', in: 'path' }, example: 'YZ20261123-0001-1' }),
      }),
      ...jsonBody(decisionSchema),
    },
    responses: { 200: { ...json(caseSchema), description: '办理以后的办件' }, ...actProblems },
  });

/** `/api/v1/tasks`: whose desk holds what, and deciding it. */
export function addTaskRoutes(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  api.openapi(listMine(guard), async (c) => {
    const { page, which, staff: id } = c.req.valid('query');
    const caller = c.get('caller');
    const whose = await whoseTasks(deps, caller, id);
    const eyes = eyesOf(deps, caller, say.looks.tasks);
    const find = (offset: number) => listTasks(deps.cases, whose, which, { now: eyes.now, limit: PAGE_SIZE, offset });
    const { tasks, total } = await find((page - 1) * PAGE_SIZE);
    const all = tasks.length === 0 && page > 1 ? (await find(0)).total : total;
    const items = (await briefsAsGranted(deps.cases, eyes, tasks)).map(taskOf);
    return c.json({ items, page, pageSize: PAGE_SIZE, total: all }, 200);
  });
  api.openapi(decideTask(guard), (c) =>
    once(deps, c, true, async (key) => {
      const caller = c.get('caller');
      const staff = actingStaff(caller);
      const id = c.req.valid('param').id.toUpperCase();
      const caseNo = await seesTask(deps.cases, staff, id, deps.clock.now());
      if (caseNo === null) throw new ApiProblem(404, 'not-found', say.taskNotFound(id));
      await decide(deps, { staff, caseNo, key, token: caller.token }, id, c.req.valid('json'));
      return c.json(await afterAct(deps, caller, caseNo), 200);
    }),
  );
}

/** One's own desk, those one deputises for, and anybody's for who governs cases or where nobody is named. */
async function whoseTasks({ db, clock }: ApiDeps, { staff: actor }: Caller, id: string | undefined): Promise<Staff> {
  if (actor && (id === undefined || id === actor.id)) return actor;
  if (id === undefined) throw unfit([{ field: 'staff', detail: say.whoseTasks }]);
  if (actor && !mayGovern(actor)) {
    const absent = deputisesFor(actor.id, await leavesOn(db.tx, dayOf(clock.now())));
    if (!absent.includes(id)) throw new ApiProblem(403, 'forbidden', say.notTheirTasks);
  }
  const staff = await findStaff(db.tx, id);
  if (!staff) throw unfit([{ field: 'staff', detail: say.unknownStaff }]);
  return staff;
}
