import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { archiveSheet } from '../../cases/archive-sheet.ts';
import { changeCaseVersion } from '../../cases/change-version.ts';
import { caseAfterAct, listSeenCases, seeCase } from '../../cases/see-case.ts';
import type { ShownCase } from '../../cases/show-case.ts';
import { shownValue } from '../../dialogue/shown-value.ts';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { AppError } from '../../platform/errors.ts';
import { type ApiDeps, type ApiEnv, type Caller, CHANNEL } from './api-deps.ts';
import { actingStaff, type Guard } from './bearer.ts';
import {
  actHeaders,
  actProblems,
  bearer,
  given,
  json,
  jsonBody,
  limitJson,
  lookHeaders,
  lookProblems,
  PAGE_SIZE,
  pageOf,
  pageQuery,
} from './calls.ts';
import { eyesOf, operate } from './carry-out.ts';
import { caseBriefOf, caseBriefSchema, caseSchema, caseStateSchema, slotsSchema } from './case-schema.ts';
import { once } from './idempotency.ts';
import { startNewCase } from './new-case.ts';
import { operationExamples, operationSchema } from './operation-schema.ts';
import { ApiProblem, refused, unfit } from './problem.ts';
import { apiTexts as say } from './texts.ts';

const tags = ['办件'];
const shared = { tags, security: bearer };
const no = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase())
  .openapi({ param: { name: 'no', in: 'path' }, type: 'string', example: 'YZ20261123-0001' });
const params = z.object({ no });

const listCases = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'get',
    path: '/api/v1/cases',
    operationId: 'listCases',
    summary: '办件列表',
    description: `可以看到的办件，新的在前，每页 ${PAGE_SIZE} 条。总数只数可以看到的。`,
    middleware: [guard('read')] as const,
    request: {
      headers: lookHeaders,
      query: z.strictObject({
        state: given(caseStateSchema.exclude(['draft'])),
        flow: given(z.string().max(64)).openapi({ example: 'short-sanatorium' }),
        town: given(z.string().max(30)).openapi({ example: '东柳街道' }),
        ...pageQuery,
      }),
    },
    responses: { 200: { ...json(pageOf(caseBriefSchema).openapi('CasesPage')), description: '一页办件' }, ...lookProblems },
  });

const readCase = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'get',
    path: '/api/v1/cases/{no}',
    operationId: 'readCase',
    summary: '一个办件的全部经过',
    description: '和 case show --json 相同；敏感内容打码，查看留痕。不存在的和不能看的，回答相同。',
    middleware: [guard('read')] as const,
    request: { headers: lookHeaders, params },
    responses: { 200: { ...json(caseSchema), description: '办件' }, ...lookProblems },
  });

const newCaseSchema = z
  .strictObject({
    flow: z.string().min(1).max(64).meta({ example: 'short-sanatorium' }),
    subject: z.union([
      z.string().min(1).max(40),
      z.strictObject({
        archiveNo: z.string().min(1).max(40).nullable(),
        name: z.string().min(1).max(40).optional(),
        town: z.string().max(30).nullable().optional(),
        village: z.string().max(30).nullable().optional(),
      }),
    ]),
    slots: slotsSchema.default({}),
  })
  .openapi('NewCase');

const newCaseExample = {
  flow: 'short-sanatorium',
  subject: { archiveNo: 'YZ-0028269' },
  slots: { self_care: true, no_infectious: true, family_agree: true, batch: 'LY2027-04', days: 5, cost: 1800, consent: true },
};

const createCase = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'post',
    path: '/api/v1/cases',
    operationId: 'createCase',
    summary: '发起办件',
    description:
      '和聊天里提交一样判断：对象是否符合条件、同一事项是否在办、额度次数、每个字段、承诺与材料；档案里已有的内容（prefill）不用再填。必须写 X-Acting-Staff。',
    middleware: [guard('write'), limitJson] as const,
    request: { headers: actHeaders, ...jsonBody(newCaseSchema, { 短期疗养: newCaseExample }) },
    responses: {
      201: { ...json(caseSchema), description: '已提交的办件', headers: z.object({ location: z.string() }) },
      ...actProblems,
    },
  });

const operateCase = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'post',
    path: '/api/v1/cases/{no}/operations',
    operationId: 'operateCase',
    summary: '对办件的操作',
    description:
      '撤回、转办、加签、催办、挂起、终止、跳转……和聊天里一样的规则与理由；办理意见也可以用 approve、return、reject。必须写 X-Acting-Staff。',
    middleware: [guard('write'), limitJson] as const,
    request: { headers: actHeaders, params, ...jsonBody(operationSchema, operationExamples) },
    responses: { 200: { ...json(caseSchema), description: '操作以后的办件' }, ...actProblems },
  });

