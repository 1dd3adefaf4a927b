import { seededRandom, seedOf } from '../organisation/demo/seeded-random.ts';
import { type Day, momentOf } from '../platform/calendar/day.ts';
import { festivalDay, findFestival } from '../platform/calendar/festivals.ts';
import type { WorkingDays } from '../platform/calendar/working-days.ts';
import type { Visitor } from './assign-visits.ts';
import { demoNeeds, demoNotes } from './demo-visit-words.ts';
import { planVisits } from './plan-visits.ts';
import type { Recipient } from './recipient.ts';

/** A visit of the past, in clear. */
export interface DemoVisit {
  id: string;
  archiveNo: string;
  visitedOn: Day;
  visitorId: string;
  recordedAt: Date;
  way: 'home' | 'phone';
  note: string;
  photoCount: number;
  need: { id: string; text: string; dueOn: Day } | null;
}

/** The festivals whose visits lie behind the demo district, oldest first. */
const pastFestivals = [
  ['spring_festival', 2026],
  ['qingming', 2026],
  ['army_day', 2026],
  ['mid_autumn', 2026],
  ['double_ninth', 2026],
] as const;

/**
 * What the visits of the last festivals to key recipients left behind: planned by the rules that plan the next ones, made on working days
 * before the festival by whoever they were assigned to. One in fourteen was missed.
 */
export function demoVisits(recipients: readonly Recipient[], staff: readonly Visitor[], days: WorkingDays): DemoVisit[] {
  return pastFestivals.flatMap(([id, year]) => {
    const festival = findFestival(id);
    if (!festival) throw new Error(`no festival ${id}`);
    const on = festivalDay(festival, year);
    const keyRecipients = recipients.filter(({ keyCategory }) => keyCategory !== null);
    return planVisits({ festival, on, recipients: keyRecipients, staff, load: new Map(), standing: [] }).flatMap(
      ({ archiveNo, assigneeId }) => (assigneeId === null ? [] : visitOf(`${id}-${year}`, archiveNo, assigneeId, on, days)),
    );
  });
}

function visitOf(campaign: string, archiveNo: string, visitorId: string, on: Day, days: WorkingDays): DemoVisit[] {
  const id = `demo-${campaign}-${archiveNo}`;
  const random = seededRandom(seedOf(id));
  if (random.chance(1 / 14)) return [];
  const visitedOn = days.addWorkdays(on, -random.between(1, 9));
  const recordedAt = momentOf(visitedOn, `${random.between(14, 17)}:${random.between(10, 59)}`);
  const need = random.chance(0.06) ? { id: `${id}-need`, text: random.pick(demoNeeds), dueOn: days.addWorkdays(visitedOn, 3) } : null;
  const way = random.chance(0.93) ? 'home' : 'phone';
  return [
    {
      id,
      archiveNo,
      visitedOn,
      visitorId,
      recordedAt,
      way,
      note: random.pick(demoNotes[way]),
      photoCount: way === 'home' ? random.between(1, 3) : 0,
      need,
    },
  ];
}
