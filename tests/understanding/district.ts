import { loadFlows } from '../../src/flows/load-flows.ts';
import { readDemoStations } from '../../src/organisation/demo/demo-stations.ts';
import { categories } from '../../src/people/categories.ts';
import { festivalDay, festivals } from '../../src/platform/calendar/festivals.ts';
import { projectFile } from '../../src/platform/project-file.ts';
import type { Utterance } from '../../src/understanding/understander.ts';
import type { UnderstandingWorld } from '../../src/understanding/world.ts';

/** The demo district as the understander is told of it: real flows, stations, categories and festivals. */
export async function demoDistrict(): Promise<UnderstandingWorld> {
  const stations = readDemoStations();
  const byId = new Map(festivals.map((festival) => [festival.id, festival]));
  return {
    flows: await loadFlows(projectFile('flows/')),
    places: {
      towns: [...new Set(stations.flatMap(({ town }) => (town === null ? [] : [town])))],
      villages: stations.flatMap(({ town, village }) => (town === null || village === null ? [] : [{ town, village }])),
    },
    categories: categories.map(({ id, name, words }) => ({ id, name, words: [...words] })),
    festivalDates: (id, year) => {
      const festival = byId.get(id);
      return festival ? festivalDay(festival, year) : null;
    },
  };
}

/** A message of a town officer of 姜山镇 on Wednesday, 25 November 2026. */
export function utterance(text: string, context: Utterance['context'] = null): Utterance {
  return { text, now: new Date('2026-11-25T10:00:00+08:00'), speaker: { role: 'town-officer', town: '姜山镇' }, context };
}
