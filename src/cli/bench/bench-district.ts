import { type App, createApp } from '../../app.ts';
import { loadDemoResources } from '../../cases/scarce/demo-resources.ts';
import { type DemoVillage, demoVillages, readDemoStations } from '../../organisation/demo/demo-stations.ts';
import { loadDemoOrganisation } from '../../organisation/demo/load-demo-organisation.ts';
import { demoSeed } from '../../people/demo/demo-people.ts';
import { demoRoll } from '../../people/demo/demo-roll.ts';
import { loadDemoPeople } from '../../people/demo/load-demo-people.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { loadDemoVisits } from '../../visits/demo-visits.ts';

/** A working day on which the demo's batches of 2027 take applications: the figures of any later day are of the same work. */
const BEGINS_AT = new Date('2026-11-25T10:00:00+08:00').getTime();

/** Where the talk of the bench plays. */
export const BENCH_TOWN = '东柳街道';

export type BenchProgress = (what: string, done: number, total: number) => void;

/** The product on a scratch database with the demo loaded: all of it, or whole villages with about so many `people`. */
export async function openBenchDistrict(config: Config, people: number, onProgress: BenchProgress): Promise<App> {
  const app = await createApp(config, { works: false, clock: benchClock() });
  const watch = ({ what, done, total }: { what: string; done: number; total: number }) => onProgress(what, done, total);
  await loadDemoOrganisation(app, watch);
  const wanted = villagesOf(people);
  await loadDemoPeople(app, watch, ({ code }) => wanted.has(code));
  await loadDemoResources(app, watch);
  await loadDemoVisits(app, watch);
  await app.jobs.start();
  return app;
}

export async function closeBenchDistrict(app: App): Promise<void> {
  await app.reception.idle();
  await app.jobs.stop();
  await app.close();
}

/** Goes like any clock, from that working day on. */
function benchClock(): Clock {
  const since = Date.now();
  return { now: () => new Date(BEGINS_AT + Date.now() - since) };
}

/** Codes of villages, those of the talk's town first, until they hold so many people. */
function villagesOf(people: number): Set<string> {
  const villages = demoVillages(readDemoStations());
  const sizes = Map.groupBy(demoRoll(villages, demoSeed), ({ village }) => village.code);
  const isNear = ({ town }: DemoVillage) => Number(town === BENCH_TOWN);
  const wanted = new Set<string>();
  let held = 0;
  for (const village of villages.toSorted((a, b) => isNear(b) - isNear(a))) {
    if (held >= people) break;
    wanted.add(village.code);
    held += sizes.get(village.code)?.length ?? 0;
  }
  return wanted;
}
