import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/audit-store.ts';
import type { CommandOf } from '../dialogue/command.ts';
import type { AnswerEvent } from '../dialogue/dialogue-event.ts';
import { addLeave, findStaff, findStaffByName } from '../organisation/staff-store.ts';
import type { Speaking } from './conversation-deps.ts';
import { texts } from './texts.ts';

/** 我12月1日到5日请假，由王敏代理: a standing deputy from day to day. */
export async function performDeputise(speaking: Speaking, command: CommandOf<'operate'>): Promise<AnswerEvent> {
  const { deps, staff, now, channel } = speaking;
  const { to = '', from = '', until = '' } = command;
  if (until < from) return { type: 'refused', sentence: texts.badPeriod };
  return deps.db.transaction(async (tx): Promise<AnswerEvent> => {
    const byId = await findStaff(tx, to);
    const candidates = byId ? [byId] : (await findStaffByName(tx, to)).filter((one) => one.id !== staff.id);
    const near = candidates.length > 1 ? candidates.filter((one) => one.town === staff.town) : candidates;
    const [deputy] = near;
    if (!deputy) return { type: 'refused', sentence: candidates.length > 1 ? texts.manyColleagues(to) : texts.noColleague(to) };
    if (near.length > 1) return { type: 'refused', sentence: texts.manyColleagues(to) };
    await addLeave(tx, { id: randomUUID(), staffId: staff.id, deputyId: deputy.id, fromOn: from, toOn: until });
    const detail = { deputy: deputy.id, from, until };
    await recordAudit(tx, [
      { at: now, actor: staff.id, action: 'write', subject: null, caseNo: null, channel, purpose: 'deputise', outcome: 'done', detail },
    ]);
    return { type: 'shown', markdown: texts.deputised(deputy.name, from, until), buttons: [] };
  });
}
