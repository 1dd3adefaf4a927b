import type { App } from '../../app.ts';
import type { Config } from '../../platform/config.ts';
import { castOf } from './bench-cast.ts';
import { type BenchProgress, closeBenchDistrict, openBenchDistrict } from './bench-district.ts';
import { type BootFigures, type BootSize, benchBoot } from './boot-bench.ts';
import { benchCampaign, type CampaignFigures } from './campaign-bench.ts';
import { benchDecide, casesFor, type DecideFigures } from './decide-bench.ts';
import { benchFile, type FileFigures } from './file-bench.ts';
import { benchImport, type ImportFigures } from './import-bench.ts';
import type { Bare, Spread } from './sample.ts';
import { makeScratch, type Scratch } from './scratch-database.ts';
import { benchSearch } from './search-bench.ts';
import { createTape } from './statement-tape.ts';
import { benchTexts } from './texts.ts';
import { benchTurns, type TurnFigures } from './turn-bench.ts';
import { benchUnderstand } from './understand-bench.ts';

/** How much is measured; a small run shows that all of it works. */
export interface BenchSize {
  people: number;
  /** Rounds of talk, each of about two dozen turns. */
  rounds: number;
  /** How often every labelled sentence is read. */
  passes: number;
  searches: number;
  decisions: number;
  sends: number;
  importRows: number;
  boot: BootSize;
}

export interface BenchFigures extends TurnFigures, BootFigures {
  database: 'pglite' | 'postgres';
  understand: Spread;
  search: Spread & Bare & { people: number };
  file: FileFigures;
  decide: DecideFigures;
  campaign: CampaignFigures;
  import: ImportFigures;
}

/** Openings of a file: each is recorded, and the record is read for the day's ceiling. */
const MOST_FILES = 300;

/** Measures everything of contract.md section 6 on scratch databases of the configured kind, which are dropped whatever happens. */
export async function runBench(config: Config, size: BenchSize, onProgress: BenchProgress): Promise<BenchFigures> {
  const scratches: Scratch[] = [];
  const scratch = async () => {
    const made = await makeScratch(config);
    scratches.push(made);
    return made.config;
  };
  const interrupted = () => {
    // The process ends here and not where the work is: what is left of it must not write into what is being dropped.
    void dropAll(scratches).finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupted);
  try {
    onProgress(benchTexts.parts.boot, 0, 1);
    const booted = await benchBoot(await scratch(), size.boot);
    const app = await openBenchDistrict(await scratch(), size.people, onProgress);
    const measured = await measureDistrict(app, config.dingtalk.qps, size, onProgress).finally(() => closeBenchDistrict(app));
    onProgress(benchTexts.parts.import, 0, 1);
    const imported = await benchImport(await scratch(), await scratch(), size.importRows);
    return { database: config.databaseUrl === null ? 'pglite' : 'postgres', ...measured, import: imported, ...booted };
  } finally {
    process.off('SIGINT', interrupted);
    await dropAll(scratches);
  }
}

async function dropAll(scratches: readonly Scratch[]): Promise<void> {
  const dropped = await Promise.allSettled(scratches.map((made) => made.drop()));
  const failed = dropped.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

async function measureDistrict(app: App, qps: number, size: BenchSize, onProgress: BenchProgress) {
  const { parts } = benchTexts;
  const tape = createTape(app.db);
  // Far more than are used up where the whole district is loaded: the talk begins with those of its own town.
  const cast = await castOf(app, 400);
  const deciding = cast.splice(-casesFor(size.decisions));
  onProgress(parts.understand, 0, 1);
  const understand = await benchUnderstand(app, size.passes);
  onProgress(parts.search, 0, 1);
  const search = await benchSearch(app, tape, size.searches);
  const file = await benchFile(app, tape, Math.min(size.searches, MOST_FILES));
  onProgress(parts.turn, 0, 1);
  const turns = await benchTurns(app, tape, cast, size.rounds);
  onProgress(parts.decide, 0, 1);
  const decide = await benchDecide(app, tape, deciding, size.decisions);
  onProgress(parts.campaign, 0, 1);
  const campaign = await benchCampaign(app, qps, size.sends);
  return { ...turns, understand, search, file, decide, campaign };
}
