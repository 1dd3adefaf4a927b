import type { PersonChoice, PersonSearch } from '../../people/search/person-search.ts';
import { Pager, pageAsked, withQuery } from '../frame/pager.tsx';
import { Empty } from '../frame/state-view.tsx';
import { go, type Page, show } from '../page.ts';
import { searchPeople, searchRefusal } from './search-people.ts';
import { texts } from './texts.ts';

const PER_PAGE = 20;

/** Looking people up: by whatever is known of them, within what one may see. */
export const peoplePage: Page = {
  path: '/people',
  audience: 'staff',
  get: async (visit) => {
    const q = (visit.c.req.query('q') ?? '').trim().slice(0, 80);
    const page = pageAsked(visit.c.req.query('page'));
    const found = q === '' ? null : await searchPeople(visit, q, { limit: PER_PAGE, offset: (page - 1) * PER_PAGE }, texts.purpose.search);
    return show(texts.title, <People q={q} page={page} found={found} />);
  },
};

/** The search of the masthead: a case by its number, else a person. */
export const findPage: Page = {
  path: '/find',
  audience: 'staff',
  get: async ({ c }) => {
    const q = (c.req.query('q') ?? '').trim().slice(0, 80);
    if (q === '') return go('/people');
    const whole = /^yz\s?-?(\d{8})-?(\d{4,6})$/i.exec(q);
    if (whole) return go(`/cases/YZ${whole[1]}-${whole[2]}`);
    if (/^YZ-\d+$/i.test(q)) return go(`/people/${q.toUpperCase()}`);
    return go(withQuery(/^\d{8}-\d{1,6}$/.test(q) ? '/cases' : '/people', { q }));
  },
};

function People({ q, page, found }: { q: string; page: number; found: PersonSearch | null }) {
  return (
    <>
      <h1>{texts.title}</h1>
      <search>
        <form class="filters">
          <label class="field grow">
            <span>{texts.search}</span>
            <input type="search" name="q" value={q} maxlength={80} autocomplete="off" autofocus={q === ''} />
          </label>
          <button type="submit" class="button">
            {texts.find}
          </button>
        </form>
      </search>
      {found ? <Found q={q} page={page} found={found} /> : <p class="hint">{texts.intro}</p>}
    </>
  );
}

function Found({ q, page, found }: { q: string; page: number; found: PersonSearch }) {
  if (found.kind !== 'found' && found.kind !== 'several') return <Empty sentence={searchRefusal(found)} />;
  const people = found.kind === 'found' ? [found.person] : found.choices;
  const total = found.kind === 'found' ? 1 : found.total;
  return (
    <>
      <p class="muted" role="status">
        {texts.count(total, found.kind === 'several' && found.isMore)}
      </p>
      <PeopleTable people={people} />
      <Pager page={page} perPage={PER_PAGE} total={total} hrefOf={(next) => withQuery('/people', { q, page: next === 1 ? null : next })} />
    </>
  );
}

function PeopleTable({ people }: { people: readonly PersonChoice[] }) {
  return (
    <table class="rows dense">
      <thead>
        <tr>
          <th scope="col">{texts.columns.name}</th>
          <th scope="col">{texts.columns.place}</th>
          <th scope="col">{texts.columns.born}</th>
          <th scope="col">{texts.columns.state}</th>
          <th scope="col">{texts.columns.no}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr data-row={person.archiveNo}>
            <td>
              <a class="main-link" href={`/people/${person.archiveNo}`}>
                {person.name}
              </a>
            </td>
            <td>{[person.town, person.village].filter(Boolean).join(' ')}</td>
            <td class="narrow">{person.birthYear && texts.year(person.birthYear)}</td>
            <td class="narrow">{person.status}</td>
            <td class="narrow number">{person.archiveNo}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
