import { addDays, type Day } from '../platform/calendar/day.ts';
import type { FlowDefinition } from './flow-definition.ts';
import type { Slots } from './slot-value.ts';
import { deadlineTexts as say } from './texts.ts';

/**
 * What is to be known once the time in which a person must ask has passed (退役报到: thirty days from the order of discharge). It forbids
 * nothing: whoever accepts the case judges the reason. Null in time, or while the day that it counts from is not known.
 */
export function deadlinePassed({ applicantDeadline, fields }: FlowDefinition, slots: Slots, today: Day): string | null {
  const from = applicantDeadline && slots[applicantDeadline.from];
  if (!applicantDeadline || typeof from !== 'string') return null;
  const lastDay = addDays(from, applicantDeadline.days);
  if (today <= lastDay) return null;
  const label = fields.find((field) => field.key === applicantDeadline.from)?.label ?? applicantDeadline.from;
  return say.passed(label, lastDay, applicantDeadline.note);
}
