import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { caseFigures } from '../../insight/case-figures.ts';
import { type FigureArea, figureScope } from '../../insight/figure-scope.ts';
import { overviewFigures } from '../../insight/overview.ts';
import { peopleFigures } from '../../insight/people-figures.ts';
import type { IndexLine } from '../../insight/respect-index/score-lines.ts';
import { stationFigures } from '../../insight/station-figures.ts';
import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { FEWEST } from '../../people/count-people.ts';
import { type VisitProgress, visitProgress } from '../../visits/visit-lists.ts';
import { type ApiDeps, type ApiEnv, type Caller, CHANNEL } from './api-deps.ts';
import type { Guard } from './bearer.ts';
import { bearer, given, json, lookHeaders, lookProblems } from './calls.ts';
import { ApiProblem, refused, unfit } from './problem.ts';
import {
  caseFiguresSchema,
  type IndexFiguresLine,
  indexFiguresSchema,
  overviewSchema,
  peopleFiguresSchema,
  stationFiguresSchema,
  type VisitFigures,
  visitFiguresSchema,
} from './stats-schema.ts';
import { apiTexts as say } from './texts.ts';

interface Asked {
  deps: ApiDeps;
  caller: Caller;
  area: FigureArea;
  /** So small counts that they point at somebody are not told. */
  hidesFew: boolean;
  now: Date;
}

interface Topic<Schema extends z.ZodType> {
  path: string;
  operationId: string;
  summary: string;
  schema: Schema;
  figures(asked: Asked): Promise<z.input<Schema>>;
}

const topic = <Schema extends z.ZodType>(one: Topic<Schema>) => one;

const overview = topic({
  path: '/api/v1/stats/overview',
  operationId: 'statsOverview',
  summary: '总览：人、办件、走访、站点',
  schema: overviewSchema,
  figures: async ({ deps, caller, area, now }) => ({
    ...frame(area, now),
    ...(await overviewFigures(deps.db.tx, { area, now })),
    visits: await nearestVisits(deps, caller, area),
  }),
});

const cases = topic({
  path: '/api/v1/stats/cases',
  operationId: 'statsCases',
  summary: '办件：状态、逾期、按事项、按镇街村社、按月',
  schema: caseFiguresSchema,
  figures: async ({ deps, area, hidesFew, now }) => {
    const { byFlow, ...rest } = await caseFigures(deps.db.tx, { area, hidesFew, now });
    const named = byFlow.map((one) => ({ ...one, name: deps.flows.get(one.flow)?.definition.name ?? one.flow }));
    return { ...frame(area, now), ...rest, byFlow: named };
  },
});

const visits = topic({
  path: '/api/v1/stats/visits',
  operationId: 'statsVisits',
  summary: '走访：正在进行或下一次节日走访的进度，按镇街或村社',
  schema: visitFiguresSchema,
  figures: async ({ deps, caller, area, now }) => {
    const found = await visitProgress({ tx: deps.db.tx, now, channel: CHANNEL }, caller.viewer, areaAsked(area));
    if (!found.ok && found.code !== 'no-campaign') throw refused(found);
    if (!found.ok) return { ...frame(area, now), visits: null, byPlace: [] };
    const byPlace = found.progress.rows.map(({ name: place, ...counts }) => ({ place, ...counts }));
    return { ...frame(area, now), visits: visitFigures(found.progress), byPlace };
  },
});

const people = topic({
  path: '/api/v1/stats/people',
  operationId: 'statsPeople',
  summary: '在世人员：按镇街或村社、类别、年龄段',
  schema: peopleFiguresSchema,
  figures: async ({ deps, caller, area, hidesFew, now }) => ({
    ...frame(area, now),
    ...(await peopleFigures(deps.db.tx, caller.viewer, { area, hidesFew, now })),
  }),
});

const stations = topic({
  path: '/api/v1/stats/stations',
  operationId: 'statsStations',
  summary: '站点：各级站点、缺站长、无人在岗，各镇街的在办和逾期',
  schema: stationFiguresSchema,
  figures: async ({ deps, area, now }) => ({
    ...frame(area, now),
    ...(await stationFigures(deps.db.tx, { area, now })),
  }),
});

