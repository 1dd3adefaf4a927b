import { keptNotice } from '../dialogue/idle.ts';
import { minuteOfDay } from '../platform/calendar/day.ts';
import type { ConversationDeps } from './conversation-deps.ts';
import { bookFor } from './draft-versions.ts';
import { texts } from './texts.ts';
import { openThread } from './thread.ts';
import { dueReminders, takeReminder } from './thread-store.ts';

/** Nobody is written to at night about a form that can wait; minutes of the day. */
const DAY = { from: 7 * 60, to: 21 * 60 + 30 };

export type RemindDeps = Pick<ConversationDeps, 'db' | 'sealer' | 'flows' | 'tell'>;

/** Tells whoever left a form half filled in half an hour ago, once, that it is kept. Returns how many were told. */
export async function remindDrafts(deps: RemindDeps, now: Date): Promise<number> {
  const minute = minuteOfDay(now);
  if (minute < DAY.from || minute > DAY.to) return 0;
  const due = await dueReminders(deps.db.tx, deps.sealer, now);
  let told = 0;
  for (const { key, staffId, saved, at } of due) {
    const { dialogue } = openThread(saved);
    const markdown = keptNotice(dialogue, await bookFor(deps, dialogue));
    await deps.db.transaction(async (tx) => {
      // Something was said meanwhile: another moment has been set, or none.
      if (!(await takeReminder(tx, key, at)) || markdown === null) return;
      const about = dialogue.active?.id ?? key;
      await deps.tell(tx, [
        { staffId, key: `draft-kept:${about}:${at.toISOString()}`, about, title: texts.keptTitle, markdown, buttons: [texts.goOnButton] },
      ]);
      told += 1;
    });
  }
  return told;
}
