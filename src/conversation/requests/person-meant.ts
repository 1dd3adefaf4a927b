import { recordAudit } from '../../audit/audit-store.ts';
import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { findPeople } from '../../people/search/person-search.ts';
import type { Speaking } from '../conversation-deps.ts';
import { texts } from '../texts.ts';
import { requestTexts } from './texts.ts';
import { type Answered, plain } from './typed-request.ts';

/** The one person that words mean within the speaker's reach, or the answer that says why there is none. `again`: the request for one of several. */
export async function personMeant(speaking: Speaking, said: string, again: (archiveNo: string) => string): Promise<string | Answered> {
  const who = said.trim();
  if (/^YZ-\d+$/i.test(who)) return who.toUpperCase();
  if (who === '') return plain(requestTexts.whoIsMeant);
  const { deps, staff, now, channel } = speaking;
  const found = await deps.db.transaction(async (tx) => {
    const result = await findPeople({ tx, sealer: deps.sealer, now }, staff, queryOf(who), { limit: 8 });
    const subject = result.kind === 'found' ? result.person.archiveNo : null;
    const about = { at: now, actor: staff.id, subject, caseNo: null, channel, purpose: texts.lookPurpose };
    await recordAudit(tx, [{ ...about, action: 'search', outcome: result.kind, detail: {} }]);
    return result;
  });
  if (found.kind === 'found') return found.person.archiveNo;
  if (found.kind !== 'several') return plain(found.kind === 'forbidden' ? texts.noRole : texts.nobody(plainMarkdown(who)));
  const lines = found.choices.map((one) => `- ${plainMarkdown(one.label)}：${one.archiveNo}`);
  const buttons = found.choices.slice(0, 5).map((one) => ({ label: one.label, says: again(one.archiveNo) }));
  return plain([requestTexts.several(found.total), lines.join('\n')].join('\n\n'), buttons);
}

/** 园丁社区的张建国, an identity number, or a name. */
function queryOf(who: string) {
  const digits = who.replace(/\s/g, '');
  if (/^\d{17}[\dXx]$/.test(digits)) return { idcard: digits.toUpperCase() };
  const placed = /^(.{2,12}?(?:社区|村))的?(\S{2,6})$/u.exec(who);
  return placed ? { village: placed[1] ?? '', name: placed[2] ?? '' } : { name: who };
}
