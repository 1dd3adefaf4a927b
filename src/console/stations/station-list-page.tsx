import type { StationMember } from '../../insight/network/network-store.ts';
import { type NetworkStation, stationNetwork } from '../../insight/network/station-network.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { withQuery } from '../frame/pager.tsx';
import { Empty } from '../frame/state-view.tsx';
import { type Page, show } from '../page.ts';
import { texts as say } from './texts.ts';

/** All stations, those that lack something first; as a table, or by town. */
export const stationListPage: Page = {
  path: '/stations',
  audience: 'staff',
  get: async ({ c, deps, now }) => {
    const all = await stationNetwork(deps.db.tx, now);
    const towns = [...new Set(all.flatMap(({ station }) => (station.town === null ? [] : [station.town])))].sort();
    const town = towns.find((one) => one === c.req.query('town')) ?? null;
    const onlyGaps = c.req.query('gaps') === 'yes';
    const isTree = c.req.query('view') === 'tree';
    const shown = all.filter((one) => (town === null || one.station.town === town) && (!onlyGaps || one.gaps.length > 0));
    const gaps = all.filter((one) => one.gaps.length > 0).length;
    const other = withQuery('/stations', { town, gaps: onlyGaps ? 'yes' : null, view: isTree ? null : 'tree' });
    return show(
      say.title,
      <>
        <div class="head">
          <h1>{say.heading}</h1>
          <p class="muted">{say.lead(all.length, gaps)}</p>
        </div>
        <Filters towns={towns} town={town} onlyGaps={onlyGaps} isTree={isTree} />
        <p>
          <a href={other}>{isTree ? say.table : say.tree}</a>
        </p>
        {shown.length === 0 ? (
          <Empty sentence={say.empty} />
        ) : isTree ? (
          <Tree stations={shown} />
        ) : (
          <Table stations={shown} today={dayOf(now)} />
        )}
      </>,
      { isWide: true },
    );
  },
};

interface FilterProps {
  towns: readonly string[];
  town: string | null;
  onlyGaps: boolean;
  isTree: boolean;
}

function Filters({ towns, town, onlyGaps, isTree }: FilterProps) {
  return (
    <search aria-label={say.filter}>
      <form class="filters">
        {isTree && <input type="hidden" name="view" value="tree" />}
        <label class="field">
          <span>{say.town}</span>
          <select name="town">
            <option value="">{say.allTowns}</option>
            {towns.map((one) => (
              <option value={one} selected={one === town}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <input type="checkbox" name="gaps" value="yes" checked={onlyGaps} />
          <span>{say.onlyGaps}</span>
        </label>
        <button type="submit" class="button quiet">
          {say.filter}
        </button>
      </form>
    </search>
  );
}

function Table({ stations, today }: { stations: readonly NetworkStation[]; today: string }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          {[say.station, say.head, say.duty, say.load, say.honours, say.gaps].map((label) => (
            <th scope="col">{label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {stations.map((one) => (
          <tr data-row={one.station.code}>
            <td>
              <a class="main-link" href={`/stations/${one.station.code}`}>
                {one.station.name}
              </a>
              <span class="sub">{one.station.phone ?? say.gapNames['no-phone']}</span>
            </td>
            <td data-label={say.head}>{headText(one)}</td>
            <td data-label={say.duty}>{dutyText(one, today)}</td>
            <td data-label={say.load}>
              {say.tasks(one.openTasks, one.lateTasks)}
              <span class="sub">
                {say.visits(one.openVisits)} · {say.people(one.people)}
              </span>
            </td>
            <td data-label={say.honours}>{one.honours.map((honour) => honour.title).join('、')}</td>
            <td data-label={say.gaps}>
              <Gaps station={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Gaps({ station: { gaps } }: { station: NetworkStation }) {
  if (gaps.length === 0) return <span class="light green">{say.noGap}</span>;
  const isGrave = gaps.some((gap) => gap === 'nobody' || gap === 'no-head' || gap === 'nobody-on-duty');
  return <span class={isGrave ? 'light red' : 'light yellow'}>{gaps.map((gap) => say.gapNames[gap]).join('、')}</span>;
}

export function headText({ heads, station }: NetworkStation): string {
  return heads.map((one) => one.name).join('、') || station.headName || say.noHead;
}

/** Who may be asked today: whoever is there, their deputies, the rotating head of the day. */
export function dutyText({ staff, heads, rota }: NetworkStation, today: string): string {
  const turn = rota.find((entry) => entry.fromOn <= today && entry.toOn >= today);
  const there = staff.map(memberText).filter((text) => text !== null);
  const named = [...(turn ? [`${turn.staffName}（${say.rotating}）`] : []), ...there];
  return (
    named.join('、') ||
    heads
      .map(memberText)
      .filter((text) => text !== null)
      .join('、') ||
    say.nobody
  );
}

/** A member as they can be reached today; null where nobody stands in for them. */
function memberText(one: StationMember): string | null {
  if (!one.isAway) return one.name;
  return one.deputyName === null ? null : `${one.name}（${say.standIn(one.deputyName)}）`;
}

function Tree({ stations }: { stations: readonly NetworkStation[] }) {
  const byTown = [...Map.groupBy(stations, ({ station }) => station.town ?? '')].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return (
    <ul class="tree">
      {byTown.map(([town, members]) => (
        <li>
          <details open={byTown.length === 1}>
            <summary>
              <strong>{town === '' ? say.levels.district : town}</strong> <span class="count">{members.length}</span>
              {members.some((one) => one.gaps.length > 0) && (
                <span class="light yellow">
                  {say.gaps} {members.filter((one) => one.gaps.length > 0).length}
                </span>
              )}
            </summary>
            <ul>
              {members.map((one) => (
                <li>
                  <a href={`/stations/${one.station.code}`}>{one.station.name}</a> <span class="muted">{headText(one)}</span>{' '}
                  {one.gaps.length > 0 && <Gaps station={one} />}
                </li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}
