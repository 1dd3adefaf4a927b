import { recordAudit } from '../audit/audit-store.ts';
import type { CommandOf } from '../dialogue/command.ts';
import type { AnswerEvent } from '../dialogue/dialogue-event.ts';
import type { Staff } from '../organisation/staff.ts';
import { addLeave, findStaff, findStaffByName, leavesOn } from '../organisation/staff-store.ts';
import type { Tx } from '../platform/database.ts';
import type { Speaking } from './conversation-deps.ts';
import { texts } from './texts.ts';

/** 我12月1日到5日请假，由王敏代理: a standing deputy from day to day. */
export async function performDeputise(speaking: Speaking, command: CommandOf<'operate'>): Promise<AnswerEvent> {
  const { deps, staff, now, channel, key } = speaking;
  const { to = '', from = '', until = '' } = command;
  if (until < from) return { type: 'refused', sentence: texts.badPeriod };
  return deps.db.transaction(async (tx): Promise<AnswerEvent> => {
    const found = await colleague(tx, staff, to);
    if ('sentence' in found) return { type: 'refused', sentence: found.sentence };
    const { deputy } = found;
    const answer: AnswerEvent = { type: 'shown', markdown: texts.deputised(deputy.name, from, until), buttons: [] };
    // The same message taken up again.
    if ((await leavesOn(tx, from)).some((leave) => leave.id === key)) return answer;
    await addLeave(tx, { id: key, staffId: staff.id, deputyId: deputy.id, fromOn: from, toOn: until });
    const detail = { deputy: deputy.id, from, until };
    await recordAudit(tx, [
      { at: now, actor: staff.id, action: 'write', subject: null, caseNo: null, channel, purpose: 'deputise', outcome: 'done', detail },
    ]);
    return answer;
  });
}

/** By number, else by name; of several the one of the speaker's own town. */
async function colleague(tx: Tx, staff: Staff, said: string): Promise<{ deputy: Staff } | { sentence: string }> {
  const byId = await findStaff(tx, said);
  const named = byId ? [byId] : await findStaffByName(tx, said);
  const candidates = named.filter((one) => one.id !== staff.id && one.isActive);
  const near = candidates.length > 1 ? candidates.filter((one) => one.town === staff.town) : candidates;
  const [deputy] = near;
  if (deputy && near.length === 1) return { deputy };
  return { sentence: candidates.length > 0 ? texts.manyColleagues(said) : texts.noColleague(said) };
}
