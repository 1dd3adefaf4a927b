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
