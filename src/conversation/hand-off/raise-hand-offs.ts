import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { dutyChain } from '../../organisation/duty.ts';
import { findStaff } from '../../organisation/staff-store.ts';
import { dayOf, minuteOfDay } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { ConversationDeps } from '../conversation-deps.ts';
import { askNotice, named, onDuty } from './hand-off.ts';
import { type HandOff, raiseHandOff, unansweredHandOffs, wordsOf } from './hand-off-store.ts';
import { handOffTexts as texts } from './texts.ts';

const WAIT_MS = 30 * 60_000;
/** Office hours, minutes of the day: nobody is looked for at night. */
const OFFICE = { from: 8 * 60 + 30, to: 17 * 60 + 30 };

export type RaiseDeps = Pick<ConversationDeps, 'db' | 'sealer' | 'tell'> & { isWorkday(day: string): boolean };

/** Raises what nobody has answered for half an hour to the next office, in office hours, and says so openly. Returns how many. */
export async function raiseHandOffs(deps: RaiseDeps, now: Date): Promise<number> {
  const minute = minuteOfDay(now);
  if (!deps.isWorkday(dayOf(now)) || minute < OFFICE.from || minute > OFFICE.to) return 0;
  const waiting = await unansweredHandOffs(deps.db.tx, new Date(now.getTime() - WAIT_MS));
  let raised = 0;
  for (const handOff of waiting) if (await deps.db.transaction((tx) => raise(deps, tx, handOff, now))) raised += 1;
  return raised;
}

async function raise(deps: RaiseDeps, tx: Tx, handOff: HandOff, now: Date): Promise<boolean> {
  const asker = await findStaff(tx, handOff.staffId);
  const [, next] = dutyChain(handOff.role);
  if (!asker || !next || !(await raiseHandOff(tx, handOff.id, next, now))) return false;
  const officers = await onDuty(tx, asker, next, now);
  const words = await wordsOf(tx, deps.sealer, handOff.id);
  const markdown = [texts.raised(named(asker)), ...words.map(({ said }) => texts.said(plainMarkdown(said)))].join('\n\n');
  await deps.tell(tx, [
    ...officers.map((officer) => askNotice(handOff.id, `${handOff.id}:raised`, asker, officer.id, markdown)),
    {
      staffId: asker.id,
      key: `hand-off:${handOff.id}:raised:${asker.id}`,
      about: handOff.id,
      title: texts.askedTitle,
      markdown: texts.raisedForYou(officers.map(named)),
      buttons: [],
    },
  ]);
  return true;
}
