import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { listCampaigns, listVisits, VISITS_A_PAGE, type VisitList } from '../../visits/visit-lists.ts';
import { type ApiDeps, type ApiEnv, CHANNEL } from './api-deps.ts';
import type { Guard } from './bearer.ts';
import { bearer, given, json, lookHeaders, lookProblems, pageQuery } from './calls.ts';
import { refused } from './problem.ts';
import { apiTexts as say } from './texts.ts';

const shared = { tags: ['走访'], security: bearer };
const festival = z.string().max(40).meta({ example: 'spring_festival' });
const year = z.int().meta({ example: 2027 });

const campaignSchema = z
  .strictObject({
    festival,
    year,
    name: z.string(),
    festivalOn: z.iso.date(),
    deadlineOn: z.iso.date(),
    provisional: z.boolean(),
    closed: z.boolean(),
    total: z.int(),
    done: z.int(),
    overdue: z.int(),
  })
  .openapi('Campaign');

const visitSchema = z
  .strictObject({
    archiveNo: z.string(),
    name: z.string(),
    town: z.string().nullable(),
    village: z.string().nullable(),
    level: z.enum(['district', 'town', 'village']),
    reason: z.string(),
    giftLimit: z.number().nullable(),
    state: z.enum(['todo', 'done', 'overdue']),
    assignee: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    visitedOn: z.iso.date().nullable(),
  })
  .openapi('Visit');

const campaignsRoute = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'get',
    path: '/api/v1/campaigns',
    operationId: 'listCampaigns',
    summary: '节日走访批次与进度',
    description: '最近的节日在前；数字是本人工作范围内的。',
    middleware: [guard('read')] as const,
    request: { headers: lookHeaders },
    responses: {
      200: { ...json(z.strictObject({ items: z.array(campaignSchema) }).openapi('Campaigns')), description: '批次' },
      ...lookProblems,
    },
  });

const visitsRoute = (guard: Guard) =>
  createRoute({
    ...shared,
    method: 'get',
    path: '/api/v1/visits',
    operationId: 'listVisits',
    summary: '走访名单',
    description: `不写节日时为正在进行或下一次的，还没有制定时为空；走访人得到自己的，其余得到本辖区的。每页 ${VISITS_A_PAGE} 条。`,
    middleware: [guard('read')] as const,
    request: {
      headers: lookHeaders,
      query: z.strictObject({
        festival: given(festival),
        year: given(z.coerce.number().int().min(2000).max(2100)).openapi({ example: 2027 }),
        state: given(z.enum(['todo', 'done', 'overdue'])).openapi({ description: '不写时为全部' }),
        town: given(z.string().max(30)),
        village: given(z.string().max(30)),
        ...pageQuery,
      }),
    },
    responses: {
      200: {
        ...json(
          z
            .strictObject({
              festival: festival.nullable(),
              year: year.nullable(),
              name: z.string().nullable(),
              deadlineOn: z.iso.date().nullable(),
              of: z.enum(['own', 'area']).meta({ description: 'own：本人的走访；area：辖区的' }),
              items: z.array(visitSchema),
              page: z.int(),
              pageSize: z.int(),
              total: z.int(),
            })
            .openapi('VisitsPage'),
        ),
        description: '一页走访',
      },
      ...lookProblems,
    },
  });

/** `/api/v1/campaigns`, `/api/v1/visits`: the festival visits, by the same rights as in chat. */
export function addVisitRoutes(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  api.openapi(campaignsRoute(guard), async (c) => {
    const found = await listCampaigns({ tx: deps.db.tx, now: deps.clock.now(), channel: CHANNEL }, c.get('caller').viewer);
    if (!found.ok) throw refused(found);
    const items = found.campaigns.map(
      ({ festival: id, year: of, festivalName: name, on, deadlineOn, isProvisional, isClosed, ...counts }) => {
        const { total, done, overdue } = counts;
        return {
          festival: id,
          year: of,
          name,
          festivalOn: on,
          deadlineOn,
          provisional: isProvisional,
          closed: isClosed,
          total,
          done,
          overdue,
        };
      },
    );
    return c.json({ items }, 200);
  });
  api.openapi(visitsRoute(guard), async (c) => {
    const { page, state, ...asked } = c.req.valid('query');
    const { viewer, token } = c.get('caller');
    const recorded = { now: deps.clock.now(), channel: CHANNEL, purpose: say.purpose(token, say.looks.visits) };
    const found = await deps.db.transaction((tx) => listVisits({ tx, ...recorded }, viewer, { ...asked, which: state ?? 'all' }, page - 1));
    const isNothingPlanned = !found.ok && found.code === 'no-campaign' && asked.festival === undefined && asked.year === undefined;
    if (isNothingPlanned) return c.json({ ...nothingPlanned, page, pageSize: VISITS_A_PAGE }, 200);
    if (!found.ok) throw refused(found);
    const { campaign, festivalName: name, of, total, rows } = found.list;
    const { deadlineOn } = campaign;
    const head = { festival: campaign.festival, year: campaign.year, name, deadlineOn, of };
    return c.json({ ...head, items: rows.map(visitOf), page, pageSize: VISITS_A_PAGE, total }, 200);
  });
}

const nothingPlanned = { festival: null, year: null, name: null, deadlineOn: null, of: 'area' as const, items: [], total: 0 };

function visitOf(row: VisitList['rows'][number]): z.infer<typeof visitSchema> {
  const { archiveNo, name, town, village, level, reason, giftLimit, isDone, isOverdue, assigneeId, assigneeName, visitedOn } = row;
  return {
    archiveNo,
    name,
    town,
    village,
    level,
    reason,
    giftLimit,
    state: isDone ? 'done' : isOverdue ? 'overdue' : 'todo',
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? assigneeId },
    visitedOn,
  };
}