const index = topic({
  path: '/api/v1/stats/index',
  operationId: 'statsIndex',
  summary: '尊崇指数：全区、镇街、站点，各分项、缺什么、与上期相比',
  schema: indexFiguresSchema,
  figures: async ({ deps, area, hidesFew, now }) => {
    const { index: counted, countedAt } = await deps.index.now(now);
    const { period, from, to, ruleVersion, district, towns, stations: all } = counted;
    const isWithin = (line: IndexLine) => (area.town ?? line.town) === line.town && (area.village ?? line.village) === line.village;
    const lines = [district, ...(area.village === null ? towns : []).filter(isWithin), ...all.filter(isWithin)];
    return { ...frame(area, countedAt), period, from, to, ruleVersion, lines: lines.map((line) => indexLine(line, hidesFew)) };
  },
});

function indexLine(line: IndexLine, hidesFew: boolean): IndexFiguresLine {
  const { level, key, name, final, base, penalty, grade, change, isBreak, parts } = line;
  const told = (count: number) => (hidesFew && count < FEWEST ? null : count);
  return {
    level,
    key,
    name,
    score: final,
    beforeFindings: base,
    penalty,
    grade,
    change,
    isBreak,
    parts: parts.map(({ id, weight, k, n, points, missing }) => ({ id, weight, reached: told(k), due: told(n), points, missing })),
  };
}

/** `/api/v1/stats/…`: figures of the viewer's area, never anybody's name. A further topic is one more line. */
export function addStatsRoutes(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard): void {
  addTopic(api, deps, guard, overview);
  addTopic(api, deps, guard, cases);
  addTopic(api, deps, guard, visits);
  addTopic(api, deps, guard, people);
  addTopic(api, deps, guard, stations);
  addTopic(api, deps, guard, index);
}

function addTopic<Schema extends z.ZodType>(api: OpenAPIHono<ApiEnv>, deps: ApiDeps, guard: Guard, one: Topic<Schema>): void {
  const { path, operationId, summary, schema } = one;
  const route = createRoute({
    tags: ['统计'],
    security: bearer,
    method: 'get',
    path,
    operationId,
    summary,
    description: '只有数字，没有个人；只看统计的岗位和没有写明工作人员的系统，看不到不足 5 的数（null）。',
    middleware: [guard('read')] as const,
    request: {
      headers: lookHeaders,
      query: z.strictObject({
        town: given(z.string().max(30)).openapi({ description: '不写时为本人的工作范围', example: '东柳街道' }),
      }),
    },
    responses: { 200: { ...json(schema), description: summary }, ...lookProblems },
  });
  api.openapi(route, async (c) => {
    const caller = c.get('caller');
    const asked = await scopeOf(deps, caller, c.req.valid('query').town);
    // The body is what the topic's own schema describes; the generic of the route cannot tell.
    return c.json((await one.figures(asked)) as never, 200);
  });
}

async function scopeOf(deps: ApiDeps, caller: Caller, said: string | undefined): Promise<Asked> {
  const town = said === undefined ? undefined : (await loadPlaceBook(deps.db.tx)).town(said);
  if (town === null) throw unfit([{ field: 'town', detail: say.unknownTown }]);
  const scope = figureScope(caller.viewer, { town });
  if (!scope.ok) throw new ApiProblem(403, scope.code, scope.code === 'outside' ? say.outsideArea : say.noFigures);
  const hidesFew = scope.seesFiguresOnly || caller.staff === null;
  return { deps, caller, area: scope.area, hidesFew, now: deps.clock.now() };
}

const areaAsked = ({ town, village }: FigureArea) => ({ ...(town === null ? {} : { town }), ...(village === null ? {} : { village }) });

function frame(area: FigureArea, now: Date) {
  return { asOf: now.toISOString(), area };
}

/** How far the visits of the running or next festival are; null where there are none, or not for this viewer. */
async function nearestVisits(deps: ApiDeps, { viewer }: Caller, area: FigureArea): Promise<VisitFigures | null> {
  const found = await visitProgress({ tx: deps.db.tx, now: deps.clock.now(), channel: CHANNEL }, viewer, areaAsked(area));
  return found.ok ? visitFigures(found.progress) : null;
}

function visitFigures({ campaign, festivalName: name, total, done, overdue }: VisitProgress): VisitFigures {
  return { festival: campaign.festival, year: campaign.year, name, total, done, overdue };
}
