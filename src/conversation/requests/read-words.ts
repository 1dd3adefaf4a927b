import type { Command } from '../../dialogue/command.ts';
import type { Slots } from '../../flows/slot-value.ts';
import { type Day, dayOf } from '../../platform/calendar/day.ts';
import { readDates } from '../../understanding/readers/date-reader.ts';
import type { Speaking } from '../conversation-deps.ts';

/** What words mean to whom speaks, as commands; `context`: the form and the field that they answer. */
export async function readCommands(
  { staff, now, deps }: Speaking,
  text: string,
  context: { flow: string; asking: string; slots: Slots } | null,
): Promise<Command[]> {
  const [role = 'village-liaison'] = staff.roles;
  const speaker = {
    role,
    ...(staff.town === null ? {} : { town: staff.town }),
    ...(staff.village === null ? {} : { village: staff.village }),
  };
  return (await deps.understander()).understand({ text, now, speaker, context });
}

/** What commands say of a form. */
export function filledBy(commands: readonly Command[]): Slots {
  return Object.fromEntries(commands.flatMap((command) => (command.type === 'set-slot' ? [[command.slot, command.value] as const] : [])));
}

/** The first day in a text that has come, with the year that is nearest; null where there is none. */
export function readPastDay(text: string, now: Date): Day | null {
  const [first] = readDates(text, { today: dayOf(now), festivalDate: () => null, isLunarTalk: false });
  return first?.resolve('past') ?? null;
}
