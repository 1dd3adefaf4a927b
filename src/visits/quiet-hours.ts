import { dayOf, minuteOfDay } from '../platform/calendar/day.ts';
import type { WorkingDays } from '../platform/calendar/working-days.ts';

/** Hours (minutes of the day) in which a reminder may go out: festivals.yaml `send_time` and `quiet`. */
const openHours = [
  { from: 9 * 60, to: 12 * 60 },
  { from: 14 * 60, to: 20 * 60 },
];

/** Whether staff may be sent something unasked at a moment: on a working day, outside the noon rest and the evening. */
export function maySend(at: Date, days: WorkingDays): boolean {
  const minute = minuteOfDay(at);
  return days.isWorkday(dayOf(at)) && openHours.some(({ from, to }) => minute >= from && minute < to);
}
