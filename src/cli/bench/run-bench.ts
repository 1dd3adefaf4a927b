import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sanatoriumCandidates } from '../../people/sample-names-store.ts';
import type { Config } from '../../platform/config.ts';
import { openBenchDistrict } from './bench-district.ts';
import { type BootFigures, benchBoot } from './boot-bench.ts';
import { benchCampaign, type CampaignFigures } from './campaign-bench.ts';
import { benchDecide } from './decide-bench.ts';
import { benchImport, type ImportFigures } from './import-bench.ts';
import type { Spread } from './sample.ts';
import { makeScratch, type Scratch } from './scratch-database.ts';
import { benchSearch } from './search-bench.ts';
import { createTape } from './statement-tape.ts';
import { benchTurns, type TurnFigures } from './turn-bench.ts';
import { benchUnderstand } from './understand-bench.ts';

/** How much is measured; a small run shows that all of it works. */
export interface BenchSize {
  people: number;
  rounds: number;
  searches: number;
  decisions: number;
  sends: number;
  importRows: number;
  withBoot: boolean;
}

export interface BenchFigures extends TurnFigures {
  database: 'pglite' | 'postgres';
  understand: Spread;
  search: Spread & { people: number };
  decide: Spread & { perSecond: number; limitPerSecond: number };
  campaign: CampaignFigures;
  import: ImportFigures;
  boot: BootFigures['boot'] | null;
  rssMb: number | null;
}

type Progress = (what: string, done: number, total: number) => void;

/** Measures everything of contract.md section 6 on scratch databases of the configured kind, which are dropped whatever happens. */
export async function runBench(config: Config, size: BenchSize, onProgress: Progress): Promise<BenchFigures> {
  const scratches: Scratch[] = [];
  const scratch = async () => {
    const made = await makeScratch(config);
    scratches.push(made);
    return made.config;
  };
  try {
    const measured = await measureDistrict(await scratch(), size, onProgress);
    onProgress('导入名单', 0, 1);
    const imported = await benchImport(await scratch(), await scratch(), size.importRows);
    onProgress('启动', 0, 1);
    const booted = size.withBoot ? await bootOn(await scratch()) : { boot: null, rssMb: null };
    return { database: config.databaseUrl === null ? 'pglite' : 'postgres', ...measured, import: imported, ...booted };
  } finally {
    for (const made of scratches) await made.drop();
  }
}

async function measureDistrict(config: Config, size: BenchSize, onProgress: Progress) {
  const district = await openBenchDistrict(config, size.people, onProgress);
  try {
    const tape = createTape(district.app.db, (text) => /^(msg|press|reply:|bench:)/.test(text));
    onProgress('查找', 0, 1);
    const search = await benchSearch(district.app, size.searches);
    onProgress('理解', 0, 1);
    const understand = await benchUnderstand(district, size.rounds);
    onProgress('对话', 0, 1);
    const [candidate] = (await sanatoriumCandidates(district.app.db.tx, 400)).filter((one) => one.town === '东柳街道');
    const turns = await benchTurns(district, tape, candidate?.name ?? '', size.rounds);
    onProgress('审批', 0, 1);
    const decide = await benchDecide(district.app, tape, size.decisions);
    onProgress('走访', 0, 1);
    const campaign = await benchCampaign(district, 20, size.sends);
    return { ...turns, understand, search, decide, campaign };
  } finally {
    await district.close();
  }
}

async function bootOn(config: Config): Promise<BootFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yinling-boot-'));
  const { databaseUrl, fieldKeys, indexKey, sessionSecret } = config;
  const ring = (fieldKeys ?? []).map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
  const environment: Record<string, string> = databaseUrl
    ? {
        DATABASE_URL: databaseUrl,
        FIELD_KEYS: ring,
        INDEX_KEY: indexKey?.toString('base64') ?? '',
        SESSION_SECRET: sessionSecret ?? '',
        DEMO: 'on',
      }
    : { DEMO: 'auto' };
  try {
    return await benchBoot(dataDir, environment);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
