import { acceptDoubt, listFindings, type QualityLine, type QualitySummary, qualitySummary } from '../../people/quality/quality.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { pageAsked, withQuery } from '../frame/pager.tsx';
import { Empty, StateView } from '../frame/state-view.tsx';
import { go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { texts } from './texts.ts';

const say = texts.quality;
const PER_PAGE = 30;

/** What is doubtful in one's own area and how complete its files are, the worst first. */
export const qualityPage: Page = {
  path: '/quality',
  audience: 'staff',
  get: async ({ deps, staff, now }) => {
    const summary = await qualitySummary(deps.db.tx, staff, now);
    if (!summary) return show(say.refused, <StateView title={say.refused} sentence="" todo="" />, { status: 403 });
    return show(say.title, <Quality summary={summary} />);
  },
};

/** Whose file is doubtful by one rule, and saying that it is right all the same. */
export const findingsPage: Page = {
  path: '/quality/findings',
  audience: 'staff',
  get: async (visit) => {
    const { deps, staff, now, c } = visit;
    const rule = (c.req.query('rule') ?? '').slice(0, 60) || undefined;
    const page = pageAsked(c.req.query('page'));
    const paging = { rule, limit: PER_PAGE + 1, offset: (page - 1) * PER_PAGE };
    const found = await deps.db.transaction((tx) => listFindings({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, paging));
    if (!found) return show(say.refused, <StateView title={say.refused} sentence="" todo="" />, { status: 403 });
    return show(say.listTitle, <Findings visit={visit} rule={rule} page={page} found={found} />);
  },
  post: async ({ deps, staff, now }, form) => {
    const request = { archiveNo: form.text('person'), rule: form.text('rule'), reason: form.text('reason') };
    const done = await deps.db.transaction((tx) => acceptDoubt({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, request));
    return go(withQuery('/quality/findings', { rule: request.rule }), done.ok ? say.accepted : done.sentence);
  },
};

function Quality({ summary }: { summary: QualitySummary }) {
  const { findings, stations } = summary;
  return (
    <>
      <h1>{say.title}</h1>
      <p class="hint">{say.lead}</p>
      <h2>{say.findings}</h2>
      {findings.length === 0 ? (
        <Empty sentence={say.none} />
      ) : (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{say.columns.what}</th>
              <th scope="col" class="figures">
                {say.columns.count}
              </th>
            </tr>
          </thead>
          <tbody>
            {findings.map(({ rule, sentence, count }) => (
              <tr data-row={rule}>
                <td>
                  <a href={withQuery('/quality/findings', { rule })}>{sentence}</a>
                </td>
                <td class="figures narrow">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>{say.stations}</h2>
      <Stations stations={stations} />
    </>
  );
}

function Stations({ stations }: Pick<QualitySummary, 'stations'>) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{say.columns.place}</th>
          <th scope="col" class="figures">
            {say.columns.people}
          </th>
          <th scope="col">{say.columns.percent}</th>
          <th scope="col" class="figures">
            {say.columns.confirmed}
          </th>
        </tr>
      </thead>
      <tbody>
        {stations.map((station) => {
          const place = [station.town, station.village].filter(Boolean).join(' ');
          return (
            <tr>
              <td>{place}</td>
              <td class="figures narrow" data-label={say.columns.people}>
                {station.people}
              </td>
              <td>
                <meter
                  min={0}
                  max={100}
                  low={80}
                  high={95}
                  optimum={100}
                  value={station.percent}
                  aria-label={`${place}${say.columns.percent}`}
                />{' '}
                <span class="number">{station.percent}%</span>
              </td>
              <td class="figures narrow" data-label={say.columns.confirmed}>
                {say.confirmed(station.confirmed, station.toConfirm)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface FindingsProps {
  visit: Visit;
  rule: string | undefined;
  page: number;
  found: readonly QualityLine[];
}

function Findings({ visit, rule, page, found }: FindingsProps) {
  const lines = found.slice(0, PER_PAGE);
  return (
    <>
      <h1>{say.listTitle}</h1>
      {lines.length === 0 ? (
        <Empty sentence={say.none} />
      ) : (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{say.listColumns.who}</th>
              <th scope="col">{say.listColumns.why}</th>
              <th scope="col">{say.listColumns.action}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <FindingRow visit={visit} line={line} />
            ))}
          </tbody>
        </table>
      )}
      <p class="pager">
        {page > 1 && <a href={withQuery('/quality/findings', { rule, page: page - 1 })}>{texts.conflicts.previous}</a>}
        {found.length > PER_PAGE && <a href={withQuery('/quality/findings', { rule, page: page + 1 })}>{texts.conflicts.next}</a>}
        <a href="/quality">{say.back}</a>
      </p>
    </>
  );
}

function FindingRow({ visit, line }: { visit: Visit; line: QualityLine }) {
  return (
    <tr data-row={line.archiveNo}>
      <td>
        <a class="main-link" href={`/people/${line.archiveNo}`}>
          {line.name}
        </a>
        <span class="sub">{[line.town, line.village].filter(Boolean).join(' ')}</span>
      </td>
      <td>{line.sentence}</td>
      <td>
        <details>
          <summary>{say.accept}</summary>
          <form method="post">
            <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
            <input type="hidden" name="person" value={line.archiveNo} />
            <input type="hidden" name="rule" value={line.rule} />
            <label class="field">
              <span>{say.acceptReason}</span>
              <input type="text" name="reason" required maxlength={200} autocomplete="off" />
            </label>
            <button type="submit" class="button quiet small">
              {say.accept}
            </button>
          </form>
        </details>
      </td>
    </tr>
  );
}
