import { addDays, type Day, dayOf, minuteOfDay, momentOf, toDateColumn } from '../../src/platform/calendar/day.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { planDueCampaigns } from '../../src/visits/plan-campaign.ts';
import { runTick, type TickResult } from '../../src/visits/tick.ts';
import { sendToOutbox } from './outbox.ts';

export interface Findings {
  campaigns: number;
  digests: number;
  faults: string[];
}

/** A small generator, so that a run can be repeated from its seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const moments = ['00:05', '08:30', '09:00', '11:00', '12:30', '15:00', '16:00', '20:30'];

/**
 * Lives through days of the small district: campaigns are planned when their day comes, the clock ticks several times a day (some days not at all),
 * people die, move and arrive, staff leave, return and go on holiday, visits are made. Returns what went against the rules.
 */
export async function simulate(db: Database, { from, to, seed }: { from: Day; to: Day; seed: number }): Promise<Findings> {
  const random = randomFrom(seed);
  const workingDays = createWorkingDays();
  const log = memoryLog();
  const findings: Findings = { campaigns: 0, digests: 0, faults: [] };
  const told = new Set<string>();
  for (let day = from; day <= to; day = addDays(day, 1)) {
    await changeSomething(db, day, random);
    if (random() < 0.05) continue;
    findings.campaigns += (await planDueCampaigns({ db, workingDays, log }, momentOf(day, '08:00'))).length;
    const perPerson = new Map<string, number>();
    for (const time of moments) {
      const at = momentOf(day, time);
      const result = await runTick({ db, workingDays, log, send: sendToOutbox, batchSize: 5 }, at);
      findings.digests += result.digests.length;
      findings.faults.push(...(await faultsOf(db, result, at, perPerson, told)));
      if (random() < 0.2) {
        const again = await runTick({ db, workingDays, log, send: sendToOutbox }, at);
        if (again.digests.length + again.lastCalls.length > 0) findings.faults.push(`${at.toISOString()}: a second tick sent something`);
      }
    }
    findings.faults.push(...(await missedWhenClosed(db, day)));
  }
  return findings;
}

async function faultsOf(db: Database, result: TickResult, at: Date, perPerson: Map<string, number>, told: Set<string>): Promise<string[]> {
  const day = dayOf(at);
  const receivers = [...result.digests, ...result.lastCalls].map((line) => line.staffId);
  if (receivers.length === 0) return [];
  const present = await whoIsThere(db, day);
  return [
    ...(isOutsideHours(at) ? [`${at.toISOString()}: outside hours`] : []),
    ...receivers.filter((id) => !present.has(id)).map((id) => `${day}: told ${id}, who is not there`),
    ...result.digests.filter(({ staffId }) => isRepeated(perPerson, staffId)).map(({ staffId }) => `${day}: ${staffId} had two digests`),
    ...result.digests.flatMap(tellingsOf).flatMap((telling) => (isSeen(told, telling) ? [`${day}: ${telling} told twice`] : [])),
  ];
}

function isOutsideHours(at: Date): boolean {
  const minute = minuteOfDay(at);
  return !createWorkingDays().isWorkday(dayOf(at)) || minute < 540 || (minute >= 720 && minute < 840) || minute >= 1200;
}

async function whoIsThere(db: Database, day: Day): Promise<Set<string>> {
  const on = toDateColumn(day);
  const away = await db.tx.staff_leave.findMany({ where: { from_on: { lte: on }, to_on: { gte: on } } });
  const inPost = await db.tx.staff.findMany({ where: { is_active: true, id: { notIn: away.map((leave) => leave.staff_id) } } });
  return new Set(inPost.map((one) => one.id));
}

function isRepeated(counts: Map<string, number>, key: string): boolean {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count > 1;
}

function tellingsOf({ staffId, parts }: TickResult['digests'][number]): string[] {
  return parts.flatMap(({ campaign, stages, onBehalfOf }) => stages.map((stage) => `${campaign}:${stage}:${onBehalfOf ?? staffId}`));
}

function isSeen(seen: Set<string>, key: string): boolean {
  const before = seen.has(key);
  seen.add(key);
  return before;
}

/** A visit that was due and never made must have been told to its visitor by the time the campaign is closed. */
async function missedWhenClosed(db: Database, day: Day): Promise<string[]> {
  const rows = await db.tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM visit_task t JOIN campaign c ON c.id = t.campaign_id
    WHERE c.closed_at::date = ${day}::date AND t.state = 'todo' AND t.reminded_at IS NULL AND t.assignee_id IS NOT NULL`;
  return rows.map(({ id }) => `${day}: ${id} was missed`);
}

async function changeSomething(db: Database, day: Day, random: () => number): Promise<void> {
  const { tx } = db;
  const people = (await tx.person.findMany({ where: { status: '在世' }, orderBy: { archive_no: 'asc' } })).map((one) => one.archive_no);
  const staff = (await tx.staff.findMany({ where: { village: { not: null } }, orderBy: { id: 'asc' } })).map((one) => one.id);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const person = pick(people);
  if (person && random() < 0.1) await tx.person.update({ where: { archive_no: person }, data: { status: '去世', lifecycle: '已故' } });
  if (person && random() < 0.1)
    await tx.person.update({ where: { archive_no: person }, data: { village: pick(['甲一村', '甲二村', null]) ?? null, town: '甲镇' } });
  if (random() < 0.2) await newcomer(db, day, random);
  const one = pick(staff);
  if (one && random() < 0.15) await tx.staff.update({ where: { id: one }, data: { is_active: random() < 0.6 } });
  const deputy = pick(staff);
  if (one && deputy && one !== deputy && random() < 0.2) {
    const leave = {
      id: `${one}-${day}`,
      staff_id: one,
      deputy_id: deputy,
      from_on: toDateColumn(day),
      to_on: toDateColumn(addDays(day, Math.floor(random() * 6))),
    };
    await tx.staff_leave.create({ data: leave });
  }
  const open = await tx.visit_task.findMany({ where: { state: 'todo' }, orderBy: { id: 'asc' }, select: { id: true } });
  const visited = open.filter(() => random() < 0.03).map((task) => task.id);
  await tx.visit_task.updateMany({ where: { id: { in: visited } }, data: { state: 'done' } });
}

async function newcomer(db: Database, day: Day, random: () => number): Promise<void> {
  const village = ['甲一村', '甲二村', '甲三村'][Math.floor(random() * 3)] ?? '甲一村';
  await db.tx.person.create({
    data: {
      archive_no: `N-${day}`,
      name: '新来人',
      name_pinyin: 'x',
      name_initials: 'x',
      town: '甲镇',
      village,
      birth_on: toDateColumn('1935-01-01'),
      key_category: random() < 0.3 ? 'martyr' : 'rural60',
      discharged_on: toDateColumn('1960-01-01'),
    },
  });
}
