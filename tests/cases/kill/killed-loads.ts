import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../../src/platform/database.ts';
import type { Place as Storage } from '../../people/import/killed-imports.ts';
import { random } from '../../people/many-people.ts';
import { addSchool } from '../district.ts';
import { layRaceDistrict } from '../races/race-district.ts';
import { faultsOfDistrict } from '../races/race-judge.ts';
import type { Done, Place } from './load.ts';

export interface KilledLoads {
  /** Kills that came in the middle of the work. */
  kills: number;
  /** Acts that were acknowledged. */
  acts: number;
  faults: string[];
}

const SCRIPT = fileURLToPath(new URL('./load-process.ts', import.meta.url));

/**
 * Works in a process of its own and kills it -9 that many times at random moments, each time taking the work up after the last acknowledgement of every
 * lane; then lets it finish what it is at.
 */
export async function killLoads(
  storage: Storage,
  { kills, lanes, seed }: { kills: number; lanes: number; seed: number },
): Promise<KilledLoads> {
  const next = random(seed);
  await storage.use(async (db) => {
    await layRaceDistrict(db);
    await addSchool(db, 'XX-MANY', '镇海中学', 1);
    await db.tx.$executeRaw`UPDATE resource SET capacity = 5000 WHERE kind = 'school'`;
  });
  const places = Array.from({ length: lanes }, (_, lane): Place => ({ lane, round: 0, act: 0 }));
  const acknowledged: (Place & Done)[] = [];
  const result: KilledLoads = { kills: 0, acts: 0, faults: [] };
  while (result.kills < kills) {
    const afterActs = Math.floor(next() * 12);
    const end = await workFor(storage, places, null, acknowledged, { afterActs, thenMs: next() * 40 });
    if (end !== 'killed') throw new Error(`the load ended by itself: ${end}`);
    result.kills += 1;
  }
  const end = await workFor(
    storage,
    places,
    places.map(({ round }) => round),
    acknowledged,
    null,
  );
  if (end !== 'done') result.faults.push(end);
  result.acts = acknowledged.length;
  await storage.use(async (db) => void result.faults.push(...(await faultsOfLoad(db, acknowledged)), ...(await faultsOfDistrict(db))));
  return result;
}

interface Kill {
  afterActs: number;
  thenMs: number;
}

/** Moves `places` on with every acknowledgement. */
async function workFor(
  storage: Storage,
  places: Place[],
  lastRounds: number[] | null,
  acknowledged: (Place & Done)[],
  kill: Kill | null,
): Promise<string> {
  const child = spawn(process.execPath, [SCRIPT, storage.where, JSON.stringify(places), JSON.stringify(lastRounds)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => resolve(signal === 'SIGKILL' ? 'killed' : code === 0 ? 'done' : said.slice(-2000)));
  });
  let acts = 0;
  const killWhenDue = () => {
    if (kill && acts === kill.afterActs) setTimeout(() => child.kill('SIGKILL'), kill.thenMs);
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'working') killWhenDue();
    else {
      const one = JSON.parse(line) as Place & Done;
      acknowledged.push(one);
      places[one.lane] = one.isLast
        ? { lane: one.lane, round: one.round + 1, act: 0 }
        : { lane: one.lane, round: one.round, act: one.act + 1 };
      acts += 1;
      killWhenDue();
    }
  }
  return ended;
}

async function faultsOfLoad(db: Database, acknowledged: readonly (Place & Done)[]): Promise<string[]> {
  const acts = acknowledged.filter(({ what }) => what !== 'submit' && what !== 'second').map(({ caseNo, key }) => ({ no: caseNo, key }));
  const lost = await db.tx.$queryRaw<{ fault: string }[]>`
    SELECT a.no || ' was acknowledged ' || a.key || ' and does not have it' AS fault
    FROM jsonb_to_recordset(${JSON.stringify(acts)}::jsonb) AS a(no TEXT, key TEXT)
    LEFT JOIN case_event e ON e.case_no = a.no AND e.request_key = a.key WHERE e.seq IS NULL
    UNION ALL
    SELECT e.case_no || ' has ' || e.type || ' ' || e.seq || ' of no request' FROM case_event e
      WHERE e.type IN ('task-decided', 'case-commented', 'case-urged', 'case-resubmitted') AND e.request_key IS NULL
    UNION ALL
    SELECT e.case_no || ' has a gap in its history' FROM case_event e GROUP BY e.case_no HAVING max(e.seq) <> count(*)
    UNION ALL
    SELECT c.no || ' is ' || c.state FROM service_case c WHERE c.state NOT IN ('completed', 'terminated')
    UNION ALL
    SELECT c.no || ' did the clock’s ' || f || ' twice' FROM service_case c, jsonb_array_elements_text(coalesce(c.run->'fired', '[]'::jsonb)) AS f
      GROUP BY c.no, f HAVING count(*) > 1
    UNION ALL
    SELECT c.no || ' was not paid in full' FROM service_case c WHERE c.flow = 'hardship-aid' AND c.state = 'completed'
      AND (SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.case_no = c.no) <> (c.slots->>'amount')::numeric
    UNION ALL
    SELECT c.no || ' has ' || count(o.position) || ' outcomes' FROM service_case c LEFT JOIN case_outcome o ON o.case_no = c.no
      WHERE c.state = 'completed' GROUP BY c.no, c.flow HAVING count(o.position) <> CASE c.flow WHEN 'hardship-aid' THEN 3 ELSE 2 END`;
  const submitted = new Set(acknowledged.map(({ caseNo }) => caseNo));
  const known = await db.tx.service_case.count({ where: { no: { in: [...submitted] } } });
  return [...lost.map((row) => row.fault), ...(known === submitted.size ? [] : [`${submitted.size - known} cases were lost`])];
}
