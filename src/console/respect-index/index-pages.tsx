import type { RespectIndex } from '../../insight/respect-index/index-reading.ts';
import { indexSight } from '../../insight/respect-index/index-sight.ts';
import { indexHistory } from '../../insight/respect-index/index-snapshot-store.ts';
import { indexTexts } from '../../insight/respect-index/index-texts.ts';
import { periodBefore } from '../../insight/respect-index/index-window.ts';
import { type IndexLine, townStanding } from '../../insight/respect-index/score-lines.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { Empty, StateView } from '../frame/state-view.tsx';
import { type Page, show, type Visit } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { changeText, GradeMark, IndexHead, PartsTable, totalText, UptakeList } from './index-parts.tsx';
import { texts as say } from './texts.ts';

const HISTORY = 12;

/** The district's index, with the towns that the viewer may see. */
export const indexPage: Page = {
  path: '/respect-index',
  audience: 'staff',
  get: async (visit) => {
    const { index, countedAt } = await visit.deps.index.now(visit.now);
    const sight = indexSight(visit.staff, index);
    const history = await indexHistory(visit.deps.db.tx, { level: 'district', key: 'district' }, periodBefore(index.period, HISTORY));
    return show(
      say.title,
      <>
        <div class="head">
          <h1>{say.title}</h1>
          <p class="muted">{say.countedAt(fullMinuteText(countedAt))}</p>
        </div>
        <p class="muted">{say.asOf(index.from, index.to, index.ruleVersion)}</p>
        <IndexHead line={index.district} />
        <Missing index={index} line={index.district} />
        <PartsTable line={index.district} recordsAt={null} />
        <UptakeList line={index.district} unkept={index.unrecordedUptake} />
        <History name={index.district.name} history={history} />
        <section>
          <h2>{say.towns}</h2>
          {sight.towns.length === 0 ? <Empty sentence={say.noTowns} /> : <LinesTable lines={sight.towns} level="town" />}
        </section>
        <details class="panel">
          <summary>{say.ruleTitle}</summary>
          <p>{say.rule}</p>
        </details>
      </>,
    );
  },
};

/** One town with its stations. */
export const townIndexPage: Page = {
  path: '/respect-index/towns/:town',
  audience: 'staff',
  get: async (visit) => {
    const { index } = await visit.deps.index.now(visit.now);
    const sight = indexSight(visit.staff, index);
    const town = visit.c.req.param('town') ?? '';
    const line = sight.towns.find((one) => one.key === town);
    if (!line) return notSeen();
    const history = await indexHistory(visit.deps.db.tx, { level: 'town', key: town }, periodBefore(index.period, HISTORY));
    const stations = sight.stations.filter((one) => one.town === town);
    const standing = townStanding(stations, town);
    return show(
      `${town}${say.title}`,
      <>
        <p>
          <a href="/respect-index">{say.title}</a>
        </p>
        <h1>{town}</h1>
        <IndexHead line={line} />
        <Missing index={index} line={line} />
        <PartsTable line={line} recordsAt={`/respect-index/towns/${encodeURIComponent(town)}/records`} />
        <UptakeList line={line} unkept={index.unrecordedUptake} />
        <History name={town} history={history} />
        <section>
          <h2>{say.stations}</h2>
          {standing.median !== null && (
            <p>
              {say.standing(standing.median.toFixed(1))}；{say.lowest}：
              {standing.lowest.map((one) => `${one.name} ${one.final?.toFixed(1) ?? ''}`).join('、')}
            </p>
          )}
          <LinesTable lines={stations} level="station" />
        </section>
      </>,
    );
  },
};

export function notSeen() {
  return show(frameTexts.notFound.title, <StateView {...frameTexts.notFound} />, { status: 404 });
}

function Missing({ index, line }: { index: RespectIndex; line: IndexLine }) {
  const missing = line.parts.filter((part) => part.missing !== null);
  if (missing.length === 0 && index.unrecordedUptake.length === 0) return null;
  return (
    <section class="panel">
      <h2>{say.missingTitle}</h2>
      <p>{say.missingLead}</p>
      <ul class="bullets">
        {missing.map((part) => (
          <li>
            {indexTexts.parts[part.id]}：{part.missing && indexTexts.missing[part.missing]}
          </li>
        ))}
        {index.unrecordedUptake.map((item) => (
          <li>
            {indexTexts.parts.entitlement_uptake}中的{indexTexts.entitlements[item]}：{indexTexts.missing.unrecorded}
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ name, history }: { name: string; history: Awaited<ReturnType<typeof indexHistory>> }) {
  const known = history.some((one) => one.final !== null);
  return (
    <section>
      <h2>{say.history}</h2>
      {known ? (
        <figure class="panel">
          <LineChart
            title={`${name}${say.title}${say.history}`}
            points={history.map(({ period, final }) => ({ label: `${Number(period.slice(5))}月`, value: final }))}
            range={[0, 100]}
          />
        </figure>
      ) : (
        <Empty sentence={say.noHistory} />
      )}
    </section>
  );
}

const addressOf = (line: IndexLine) =>
  line.level === 'town' ? `/respect-index/towns/${encodeURIComponent(line.key)}` : `/respect-index/stations/${line.key}`;

function LinesTable({ lines, level }: { lines: readonly IndexLine[]; level: 'town' | 'station' }) {
  const sorted = lines.toSorted((a, b) => (b.final ?? -1) - (a.final ?? -1) || (a.key < b.key ? -1 : 1));
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{level === 'town' ? say.town : say.station}</th>
          <th scope="col" class="figures">
            {say.total}
          </th>
          <th scope="col">{say.grade}</th>
          <th scope="col" class="figures">
            {say.change}
          </th>
          <th scope="col">{say.missing}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((line) => (
          <tr data-row={line.key}>
            <td>
              <a class="main-link" href={addressOf(line)}>
                {line.name}
              </a>
            </td>
            <td class="figures" data-label={say.total}>
              {line.final === null ? '—' : totalText(line)}
            </td>
            <td data-label={say.grade}>
              <GradeMark line={line} />
            </td>
            <td class="figures" data-label={say.change}>
              {line.change === null && !line.isBreak ? '—' : changeText(line)}
            </td>
            <td data-label={say.missing}>{missingText(line)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Named where they are few; the line's own page names all. */
function missingText(line: IndexLine): string {
  const names = line.parts.flatMap((part) => (part.missing === null ? [] : [indexTexts.parts[part.id]]));
  return names.length > 2 ? say.missingCount(names.length) : names.join('、') || '—';
}

/** For pages that need the line of one station. */
export async function stationLine(visit: Visit, code: string): Promise<{ index: RespectIndex; line: IndexLine } | null> {
  const { index } = await visit.deps.index.now(visit.now);
  const line = indexSight(visit.staff, index).stations.find((one) => one.key === code);
  return line ? { index, line } : null;
}
