import { recordAudit } from '../../audit/audit-store.ts';
import { findByText } from '../../people/search/find-by-text.ts';
import type { PersonSearch } from '../../people/search/person-search.ts';
import { Empty } from '../frame/state-view.tsx';
import { go, type Page, show, type Visit } from '../page.ts';
import { texts as say } from './texts.ts';

/** Whose code is meant. One hit leads straight to it. */
export const codeSearchPage: Page = {
  path: '/codes',
  audience: 'staff',
  get: async (visit) => {
    const asked = (visit.c.req.query('q') ?? '').trim().slice(0, 60);
    if (/^YZ-\d+$/i.test(asked)) return go(`/codes/${asked.toUpperCase()}`);
    const found = asked === '' ? null : await search(visit, asked);
    if (found?.kind === 'found') return go(`/codes/${found.person.archiveNo}`);
    return show(
      say.title,
      <>
        <h1>{say.title}</h1>
        <p class="lead">{say.lead}</p>
        <search>
          <form class="filters">
            <label class="field grow">
              <span>{say.find}</span>
              <input type="search" name="q" value={asked} maxlength={60} autocomplete="off" />
            </label>
            <button type="submit" class="button">
              {say.search}
            </button>
          </form>
        </search>
        {found && <Found found={found} />}
      </>,
    );
  },
};

/** The search is recorded, whatever it finds. */
async function search({ deps, staff, now }: Visit, asked: string): Promise<PersonSearch> {
  return deps.db.transaction(async (tx) => {
    const found = await findByText({ tx, sealer: deps.sealer, now }, staff, asked, { limit: 20 });
    const subject = found.kind === 'found' ? found.person.archiveNo : null;
    const about = { at: now, actor: staff.id, subject, caseNo: null, channel: 'console', purpose: say.title };
    await recordAudit(tx, [{ ...about, action: 'search', outcome: found.kind, detail: {} }]);
    return found;
  });
}

function Found({ found }: { found: PersonSearch }) {
  if (found.kind === 'forbidden') return <Empty sentence={say.noRole} />;
  if (found.kind !== 'several') return <Empty sentence={say.none} />;
  return (
    <section>
      <p>{say.several(found.total)}</p>
      <ul class="people-cards">
        {found.choices.map((choice) => (
          <li>
            <a href={`/codes/${choice.archiveNo}`}>
              <strong>{choice.label}</strong>
              <span class="muted">{choice.archiveNo}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
