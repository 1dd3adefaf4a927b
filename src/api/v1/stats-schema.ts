import { z } from '@hono/zod-openapi';

const count = z.int();
const told = z.int().nullable().meta({ description: 'null：不足 5，不说' });

const frame = {
  asOf: z.iso.datetime().meta({ description: '这些数字截至' }),
  area: z.strictObject({ town: z.string().nullable(), village: z.string().nullable() }).meta({ description: '范围；都为 null 是全区' }),
};

const countFields = { open: count, suspended: count, overdue: count, completed: count, onTime: count, ended: count };
const toldFields = { open: told, suspended: told, overdue: told, completed: told, onTime: told, ended: told };
const stationLevel = z.strictObject({
  level: z.enum(['district', 'town', 'village']),
  stations: count,
  withoutHead: count,
  withoutStaff: count,
  staff: count,
});

const visitSchema = z.strictObject({
  festival: z.string(),
  year: z.int(),
  name: z.string(),
  total: count,
  done: count,
  overdue: count,
});
export type VisitFigures = z.infer<typeof visitSchema>;

export const overviewSchema = z
  .strictObject({
    ...frame,
    people: z.strictObject({ living: count }),
    cases: z.strictObject(countFields),
    visits: visitSchema.nullable(),
    stations: z.array(stationLevel),
  })
  .openapi('OverviewFigures');

export const caseFiguresSchema = z
  .strictObject({
    ...frame,
    total: z.strictObject(countFields),
    byFlow: z.array(z.strictObject({ flow: z.string(), name: z.string(), ...toldFields })),
    byPlace: z.array(z.strictObject({ place: z.string().nullable(), ...toldFields })),
    byMonth: z.array(z.strictObject({ month: z.string().meta({ example: '2026-11' }), started: told, completed: told })),
  })
  .openapi('CaseFigures');

export const visitFiguresSchema = z
  .strictObject({
    ...frame,
    visits: visitSchema.nullable().meta({ description: '正在进行或下一次的节日走访；null：还没有制定' }),
    byPlace: z.array(z.strictObject({ place: z.string().nullable(), total: count, done: count, overdue: count })),
  })
  .openapi('VisitFigures');

export const peopleFiguresSchema = z
  .strictObject({
    ...frame,
    living: count,
    byPlace: z.array(z.strictObject({ place: z.string().nullable(), count: told })),
    byCategory: z.array(z.strictObject({ category: z.string(), name: z.string(), count: told })),
    byAge: z.array(z.strictObject({ from: z.int().nullable(), count: told })),
  })
  .openapi('PeopleFigures');

export const stationFiguresSchema = z
  .strictObject({
    ...frame,
    levels: z.array(stationLevel),
    towns: z.array(
      z.strictObject({
        town: z.string(),
        stations: count,
        withoutHead: count,
        withoutStaff: count,
        staff: count,
        openCases: count,
        overdueCases: count,
      }),
    ),
  })
  .openapi('StationFigures');

const indexLineSchema = z.strictObject({
  level: z.enum(['district', 'town', 'station']),
  key: z.string().meta({ description: '站点编码、镇街名，或 district' }),
  name: z.string(),
  score: z.number().nullable().meta({ description: '0 到 100；null：数据不足或触碰红线' }),
  beforeFindings: z.number().nullable(),
  penalty: z.number(),
  grade: z.enum(['excellent', 'good', 'improve', 'mend']).nullable(),
  change: z.number().nullable().meta({ description: '与上期相比；null：上期没有，或规则不同' }),
  isBreak: z.boolean().meta({ description: '上期按另一版规则计算，不能比较' }),
  parts: z.array(
    z.strictObject({
      id: z.string(),
      weight: z.number(),
      reached: told,
      due: told,
      points: z.number().nullable(),
      missing: z.enum(['none', 'few', 'unrecorded']).nullable().meta({ description: '为什么不计：没有应办的、评价太少、系统还没有记录' }),
    }),
  ),
});
export type IndexFiguresLine = z.infer<typeof indexLineSchema>;

export const indexFiguresSchema = z
  .strictObject({
    ...frame,
    period: z.string().meta({ example: '2026-11' }),
    from: z.string(),
    to: z.string(),
    ruleVersion: z.string(),
    lines: z.array(indexLineSchema),
  })
  .openapi('IndexFigures');
