import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type Revealed, revealField } from '../../people/access/reveal.ts';
import { revealFields } from '../../people/access/reveal-field.ts';
import { currentNo } from '../../people/file/current-no-store.ts';
import type { FileRefused } from '../../people/file/file-view.ts';
import { openFile } from '../../people/file/person-file.ts';
import { addDays, dayOf, momentOf } from '../../platform/calendar/day.ts';
import { type ApiDeps, type ApiEnv, CHANNEL } from './api-deps.ts';
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
import { once } from './idempotency.ts';
import { searchPage, suggestions } from './people-search.ts';
import { choiceOfPerson, choiceSchema, fileOf, fileSchema } from './person-schema.ts';
import { ApiProblem } from './problem.ts';
import { apiTexts as say } from './texts.ts';

const tags = ['档案'];
const looking = { tags, security: bearer };
const archiveNo = z
  .string()
  .max(40)
  .openapi({ param: { name: 'archiveNo', in: 'path' }, example: 'YZ-0012345' });

const searchPeople = (guard: Guard) =>
  createRoute({
    ...looking,
    method: 'get',
    path: '/api/v1/people',
    operationId: 'searchPeople',
    summary: '查找档案',
    description: `和聊天里一样的查找：姓名、拼音、首字母、尾号、镇街村社、出生年份、类别，次序随意；都不写时列出可以看到的，本辖区在前。每页 ${PAGE_SIZE} 人，最多数到 500 人，isMore 为 true 时请缩小范围。每次查找留痕。`,
    middleware: [guard('read')] as const,
    request: {
      headers: lookHeaders,
      query: z.strictObject({
        q: given(z.string().max(100)).openapi({ description: '例如 张建国、zjg 尾号1234、姜山残疾军人老王' }),
        town: given(z.string().max(30)).openapi({ example: '东柳街道' }),
        category: given(z.string().max(30)).openapi({ description: '人员类别的编号或名称' }),
        ...pageQuery,
      }),
    },
    responses: {
      200: {
        ...json(
          pageOf(choiceSchema)
            .extend({ isMore: z.boolean(), nearest: z.array(z.string()).meta({ description: '没有找到时，名字相近的' }) })
            .openapi('PeoplePage'),
        ),
        description: '一页档案',
      },
      ...lookProblems,
    },
  });

const suggestPeople = (guard: Guard) =>
  createRoute({
    ...looking,
    method: 'get',
    path: '/api/v1/people/suggest',
    operationId: 'suggestPeople',
    summary: '输入时提示',
    description: '按姓名、读音或首字母的开头提示，最多 8 人，权限与查找相同。',
    middleware: [guard('read')] as const,
    request: { headers: lookHeaders, query: z.strictObject({ q: z.string().max(40) }) },
    responses: {
      200: { ...json(z.strictObject({ items: z.array(choiceSchema) }).openapi('Suggestions')), description: '提示' },
      ...lookProblems,
    },
  });

const readPerson = (guard: Guard) =>
  createRoute({
    ...looking,
    method: 'get',
    path: '/api/v1/people/{archiveNo}',
    operationId: 'readPerson',
    summary: '查看一份档案',
    description: '按岗位和辖区显示，敏感内容打码；每次查看留痕并计入当天上限。不存在的和不能看的，回答相同。',
    middleware: [guard('read')] as const,
    request: { headers: lookHeaders, params: z.object({ archiveNo }) },
    responses: { 200: { ...json(fileSchema), description: '档案' }, ...lookProblems },
  });

const unmask = (guard: Guard) =>
  createRoute({
    ...looking,
    method: 'post',
    path: '/api/v1/people/{archiveNo}/unmask',
    operationId: 'unmaskField',
    summary: '写明原因查看一项完整内容',
    description: '和聊天里的“查看完整…”一样：按岗位权限，十分钟内有效，留痕并计入当天上限。',
    middleware: [guard('read'), limitJson] as const,
    request: {
      headers: actHeaders,
      params: z.object({ archiveNo }),
      ...jsonBody(z.strictObject({ field: z.enum(revealFields), reason: z.string().min(1).max(200) }).openapi('Unmask')),
    },
    responses: {
      200: {
        ...json(
          z
            .strictObject({
              field: z.enum(revealFields),
              label: z.string(),
              value: z.string(),
              until: z.iso.datetime(),
              hint: z.string().nullable(),
            })
            .openapi('Unmasked'),
        ),
        description: '完整内容',
      },
      ...actProblems,
    },
  });

