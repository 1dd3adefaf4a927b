import { recordAudit } from '../../audit/audit-store.ts';
import { plainMarkdown } from '../../dialogue/plain-markdown.ts';
import { findByText } from '../../people/search/find-by-text.ts';
import type { PersonSearch } from '../../people/search/person-search.ts';
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
    const result = await findByText({ tx, sealer: deps.sealer, now }, staff, who, { limit: 8 });
    const subject = result.kind === 'found' ? result.person.archiveNo : null;
    const about = { at: now, actor: staff.id, subject, caseNo: null, channel, purpose: texts.lookPurpose };
    await recordAudit(tx, [{ ...about, action: 'search', outcome: result.kind, detail: {} }]);
    return result;
  });
  if (found.kind === 'found') return found.person.archiveNo;
  if (found.kind !== 'several') return notFound(found, who, again);
  const lines = found.choices.map((one) => `- ${plainMarkdown(one.label)}：${one.archiveNo}`);
  const buttons = found.choices.slice(0, 5).map((one) => ({ label: one.label, says: again(one.archiveNo) }));
  return plain([requestTexts.several(found.total, found.isMore), lines.join('\n')].join('\n\n'), buttons);
}

/** The nearest names are offered: said again with the right one, the search goes on. */
function notFound(found: Exclude<PersonSearch, { kind: 'found' | 'several' }>, who: string, again: (who: string) => string): Answered {
  if (found.kind === 'forbidden') return plain(found.why === 'role' ? texts.noRole : texts.notByThis);
  if (found.kind === 'outside') return plain(texts.outsideArea);
  if (found.kind === 'unclear' || found.nearest.length === 0) return plain(texts.nobody(plainMarkdown(who)));
  const buttons = found.nearest.slice(0, 5).map((name) => ({ label: name, says: again(name) }));
  return plain([texts.nobody(plainMarkdown(who)), texts.nearest(found.nearest.map(plainMarkdown))].join('\n\n'), buttons);
}