const readVersion = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'get',
    path: '/api/v1/cases/{no}/version',
    operationId: 'readVersion',
    summary: '升级到现行流程版本会有哪些变化',
    description: '只看不改；用操作 change-version 升级。业务科室、局领导、管理员可以。必须写 X-Acting-Staff。',
    middleware: [guard('read')] as const,
    request: { headers: lookHeaders, params },
    responses: {
      200: {
        ...json(z.strictObject({ from: z.string(), to: z.string(), changes: z.array(z.string()) }).openapi('VersionChange')),
        description: '变化',
      },
      ...lookProblems,
    },
  });

const readSheet = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'get',
    path: '/api/v1/cases/{no}/sheet',
    operationId: 'readSheet',
    summary: '归档单（PDF）',
    description: '申请表、每一步的意见、办理人和时间；敏感内容打码，印有查看人。必须写 X-Acting-Staff。',
    middleware: [guard('read')] as const,
    request: { headers: lookHeaders, params },
    responses: {
      200: {
        content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } },
        description: '归档单',
      },
      ...lookProblems,
    },
  });

/** `/api/v1/cases`: cases as contract.md section 3 has them, by the same features as in chat. */
export function addCaseRoutes(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  addLooking(api, deps, guard);
  api.openapi(createCase(guard), (c) =>
    once(deps, c, false, async (key) => {
      const caller = c.get('caller');
      const { subject, ...asked } = c.req.valid('json');
      const named = typeof subject === 'string' ? { archiveNo: subject } : subject;
      const caseNo = await startNewCase(deps, actingStaff(caller), { ...asked, subject: named }, { token: caller.token, key });
      const made = await afterAct(deps, caller, caseNo);
      return c.json(made, 201, { location: `/api/v1/cases/${caseNo}` });
    }),
  );
  api.openapi(operateCase(guard), (c) =>
    once(deps, c, false, async (key) => {
      const caller = c.get('caller');
      const caseNo = c.req.valid('param').no;
      await operate(deps, { staff: actingStaff(caller), caseNo, key, token: caller.token }, c.req.valid('json'));
      return c.json(await afterAct(deps, caller, caseNo), 200);
    }),
  );
}

function addLooking(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  api.openapi(listCases(guard), async (c) => {
    const { page, state, flow, town: saidTown } = c.req.valid('query');
    const town = saidTown === undefined ? undefined : (await loadPlaceBook(deps.db.tx)).town(saidTown);
    if (town === null) throw unfit([{ field: 'town', detail: say.unknownTown }]);
    if (flow !== undefined && !deps.flows.get(flow)) throw unfit([{ field: 'flow', detail: say.unknownFlow }]);
    const eyes = eyesOf(deps, c.get('caller'), say.looks.cases);
    const window = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
    const { cases, total } = await listSeenCases(deps.cases, eyes, { state, flow, town }, window);
    return c.json({ items: cases.map(caseBriefOf), page, pageSize: PAGE_SIZE, total }, 200);
  });
  api.openapi(readCase(guard), async (c) => {
    const seen = await seeCase(deps.cases, c.req.valid('param').no, eyesOf(deps, c.get('caller'), say.looks.case));
    if (!seen.ok) throw refused(seen);
    return c.json(seen.case, 200);
  });
  api.openapi(readVersion(guard), async (c) => {
    const request = { caseNo: c.req.valid('param').no, actor: actingStaff(c.get('caller')), now: deps.clock.now(), channel: CHANNEL };
    const shown = await changeCaseVersion(deps.cases, { ...request, isPreview: true });
    if (!shown.ok) throw refused(shown);
    const { from, to, changes } = shown;
    return c.json({ from, to, changes }, 200);
  });
  api.openapi(readSheet(guard), async (c) => {
    const { staff, token } = c.get('caller');
    if (!staff) throw new ApiProblem(403, 'acting-staff-required', say.sheetNeedsStaff);
    const asked = {
      no: c.req.valid('param').no,
      now: deps.clock.now(),
      channel: CHANNEL,
      purpose: say.purpose(token, say.looks.sheet),
      shownValue,
    };
    const made = await archiveSheet(deps.cases, staff, asked);
    if (!made.ok) throw refused(made);
    const headers = { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${asked.no}.pdf"` };
    return c.body(new Uint8Array(made.pdf), 200, headers);
  });
}

/** The case as it stands after an act, as far as whoever acted may see it. */
export async function afterAct(deps: ApiDeps, caller: Caller, caseNo: string): Promise<ShownCase> {
  const shown = await caseAfterAct(deps.cases, caseNo, eyesOf(deps, caller, say.looks.case));
  if (!shown) throw new AppError('not-found', 'not-found', say.taskNotFound(caseNo), { message: 'a case was acted on and is gone' });
  return shown;
}
