import type { DemoProgress } from '../../organisation/demo/load-demo-organisation.ts';
import { seededRandom, seedOf } from '../../organisation/demo/seeded-random.ts';
import { townsInScope } from '../../organisation/towns.ts';
import { demoToday } from '../../people/demo/demo-day.ts';
import { addDays, type Day, weekdayOf } from '../../platform/calendar/day.ts';
import type { Database } from '../../platform/database.ts';
import { type DemoResource, writeDemoResources } from './demo-resources-store.ts';

/** rules.yaml `sanatorium.batches`: six a year of 40 beds, four kept in reserve; five days. All marked illustrative there. */
const batchMonths = [4, 5, 6, 9, 10, 11] as const;
const beds = 40;
const reserve = 4;
const stayDays = 5;

const texts = {
  what: '演示疗养批次与学校',
  batch: (year: number, month: number) => `${year}年${month}月短期疗养批次`,
  batchNote: `双人间20间${beds}床，机动${reserve}床；批次、日期与床位为示意`,
  schoolNote: '校名与学位数为示意，以区教育局当年目录为准',
} as const;

/** What is scarce in the demo district: sanatorium batches of 2026 and 2027, and places for soldiers' children in each town. Pure. */
export function demoResources(): DemoResource[] {
  return [...[2026, 2027].flatMap((year) => batchMonths.map((month) => batch(year, month))), ...townsInScope.flatMap(schools)];
}

function batch(year: number, month: number): DemoResource {
  const startsOn = secondMonday(year, month);
  const capacity = beds - reserve;
  return {
    code: `LY${year}-${String(month).padStart(2, '0')}`,
    kind: 'sanatorium-batch',
    name: texts.batch(year, month),
    startsOn,
    endsOn: addDays(startsOn, stayDays - 1),
    capacity,
    // What is over has no bed left to give.
    taken: startsOn < demoToday ? capacity : 0,
    stage: null,
    note: texts.batchNote,
  };
}

function secondMonday(year: number, month: number): Day {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return addDays(first, ((8 - weekdayOf(first)) % 7) + 7);
}

const schoolKinds = [
  ['K1', 'kindergarten', '中心幼儿园'],
  ['K2', 'kindergarten', '第二幼儿园'],
  ['P1', 'primary', '中心小学'],
  ['P2', 'primary', '第二小学'],
  ['J1', 'junior', '初级中学'],
] as const;

/** Towns keep their 镇 in a school's name, subdistricts drop the 街道. */
function schools(town: { id: string; name: string }): DemoResource[] {
  const stem = town.name.replace(/街道$/, '');
  return schoolKinds.map(([suffix, stage, name]) => {
    const code = `XX-${town.id.toUpperCase()}-${suffix}`;
    const capacity = seededRandom(seedOf(code)).between(2, 8);
    return { code, kind: 'school', name: stem + name, startsOn: null, endsOn: null, capacity, taken: 0, stage, note: texts.schoolNote };
  });
}

/** Lays the scarce things down; those that are there already stay as they are, with what has been taken of them. */
export async function loadDemoResources(
  deps: { db: Database },
  onProgress: (progress: DemoProgress) => void = () => undefined,
): Promise<{ resources: number }> {
  const resources = demoResources();
  onProgress({ done: 0, total: resources.length, what: texts.what });
  await deps.db.transaction((tx) => writeDemoResources(tx, resources));
  onProgress({ done: resources.length, total: resources.length, what: texts.what });
  return { resources: resources.length };
}
