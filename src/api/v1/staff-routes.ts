import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { findColleague } from '../../cases/find-colleague.ts';
import { handOverWork } from '../../cases/hand-over.ts';
import { nameDeputy } from '../../cases/name-deputy.ts';
import { briefsAsGranted } from '../../cases/see-case.ts';
import type { Staff } from '../../organisation/staff.ts';
import { type ApiDeps, type ApiEnv, CHANNEL } from './api-deps.ts';
import { actingStaff, type Guard } from './bearer.ts';
import { actHeaders, actProblems, bearer, json, jsonBody, limitJson } from './calls.ts';
import { eyesOf } from './carry-out.ts';
import { taskOf, taskSchema } from './case-schema.ts';
import { once } from './idempotency.ts';
import { refused, unfit } from './problem.ts';
import { apiTexts as say } from './texts.ts';

const shared = { tags: ['人员'], security: bearer };
const colleague = z.string().trim().min(1).max(64).meta({ description: '工号或全名' });

const deputise = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'post',
    path: '/api/v1/deputies',
    operationId: 'nameDeputy',
    summary: '请假期间由谁代理',
    description: 'X-Acting-Staff 本人从 from 到 until（含）由 to 代理，双方都看得到待办，办理时写明代谁办理。',
    middleware: [guard('write'), limitJson] as const,
    request: {
      headers: actHeaders,
      ...jsonBody(z.strictObject({ to: colleague, from: z.iso.date(), until: z.iso.date() }).openapi('NewDeputy')),
    },
    responses: {
      201: {
        ...json(z.strictObject({ staff: z.string(), deputy: z.string(), from: z.iso.date(), until: z.iso.date() }).openapi('Deputy')),
        description: '已登记',
      },
      ...actProblems,
    },
  });

const handOver = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'post',
    path: '/api/v1/hand-overs',
    operationId: 'handOver',
    summary: '离岗移交：把一个人的全部待办交给另一个人',
    description: '本人、业务科室、局领导或管理员可以移交。preview 为 true 时只列出，不移交。',
    middleware: [guard('write'), limitJson] as const,
    request: {
      headers: actHeaders,
      ...jsonBody(z.strictObject({ from: colleague, to: colleague, preview: z.boolean().default(false) }).openapi('NewHandOver')),
    },
    responses: {
      200: {
        ...json(
          z
            .strictObject({
              tasks: z.array(taskSchema),
              moved: z.array(z.string()),
              kept: z.array(z.strictObject({ case: z.string(), why: z.string() })),
            })
            .openapi('HandOver'),
        ),
        description: '列出的待办、已移交的和没有移交的',
      },
      ...actProblems,
    },
  });

/** What staff arrange among themselves: `/api/v1/deputies`, `/api/v1/hand-overs` (case-operations.md 17 and 18). */
export function addStaffRoutes(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  api.openapi(deputise(guard), (c) =>
    once(deps, c, false, async (key) => {
      const staff = actingStaff(c.get('caller'));
      const { to, from, until } = c.req.valid('json');
      const named = await nameDeputy(deps.db, { staff, to, from, until, key, now: deps.clock.now(), channel: CHANNEL });
      if (!named.ok) throw refused(named);
      return c.json({ staff: staff.id, deputy: named.deputy.id, from, until }, 201);
    }),
  );
  api.openapi(handOver(guard), (c) =>
    once(deps, c, false, async () => {
      const caller = c.get('caller');
      const actor = actingStaff(caller);
      const { from, to, preview } = c.req.valid('json');
      const request = { from: await someone(deps, from, 'from'), to: await someone(deps, to, 'to'), actor, isPreview: preview };
      const eyes = eyesOf(deps, caller, say.looks.tasks);
      const done = await handOverWork(deps.cases, { ...request, now: eyes.now, channel: CHANNEL });
      if (!done.ok) throw refused(done);
      const tasks = (await briefsAsGranted(deps.cases, eyes, done.tasks)).map(taskOf);
      return c.json({ tasks, moved: done.moved, kept: done.kept.map(({ caseNo, sentence }) => ({ case: caseNo, why: sentence })) }, 200);
    }),
  );
}

async function someone({ db }: ApiDeps, said: string, field: string): Promise<Staff> {
  const found = await findColleague(db.tx, said);
  if ('ok' in found) throw unfit([{ field, detail: found.sentence }], found.code);
  return found;
}
