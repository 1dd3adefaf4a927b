import { recordAudit } from '../../audit/audit-store.ts';
import { type IndexArea, type IndexRecord, indexRecords } from '../../insight/respect-index/index-records-store.ts';
import { type IndexPart, indexParts, ruleFor } from '../../insight/respect-index/index-rule.ts';
import { indexSight } from '../../insight/respect-index/index-sight.ts';
import { indexTexts } from '../../insight/respect-index/index-texts.ts';
import { windowTo } from '../../insight/respect-index/index-window.ts';
import { access } from '../../people/access/access.ts';
import { maskName } from '../../people/access/masking.ts';
import { Pager, pageAsked, withQuery } from '../frame/pager.tsx';
import { Empty } from '../frame/state-view.tsx';
import { type Answer, type Page, show, type Visit } from '../page.ts';
import { notSeen, stationLine } from './index-pages.tsx';
import { texts as say } from './texts.ts';

const PER_PAGE = 50;

/** The records behind one part of a station. */
export const stationRecordsPage: Page = {
  path: '/respect-index/stations/:code/records/:part',
  audience: 'staff',
  get: async (visit) => {
    const code = visit.c.req.param('code') ?? '';
    const found = await stationLine(visit, code);
    const part = partAsked(visit);
    if (!found || !part || found.line.town === null) return notSeen();
    const { town, village, name } = found.line;
    return recordsOf(visit, part, { station: code, town, village }, { name, up: `/respect-index/stations/${code}`, to: found.index.to });
  },
};

/** The records behind one part of a town. */
export const townRecordsPage: Page = {
  path: '/respect-index/towns/:town/records/:part',
  audience: 'staff',
  get: async (visit) => {
    const { index } = await visit.deps.index.now(visit.now);
    const town = visit.c.req.param('town') ?? '';
    const part = partAsked(visit);
    const isSeen = indexSight(visit.staff, index).towns.some((line) => line.key === town);
    if (!isSeen || !part) return notSeen();
    const up = `/respect-index/towns/${encodeURIComponent(town)}`;
    return recordsOf(visit, part, { station: null, town, village: null }, { name: town, up, to: index.to });
  },
};

function partAsked({ c }: Visit): IndexPart | null {
  return indexParts.find((part) => part === c.req.param('part')) ?? null;
}

/** Names as the matrix grants them; the look at the list is recorded as a search. */
async function recordsOf(visit: Visit, part: IndexPart, area: IndexArea, about: { name: string; up: string; to: string }): Promise<Answer> {
  const { deps, staff, now } = visit;
  const page = pageAsked(visit.c.req.query('page'));
  const window = windowTo(about.to, ruleFor(about.to.slice(0, 7)).windowMonths);
  const { records, total } = await deps.db.transaction(async (tx) => {
    const found = await indexRecords(tx, part, area, window, { limit: PER_PAGE, offset: (page - 1) * PER_PAGE });
    const entry = { at: now, actor: staff.id, subject: null, caseNo: null, channel: 'console', purpose: say.title };
    await recordAudit(tx, [{ ...entry, action: 'search', outcome: 'several', detail: { index: part, found: found.records.length } }]);
    return found;
  });
  const title = say.recordsOf(about.name, indexTexts.parts[part]);
  return show(
    title,
    <>
      <p>
        <a href={about.up}>{say.back}</a>
      </p>
      <h1>{title}</h1>
      {records.length === 0 ? <Empty sentence={say.emptyRecords} /> : <RecordTable visit={visit} records={records} />}
      <Pager page={page} perPage={PER_PAGE} total={total} hrefOf={(to) => withQuery(visit.c.req.path, { page: to === 1 ? null : to })} />
    </>,
  );
}

function RecordTable({ visit, records }: { visit: Visit; records: readonly IndexRecord[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{say.number_}</th>
          <th scope="col">{say.name}</th>
          <th scope="col">{say.day}</th>
          <th scope="col">{say.reached}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr>
            <td>
              {record.kind === 'case' ? <a href={`/cases/${record.ref}`}>{record.ref}</a> : <PersonRef visit={visit} record={record} />}
            </td>
            <td data-label={say.name}>{nameFor(visit, record)}</td>
            <td data-label={say.day}>{record.on ?? ''}</td>
            <td data-label={say.reached}>
              <span class={record.met ? 'light green' : 'light yellow'}>{record.met ? say.met : say.unmetMark}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PersonRef({ visit, record }: { visit: Visit; record: IndexRecord }) {
  return seesWhole(visit, record) ? <a href={`/people/${record.ref}`}>{record.ref}</a> : <span class="muted">—</span>;
}

function nameFor(visit: Visit, record: IndexRecord): string {
  return maskName(record.name, 'private_chat', seesWhole(visit, record)) ?? '';
}

function seesWhole({ staff }: Visit, { town, village }: IndexRecord): boolean {
  return access(staff, { town, village }, { inCase: false }).archive_basic === 'full';
}
