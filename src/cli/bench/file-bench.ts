import type { App } from '../../app.ts';
import { findStaff } from '../../organisation/staff-store.ts';
import { openFile } from '../../people/file/person-file.ts';
import { samplePeople } from '../../people/sample-people-store.ts';
import { BOOKER } from './bench-cast.ts';
import { type Bare, quantilesOf, type Spread, series, spreadOf, timed } from './sample.ts';
import type { StatementTape } from './statement-tape.ts';

export type FileFigures = Spread & Bare & { ratio: number };

const WARM_UP = 20;
const BARE = 100;

/** Opening one whole file as a chat shows it, recorded; the limit is the same statements bare, in one transaction. */
export async function benchFile(app: App, tape: StatementTape, count: number): Promise<FileFigures> {
  const staff = await findStaff(app.db.tx, BOOKER);
  const { sampled } = await samplePeople(app.db.tx, count);
  if (!staff) throw new Error('the demo staff are not loaded');
  const open = (index: number) => {
    const archiveNo = sampled[index % sampled.length]?.archiveNo ?? '';
    // As many readers as look in a day: each has looked a few times, like people and not like a load.
    const viewer = { ...staff, id: `${staff.id}-${index % 40}` };
    const opening = { purpose: 'bench', channel: 'bench', context: 'private_chat' as const, shows: [] };
    return app.db.transaction((tx) => openFile({ tx, sealer: app.sealer, now: app.clock.now() }, viewer, archiveNo, opening));
  };
  await series(WARM_UP, open);
  const sample: number[] = [];
  const bare: number[] = [];
  for (let index = 0; index < count; index += 1) {
    sample.push(await timed(() => open(index)));
    if (index >= BARE) continue;
    await tape.record(() => open(index));
    bare.push(await timed(() => tape.replay(app.db)));
  }
  const [p50, limit] = [quantilesOf(sample).p50, quantilesOf(bare)];
  return { ...spreadOf(sample), limit, ratio: Math.round((100 * p50) / limit.p50) / 100 };
}
