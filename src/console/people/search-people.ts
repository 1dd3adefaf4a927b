import { recordAudit } from '../../audit/audit-store.ts';
import { findByText } from '../../people/search/find-by-text.ts';
import type { PersonSearch } from '../../people/search/person-search.ts';
import type { Visit } from '../page.ts';
import { texts } from './texts.ts';

/** Looks people up by whatever was typed, within what the viewer may see; the search itself is put down, without the words. */
export async function searchPeople(
  visit: Visit,
  words: string,
  page: { limit: number; offset: number },
  purpose: string,
): Promise<PersonSearch> {
  const { deps, staff, now } = visit;
  return deps.db.transaction(async (tx) => {
    const result = await findByText({ tx, sealer: deps.sealer, now }, staff, words, page);
    const subject = result.kind === 'found' ? result.person.archiveNo : null;
    const detail = { found: result.kind === 'several' ? result.total : Number(result.kind === 'found') };
    const about = { at: now, actor: staff.id, subject, caseNo: null, channel: 'console', purpose };
    await recordAudit(tx, [{ ...about, action: 'search', outcome: result.kind, detail }]);
    return result;
  });
}

/** Why a search found nobody, for who searched. */
export function searchRefusal(found: Exclude<PersonSearch, { kind: 'found' | 'several' }>): string {
  switch (found.kind) {
    case 'forbidden':
      return found.why === 'role' ? texts.noRole : texts.notByThis;
    case 'outside':
      return texts.outside;
    case 'unclear':
      return texts.unclear;
    case 'none':
      return found.nearest.length > 0 ? texts.nearest(found.nearest) : texts.nobody;
  }
}
