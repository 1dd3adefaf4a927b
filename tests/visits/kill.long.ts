import { expect, it } from 'vitest';
import { momentOf } from '../../src/platform/calendar/day.ts';
import { festivalSchedule } from '../../src/platform/calendar/festival-stages.ts';
import { findFestival } from '../../src/platform/calendar/festivals.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { planCampaign } from '../../src/visits/plan-campaign.ts';
import { runTick } from '../../src/visits/tick.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { faultsOfDay, tickAndKill } from './killed-ticks.ts';
import { sendToOutbox } from './outbox.ts';
import { randomFrom } from './simulation.ts';
import { layOutManyVillages } from './small-district.ts';

const VILLAGES = 120;

it('two hundred kills at random moments of a send leave each digest delivered once', async () => {
  const db = await freshDatabase('postgres');
  const workingDays = createWorkingDays();
  const log = memoryLog();
  const random = randomFrom(3);
  await layOutManyVillages(db.tx, VILLAGES);
  let kills = 0;
  for (const { campaign, day, festival, year } of sends()) {
    const at = momentOf(day, '09:00');
    await planCampaign({ db, workingDays, log }, { festival, year, now: at });
    const targets = Array.from({ length: 4 }, () => Math.ceil(random() * VILLAGES)).sort((a, b) => a - b);
    for (const target of targets) if (await tickAndKill(db, at, day, target)) kills += 1;
    await runTick({ db, workingDays, log, send: sendToOutbox }, at);
    expect(await faultsOfDay(db, day, campaign)).toEqual([]);
  }
  expect(kills).toBeGreaterThanOrEqual(200);
  await db.close();
});

function sends(): { campaign: string; day: string; festival: string; year: number }[] {
  const days = createWorkingDays();
  return [2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034].flatMap((year) =>
    ['spring_festival', 'army_day'].flatMap((id) => {
      const festival = findFestival(id);
      const stages = festival ? festivalSchedule(festival, year, days).stages : [];
      const told = stages.filter(({ stage }) => ['list', 'assign', 'remind', 'deadline'].includes(stage));
      return told.map(({ dueOn }) => ({ campaign: `${id}-${year}`, day: dueOn, festival: id, year }));
    }),
  );
}
