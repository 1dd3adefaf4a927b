import type { CaseBrief } from '../../cases/list-tasks.ts';
import { listSeenCases } from '../../cases/see-case.ts';
import { stateNames } from '../../cases/texts.ts';
import { townsInScope } from '../../organisation/towns.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import { eyesOf } from '../frame/eyes.ts';
import { Light } from '../frame/light.tsx';
import { Pager, pageAsked, withQuery } from '../frame/pager.tsx';
import { Empty } from '../frame/state-view.tsx';
import { type Page, show, type Visit } from '../page.ts';
import { texts } from './texts.ts';

const PER_PAGE = 25;
const say = texts.list;
const states = (Object.keys(stateNames) as (keyof typeof stateNames)[]).filter((state) => state !== 'draft');

interface Asked {
  q: string;
  flow: string;
  state: string;
  town: string;
  page: number;
}

/** Cases by number, person, service, state and town, among those that this person may see. */
export const caseListPage: Page = {
  path: '/cases',
  audience: 'staff',
  get: async (visit) => {
    const query = (name: string) => (visit.c.req.query(name) ?? '').trim().slice(0, 60);
    const asked = {
      q: query('q'),
      flow: query('flow'),
      state: query('state'),
      town: query('town'),
      page: pageAsked(visit.c.req.query('page')),
    };
    const filter = {
      ...(asked.q ? { search: asked.q } : {}),
      ...(asked.flow ? { flow: asked.flow } : {}),
      ...(asked.town ? { town: asked.town } : {}),
      state: states.find((one) => one === asked.state),
    };
    const page = { limit: PER_PAGE, offset: (asked.page - 1) * PER_PAGE };
    const { cases, total } = await listSeenCases(visit.deps.cases, eyesOf(visit, texts.purposes.list), filter, page);
    return show(say.title, <CaseList visit={visit} asked={asked} cases={cases} total={total} />);
  },
};

interface CaseListProps {
  visit: Visit;
  asked: Asked;
  cases: readonly CaseBrief[];
  total: number;
}

function CaseList({ visit, asked, cases, total }: CaseListProps) {
  const hrefOf = (page: number) => withQuery('/cases', { ...asked, page: page === 1 ? null : page });
  return (
    <>
      <h1>{say.title}</h1>
      <Filters visit={visit} asked={asked} />
      {cases.length === 0 ? <Empty sentence={say.empty} /> : <CaseTable cases={cases} />}
      <Pager page={asked.page} perPage={PER_PAGE} total={total} hrefOf={hrefOf} />
    </>
  );
}

function Filters({ visit, asked }: { visit: Visit; asked: Asked }) {
  const flows = visit.deps.flows.list().map(({ definition }) => definition);
  return (
    <search>
      <form class="filters">
        <label class="field grow">
          <span>{say.search}</span>
          <input type="search" name="q" value={asked.q} maxlength={40} autocomplete="off" />
        </label>
        <Select name="flow" label={say.flow} all={say.allFlows} chosen={asked.flow} options={flows.map(({ id, name }) => [id, name])} />
        <Select
          name="state"
          label={say.state}
          all={say.allStates}
          chosen={asked.state}
          options={states.map((state) => [state, stateNames[state]])}
        />
        <Select
          name="town"
          label={say.town}
          all={say.allTowns}
          chosen={asked.town}
          options={townsInScope.map(({ name }) => [name, name])}
        />
        <button type="submit" class="button">
          {say.find}
        </button>
      </form>
    </search>
  );
}

function Select(props: { name: string; label: string; all: string; chosen: string; options: readonly (readonly [string, string])[] }) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select name={props.name}>
        <option value="">{props.all}</option>
        {props.options.map(([value, label]) => (
          <option value={value} selected={value === props.chosen}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function CaseTable({ cases }: { cases: readonly CaseBrief[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{say.columns.light}</th>
          <th scope="col">{say.columns.case}</th>
          <th scope="col">{say.columns.step}</th>
          <th scope="col">{say.columns.started}</th>
          <th scope="col">{say.columns.due}</th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <tr data-row={one.no}>
            <td class="narrow">{one.closedAt ? <span class="tag">{stateNames[one.state]}</span> : <Light light={one.light} />}</td>
            <td>
              <a class="main-link" href={`/cases/${one.no}`}>
                {one.subjectName} · {one.flowName}
              </a>
              <span class="sub number">
                {one.no} {[one.town, one.village].filter(Boolean).join(' ')}
              </span>
            </td>
            <td>
              {one.stepName ?? stateNames[one.state]}
              {one.waitsFor && <span class="sub">{texts.waits(one.waitsFor)}</span>}
            </td>
            <td class="narrow">{minuteText(one.startedAt)}</td>
            <td class="narrow">
              {one.dueAt && minuteText(one.dueAt).split(' ')[0]}
              {one.daysLeft !== null && <span class={one.daysLeft < 0 ? 'sub late' : 'sub'}>{texts.daysLeft(one.daysLeft)}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
