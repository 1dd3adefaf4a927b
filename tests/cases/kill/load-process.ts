import { runClock } from '../../../src/cases/run-clock.ts';
import { openDatabase } from '../../../src/platform/database.ts';
import { monday } from '../district.ts';
import { onRaceDistrict } from '../races/race-district.ts';
import { type Place, perform } from './load.ts';

/**
 * A process that works until it is killed: `node load-process.ts <database url or folder> <places to take up, as JSON> <last rounds, or null>`. Says a line
 * for every act once it is done.
 */
const [, , where = '', from = '[]', until = 'null'] = process.argv;
const isServer = where.startsWith('postgresql:');
const db = await openDatabase({ url: isServer ? where : null, folder: isServer ? null : where, poolSize: 8 });
const district = await onRaceDistrict(db);
const places = JSON.parse(from) as Place[];
const lastRounds = JSON.parse(until) as number[] | null;
let isWorking = true;
process.stdout.write('working\n');

async function work(start: Place): Promise<void> {
  const place = { ...start };
  while (place.round <= (lastRounds?.[place.lane] ?? Number.POSITIVE_INFINITY)) {
    const done = await perform(district, place);
    process.stdout.write(`${JSON.stringify({ ...place, ...done })}\n`);
    if (done.isLast) Object.assign(place, { round: place.round + 1, act: 0 });
    else place.act += 1;
  }
}

/** Reminders and escalations go out beside. */
async function tick(): Promise<void> {
  for (let minutes = 0; isWorking; minutes += 1)
    await runClock(district.deps, new Date(monday.getTime() + 3 * 86_400_000 + minutes * 60_000));
}

const ticking = tick();
await Promise.all(places.map(work));
isWorking = false;
await ticking;
if (district.faults.length > 0) throw new Error(district.faults.join('\n'));
await district.close();
