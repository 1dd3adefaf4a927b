import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { planCampaign } from '../../src/visits/plan-campaign.ts';
import { runTick } from '../../src/visits/tick.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { countMessages, faultsOfDay, tickAndKill } from './killed-ticks.ts';
import { sendToOutbox } from './outbox.ts';
import { layOutManyVillages } from './small-district.ts';

describe('a tick that is killed -9 in the middle', () => {
  let db: Database;
  const workingDays = createWorkingDays();
  const log = memoryLog();
  const day = '2027-01-27';
  const at = new Date(`${day}T09:00:00+08:00`);
  const tick = () => runTick({ db, workingDays, log, send: sendToOutbox }, at);

  beforeAll(async () => {
    db = await freshDatabase('postgres');
    await layOutManyVillages(db.tx, 120);
    await planCampaign({ db, workingDays, log }, { festival: 'spring_festival', year: 2027, now: new Date('2026-12-24T09:00:00+08:00') });
  });

  afterAll(async () => {
    await db.close();
  });

  it('again and again, alone and beside another, still gives each their digest exactly once', async () => {
    expect(await tickAndKill(db, at, day, 7)).toBe(true);
    const [first, second] = await Promise.all([tickAndKill(db, at, day, 25), tickAndKill(db, at, day, 45)]);
    expect([first, second]).toContain(true);
    expect(await tickAndKill(db, at, day, 70)).toBe(true);
    const before = await countMessages(db, day);
    expect((await tick()).digests).toHaveLength(121 - before);
    expect(await faultsOfDay(db, day, 'spring_festival-2027')).toEqual([]);
    expect((await tick()).digests).toEqual([]);
  });
});
