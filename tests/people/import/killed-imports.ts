import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openFact } from '../../../src/people/person-seal.ts';
import { type Database, openDatabase } from '../../../src/platform/database.ts';
import { migrate } from '../../../src/platform/migrate.ts';
import { idcardOf, random } from '../many-people.ts';
import { csvOf, importList, type ListRow, sealer } from './list-runs.ts';

/** Six batches. */
const PEOPLE = 6000;

/** People with numbers and without; `round` changes what a later list says of some of them. */
function list(round: number): ListRow[] {
  return Array.from({ length: PEOPLE }, (_, i) => {
    const born = new Date(Date.UTC(1940, 0, 1) + i * 86_400_000).toISOString().slice(0, 10);
    const isChanged = round > 0 && i % 3 === 0;
    return {
      ...(i % 10 === 9 ? {} : { 档案号: `YZ-${String(i + 1).padStart(7, '0')}` }),
      ...{ 姓名: '孙大力', 身份证号: idcardOf(born, i), 手机号: isChanged ? `1390000${String(i).padStart(4, '0')}` : '13800001234' },
      ...{ 居住镇街: '东柳街道', 人员类别: i % 2 === 0 ? '退役军人' : '残疾军人；退役军人', 备注: i % 7 === 0 ? '需上门' : '' },
    };
  });
}

/** Everything that an import leaves, in clear and in order; own numbers are told apart by whose they are. */
async function outcome(db: Database): Promise<string> {
  const people = await db.tx.$queryRaw<{ no: string; idcard: string; phone: string; rest: string; changes: number }[]>`
    SELECT p.archive_no AS no, p.idcard_sealed AS idcard, p.phone_sealed AS phone,
      concat_ws('|', p.name, p.name_pinyin, p.town, p.birth_on, p.sex, p.version,
        (SELECT string_agg(category, ',' ORDER BY category) FROM person_category k WHERE k.archive_no = p.archive_no)) AS rest,
      (SELECT count(*)::int FROM person_change c WHERE c.archive_no = p.archive_no) AS changes FROM person p`;
  const lines = people.map(({ no, idcard, phone, rest, changes }) =>
    [openFact(sealer, 'idcard', idcard, no), openFact(sealer, 'phone', phone, no), rest, changes].join('|'),
  );
  return lines.sort().join('\n');
}

/** Imports in a process of its own and kills it -9 some time after its first batch. Says whether that was before its end. */
async function importAndKill(where: string, path: string, afterMs: number): Promise<boolean> {
  const script = fileURLToPath(new URL('./import-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, where, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let exitCode: number | null | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      exitCode = code;
      resolve();
    });
  });
  await Promise.race([once(child.stdout, 'data'), ended]);
  await sleep(afterMs);
  child.kill('SIGKILL');
  await ended;
  return exitCode === null;
}

export interface KilledImports {
  /** Kills that came before the end. */
  kills: number;
  /** What is left after the last run, and what a run without kills leaves. */
  left: string;
  right: string;
  /** Files that a last run of the same list would still touch. */
  touchedAgain: number;
}

/** A database that several processes open, one after another or at once. */
export interface Place {
  /** URL, or the folder of the embedded database. */
  where: string;
  /** Lends it to this process. */
  use<T>(work: (db: Database) => Promise<T>): Promise<T>;
}

/** Imports a list and a later one of the same people; kills the process that many times at random moments. */
export async function killImports(place: Place, calm: Database, times: number, seed: number): Promise<KilledImports> {
  const next = random(seed);
  const folder = await mkdtemp(join(tmpdir(), 'yinling-killed-import-'));
  const result: KilledImports = { kills: 0, left: '', right: '', touchedAgain: 0 };
  for (const round of [0, 1]) {
    const path = join(folder, `list-${round}.csv`);
    await writeFile(path, csvOf(list(round)).bytes);
    for (let done = 0; done < times / 2; done += 1) if (await importAndKill(place.where, path, next() * 60)) result.kills += 1;
    await importList(calm, { path });
    const again = await place.use(async (db) => {
      await importList(db, { path });
      return importList(db, { path });
    });
    result.touchedAgain += again.created + again.updated + again.faults.length;
  }
  await rm(folder, { recursive: true });
  return { ...result, left: await place.use(outcome), right: await outcome(calm) };
}

/** A server's database stays open beside the processes that are killed. */
export function onServer(db: Database): Place {
  if (!('pool' in db.driver)) throw new Error('only PostgreSQL can be used by several processes');
  return { where: db.driver.url, use: (work) => work(db) };
}

/** The embedded one is opened when nobody else has it. */
export function inFolder(folder: string): Place {
  return {
    where: folder,
    use: async (work) => {
      const db = await openDatabase({ url: null, folder });
      await migrate(db, 'prisma/migrations');
      return work(db).finally(() => db.close());
    },
  };
}
