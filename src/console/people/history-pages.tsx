import { whoLooked } from '../../audit/who-looked.ts';
import { findStaffByIds } from '../../organisation/staff-store.ts';
import { changeTexts } from '../../people/change/texts.ts';
import { undoChange } from '../../people/change/undo-change.ts';
import { type HistoryLine, showHistory } from '../../people/file/show-history.ts';
import { areasOf } from '../../people/person-areas-store.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { withQuery } from '../frame/pager.tsx';
import { Empty, StateView } from '../frame/state-view.tsx';
import { go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { FileTabs } from './file-page.tsx';
import { texts } from './texts.ts';

const MOST = 200;
const LOOKS = 50;

/** What was changed of a file, by whom and why. */
export const historyPage: Page = {
  path: '/people/:no/history',
  audience: 'staff',
  get: async (visit) => {
    const { deps, staff, now, c } = visit;
    const archiveNo = c.req.param('no') ?? '';
    const say = texts.history;
    const lines = await deps.db.transaction((tx) =>
      showHistory({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, archiveNo, MOST),
    );
    if (!lines) return show(say.refused, <StateView title={say.refused} sentence="" todo="" />, { status: 404 });
    const people = await findStaffByIds(deps.db.tx, [...new Set(lines.map((line) => line.by))]);
    const names = new Map(people.map((one) => [one.id, one.name]));
    return show(say.title(archiveNo), <History visit={visit} archiveNo={archiveNo} lines={lines} names={names} />);
  },
  post: async ({ deps, staff, now, c }) => {
    const done = await deps.db.transaction((tx) => undoChange({ tx, sealer: deps.sealer, now, channel: 'console' }, staff));
    return go(`/people/${c.req.param('no') ?? ''}/history`, done.ok ? texts.history.undone : done.sentence);
  },
};

interface HistoryProps {
  visit: Visit;
  archiveNo: string;
  lines: readonly HistoryLine[];
  names: ReadonlyMap<string, string>;
}

function History({ visit, archiveNo, lines, names }: HistoryProps) {
  const say = texts.history;
  return (
    <>
      <div class="head">
        <h1>{say.title(archiveNo)}</h1>
        <form method="post" class="actions">
          <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
          <button type="submit" class="button quiet small">
            {say.undo}
          </button>
        </form>
      </div>
      <nav class="tabs" aria-label={archiveNo}>
        <a href={`/people/${archiveNo}`}>{texts.label}</a>
        <FileTabs archiveNo={archiveNo} current="history" />
      </nav>
      {lines.length === 0 ? <Empty sentence={say.none} /> : <HistoryTable lines={lines} names={names} />}
    </>
  );
}

function HistoryTable({ lines, names }: Pick<HistoryProps, 'lines' | 'names'>) {
  const say = texts.history;
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{say.columns.at}</th>
          <th scope="col">{say.columns.by}</th>
          <th scope="col">{say.columns.what}</th>
          <th scope="col">{say.columns.why}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr>
            <td class="narrow">{fullMinuteText(new Date(line.at))}</td>
            <td class="narrow">{names.get(line.by) ?? line.by}</td>
            <td>
              {say.kinds[line.what] ?? line.what}
              {line.facts.map(({ fact, before, after }) => (
                <span class="sub">
                  {changeTexts.labels[fact] ?? fact}：{say.from(inWords(before), inWords(after))}
                </span>
              ))}
            </td>
            <td>{line.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return texts.history.nothing;
  if (typeof value === 'boolean') return value ? texts.editing.yes : texts.editing.no;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Who looked into a file, for those who may ask. */
export const looksPage: Page = {
  path: '/people/:no/looks',
  audience: 'staff',
  get: async (visit) => {
    const { deps, staff, now, c } = visit;
    const archiveNo = c.req.param('no') ?? '';
    const before = /^\d{1,18}$/.test(c.req.query('before') ?? '') ? BigInt(c.req.query('before') ?? '') : null;
    const say = texts.looks;
    const found = await deps.db.transaction(async (tx) => {
      const [area] = await areasOf(tx, [archiveNo]);
      const ask = { now, channel: 'console', purpose: say.purpose, limit: LOOKS, before };
      return whoLooked(tx, staff, { archiveNo, town: area?.town ?? null }, ask);
    });
    if (found.kind === 'refused') return show(say.refused, <StateView title={say.refused} sentence="" todo="" />, { status: 403 });
    return show(say.title(archiveNo), <Looks archiveNo={archiveNo} found={found} />);
  },
};

type FoundLooks = Extract<Awaited<ReturnType<typeof whoLooked>>, { kind: 'looks' }>;

function Looks({ archiveNo, found }: { archiveNo: string; found: FoundLooks }) {
  const say = texts.looks;
  return (
    <>
      <h1>{say.title(archiveNo)}</h1>
      <nav class="tabs" aria-label={archiveNo}>
        <a href={`/people/${archiveNo}`}>{texts.label}</a>
        <FileTabs archiveNo={archiveNo} current="looks" />
      </nav>
      {found.looks.length === 0 ? (
        <Empty sentence={say.none} />
      ) : (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{say.columns.at}</th>
              <th scope="col">{say.columns.who}</th>
              <th scope="col">{say.columns.what}</th>
              <th scope="col">{say.columns.why}</th>
              <th scope="col">{say.columns.how}</th>
            </tr>
          </thead>
          <tbody>
            {found.looks.map((look) => (
              <tr>
                <td class="narrow">{fullMinuteText(new Date(look.at))}</td>
                <td>{look.who}</td>
                <td>{look.what}</td>
                <td>
                  {look.why}
                  {look.caseNo && <span class="sub">{look.caseNo}</span>}
                </td>
                <td class="narrow">{say.channels[look.channel] ?? look.channel}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.before !== null && <a href={withQuery(`/people/${archiveNo}/looks`, { before: String(found.before) })}>{say.older}</a>}
    </>
  );
}
