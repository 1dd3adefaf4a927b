import { minuteText } from '../../platform/calendar/day.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { Light } from '../frame/light.tsx';
import { Pager, withQuery } from '../frame/pager.tsx';
import { Empty } from '../frame/state-view.tsx';
import { type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { type Asked, type InboxList, inboxAsked, inboxList, type Line, PER_PAGE, type Tab, tabs } from './inbox-list.ts';
import { texts } from './texts.ts';

/** 待办: what waits for this person, what they did and started, what they were sent. */
export const inboxPage: Page = {
  path: '/tasks',
  audience: 'staff',
  get: async (visit) => {
    const asked = inboxAsked((name) => visit.c.req.query(name));
    const list = await inboxList(visit, asked);
    return show(texts.title, <Inbox visit={visit} asked={asked} list={list} />, { refreshes: '/tasks/live', isWide: false });
  },
};

interface InboxProps {
  visit: Visit;
  asked: Asked;
  list: InboxList;
}

const addressOf = ({ tab, search, flow, light }: Asked, page = 1) =>
  withQuery('/tasks', { tab: tab === 'todo' ? null : tab, q: search, flow, light, page: page === 1 ? null : page });

function Inbox({ visit, asked, list }: InboxProps) {
  return (
    <>
      <div class="head">
        <h1>{texts.title}</h1>
        <p class="actions">
          <a class="button" href="/services">
            {texts.newCase}
          </a>
        </p>
      </div>
      <nav class="tabs" aria-label={texts.title} data-live="tabs">
        {tabs.map((tab) => (
          <TabLink tab={tab} asked={asked} count={list.counts[tab]} />
        ))}
      </nav>
      <Filters visit={visit} asked={asked} />
      <div data-live="list">
        <Lines visit={visit} asked={asked} list={list} />
      </div>
    </>
  );
}

function TabLink({ tab, asked, count }: { tab: Tab; asked: Asked; count: number }) {
  const isUrgent = tab === 'overdue' && count > 0;
  return (
    <a href={addressOf({ ...asked, tab, light: null })} aria-current={tab === asked.tab ? 'page' : undefined}>
      {texts.tabs[tab]}
      <span class={isUrgent ? 'count urgent' : 'count'}>{count}</span>
    </a>
  );
}

function Filters({ visit, asked }: { visit: Visit; asked: Asked }) {
  const flows = visit.deps.flows
    .list()
    .map(({ definition }) => definition)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'zh'));
  const isFiltered = asked.search !== '' || asked.flow !== '' || asked.light !== null;
  return (
    <search aria-label={texts.filter}>
      <form class="filters">
        {asked.tab !== 'todo' && <input type="hidden" name="tab" value={asked.tab} />}
        <label class="field grow">
          <span>{texts.searchLabel}</span>
          <input type="search" name="q" value={asked.search} placeholder={texts.search} maxlength={40} autocomplete="off" />
        </label>
        <label class="field">
          <span>{texts.flow}</span>
          <select name="flow">
            <option value="">{texts.allFlows}</option>
            {flows.map(({ id, name }) => (
              <option value={id} selected={id === asked.flow}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{texts.light}</span>
          <select name="light">
            <option value="">{texts.allLights}</option>
            {Object.entries(texts.lights).map(([light, word]) => (
              <option value={light} selected={light === asked.light}>
                {word}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="button quiet">
          {texts.filter}
        </button>
        {isFiltered && <a href={addressOf({ ...asked, search: '', flow: '', light: null })}>{texts.clear}</a>}
      </form>
    </search>
  );
}

function Lines({ visit, asked, list }: InboxProps) {
  const { lines, total } = list;
  const isFiltered = asked.search !== '' || asked.flow !== '' || asked.light !== null;
  if (lines.length === 0) return <Empty sentence={isFiltered ? texts.emptyFiltered : texts.empty[asked.tab]} />;
  const pager = <Pager page={asked.page} perPage={PER_PAGE} total={total} hrefOf={(page) => addressOf(asked, page)} />;
  const table = <LineTable lines={lines} tab={asked.tab} />;
  if (asked.tab !== 'todo' && asked.tab !== 'overdue')
    return (
      <>
        {table}
        {pager}
      </>
    );
  return (
    <form method="post" action="/tasks/batch">
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      {table}
      <div class="batch-bar" data-batch>
        <button type="submit" class="button quiet">
          {texts.approveMarked}
        </button>
        <span data-when-script>
          {texts.marked} <strong data-marked>0</strong> {texts.markedUnit}
        </span>
        <span class="hint for-keys">{texts.keys}</span>
      </div>
      {pager}
    </form>
  );
}

function LineTable({ lines, tab }: { lines: readonly Line[]; tab: Tab }) {
  const isMarkable = tab === 'todo' || tab === 'overdue';
  const columns = texts.columns;
  return (
    <table class="rows inbox">
      <thead>
        <tr>
          {isMarkable && (
            <th scope="col" class="narrow">
              <input type="checkbox" data-all aria-label={texts.markAll} />
            </th>
          )}
          <th scope="col">{columns.light}</th>
          <th scope="col">{columns.case}</th>
          <th scope="col">{columns.step}</th>
          <th scope="col">{isMarkable ? columns.due : columns.at}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr data-row={line.taskId ?? line.no}>
            {isMarkable && (
              <td class="narrow">
                <input type="checkbox" name="task" value={line.taskId} aria-label={texts.markOne(line.no)} disabled={line.isCorrection} />
              </td>
            )}
            <td class="narrow">
              <Light light={line.light} />
            </td>
            <td>
              <a class="main-link" href={`/cases/${line.no}`}>
                {line.subjectName} · {line.flowName}
              </a>
              <span class="sub number">
                {line.no} {[line.town, line.village].filter(Boolean).join(' ')}
              </span>
            </td>
            <td>
              {line.taskStepName ?? line.stepName}
              {line.isCorrection && <span class="sub">{texts.correction}</span>}
              {line.waitsFor && <span class="sub">{texts.waits(line.waitsFor)}</span>}
            </td>
            <td class="narrow">{isMarkable ? <Due line={line} /> : <When line={line} tab={tab} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Due({ line }: { line: Line }) {
  const dueAt = line.taskDueAt ?? line.dueAt;
  if (!dueAt) return <>{texts.noPromise}</>;
  const days = line.taskDaysLeft ?? line.daysLeft ?? null;
  return (
    <>
      <time datetime={dueAt.toISOString()}>{minuteText(dueAt).split(' ')[0]}</time>
      {days !== null && <span class={days < 0 ? 'sub late' : 'sub'}>{texts.daysLeft(days)}</span>}
    </>
  );
}

function When({ line, tab }: { line: Line; tab: Tab }) {
  if (tab === 'started') return <>{texts.startedAt(minuteText(line.startedAt))}</>;
  if (tab === 'done') return <>{line.decidedAt && texts.decidedAt(minuteText(line.decidedAt))}</>;
  return (
    <>
      {line.openedAt && texts.copiedAt(minuteText(line.openedAt))}
      {!line.decidedAt && <span class="tag">{texts.unread}</span>}
    </>
  );
}