/** `/api/v1/people`: the archive, by the same rights, masks and records as in chat. */
export function addPeopleRoutes(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  api.openapi(searchPeople(guard), async (c) => {
    const asked = c.req.valid('query');
    const { items, ...rest } = await searchPage(deps, c.get('caller'), asked);
    return c.json({ items: items.map(choiceOfPerson), page: asked.page, pageSize: PAGE_SIZE, ...rest }, 200);
  });
  api.openapi(suggestPeople(guard), async (c) => {
    const found = await suggestions(deps, c.get('caller'), c.req.valid('query').q);
    return c.json({ items: found.map(choiceOfPerson) }, 200);
  });
  api.openapi(readPerson(guard), async (c) => {
    const { viewer, token } = c.get('caller');
    const now = deps.clock.now();
    const opening = { purpose: say.purpose(token, say.looks.file), channel: CHANNEL, context: 'private_chat', shows: ['all'] } as const;
    const flowTitle = (flow: string) => deps.flows.get(flow)?.definition.name ?? flow;
    const no = c.req.valid('param').archiveNo;
    const view = await deps.db.transaction((tx) => openFile({ tx, sealer: deps.sealer, now, flowTitle }, viewer, no, opening));
    if (view.kind === 'refused') throw fileRefused(view, now);
    return c.json(fileOf(view), 200);
  });
  api.openapi(unmask(guard), (c) =>
    once(deps, c, false, async () => {
      const staff = actingStaff(c.get('caller'));
      const { field, reason } = c.req.valid('json');
      const now = deps.clock.now();
      const shown = await deps.db.transaction(async (tx) => {
        const no = await currentNo(tx, c.req.valid('param').archiveNo);
        return revealField({ tx, sealer: deps.sealer, now }, staff, { archiveNo: no, field, reason, channel: CHANNEL });
      });
      if (shown.kind === 'refused') throw unmaskRefused(shown, now);
      const { label, value, untilAt, hint } = shown;
      return c.json({ field, label, value, until: untilAt.toISOString(), hint }, 200);
    }),
  );
}

function fileRefused({ why }: FileRefused, now: Date): ApiProblem {
  switch (why) {
    case 'role':
      return new ApiProblem(403, 'role', say.noRole);
    case 'ceiling':
      return ceiling(say.ceilingReached, now);
    case 'purpose':
    case 'context':
      return new ApiProblem(422, why, say.filePurpose);
    case 'unreachable':
      return new ApiProblem(404, 'not-found', say.fileNotFound);
  }
}

function unmaskRefused(refusal: Extract<Revealed, { kind: 'refused' }>, now: Date): ApiProblem {
  switch (refusal.why) {
    case 'ceiling':
      return ceiling(refusal.sentence, now);
    case 'entitled':
      return new ApiProblem(403, 'not-entitled', say.notEntitled);
    case 'empty':
      return new ApiProblem(404, 'nothing-on-file', say.nothingOnFile);
    case 'reason':
      return new ApiProblem(422, 'reason-needed', say.reasonTooShort, { errors: [{ field: 'reason', detail: say.reasonTooShort }] });
    case 'unreachable':
      return new ApiProblem(404, 'not-found', say.fileNotFound);
  }
}

/** A day's ceiling is lifted by the day's end, or by whoever may raise it. */
function ceiling(sentence: string, now: Date): ApiProblem {
  const seconds = Math.ceil((momentOf(addDays(dayOf(now), 1)).getTime() - now.getTime()) / 1000);
  return new ApiProblem(429, 'ceiling-reached', sentence, { headers: { 'retry-after': String(seconds) } });
}
