import type { Config } from '../../platform/config.ts';
import { type BenchProgress, closeBenchDistrict, openBenchDistrict } from './bench-district.ts';
import { growArchive } from './grow-archive.ts';
import { type Judged, judgeSearch } from './judge-bench.ts';
import type { Bare, Spread } from './sample.ts';
import { makeScratch } from './scratch-database.ts';
import { benchSearch } from './search-bench.ts';
import { createTape } from './statement-tape.ts';

export interface SearchFigures {
  database: 'pglite' | 'postgres';
  search: Spread & Bare & { people: number };
  limits: Judged[];
  passed: boolean;
}

/** The search alone, at any size of the archive: beyond the demo district it is filled up (`growArchive`). */
export async function runSearchBench(config: Config, people: number, searches: number, onProgress: BenchProgress): Promise<SearchFigures> {
  const scratch = await makeScratch(config);
  try {
    const app = await openBenchDistrict(scratch.config, people, onProgress);
    try {
      await growArchive(app, people, onProgress);
      const search = await benchSearch(app, createTape(app.db), searches);
      const limits = judgeSearch(search);
      return {
        database: config.databaseUrl === null ? 'pglite' : 'postgres',
        search,
        limits,
        passed: limits.every(({ passed }) => passed),
      };
    } finally {
      await closeBenchDistrict(app);
    }
  } finally {
    await scratch.drop();
  }
}
