import type { Day } from '../../platform/calendar/day.ts';
import type { WorkingDays } from '../../platform/calendar/working-days.ts';
import type { Tx } from '../../platform/database.ts';
import { type IndexPart, ruleFor } from './index-rule.ts';
import { sharesOf } from './index-score.ts';
import { snapshotsOf } from './index-snapshot-store.ts';
import { periodBefore, windowTo } from './index-window.ts';
import type { Entitlement } from './people-parts-store.ts';
import { countsOfLine, type IndexLine, scoreAll } from './score-lines.ts';
import { tallyStations } from './station-tally.ts';

export interface RespectIndex {
  /** `YYYY-MM`; of a month that runs, up to `to`. */
  period: string;
  from: Day;
  to: Day;
  ruleVersion: string;
  district: IndexLine;
  towns: IndexLine[];
  stations: IndexLine[];
  unrecorded: IndexPart[];
  unrecordedUptake: readonly Entitlement[];
}

export interface IndexDeps {
  tx: Tx;
  workingDays: Pick<WorkingDays, 'addWorkdays'>;
}

/** The index as it stands on a day, counted now: a month that runs counts up to that day. */
export async function readIndex(deps: IndexDeps, to: Day): Promise<RespectIndex> {
  const rule = ruleFor(to.slice(0, 7));
  const window = windowTo(to, rule.windowMonths);
  const tally = await tallyStations(deps.tx, window, deps.workingDays);
  const before = await snapshotsOf(deps.tx, periodBefore(window.period));
  const [yearAgo] = await snapshotsOf(deps.tx, periodBefore(window.period, 12), 'district');
  const lines = scoreAll(rule, tally, yearAgo?.line ? sharesOf(countsOfLine(yearAgo.line)) : null);
  const compared = (line: IndexLine): IndexLine => {
    const known = before.find((one) => one.level === line.level && one.key === line.key);
    const isBreak = known !== undefined && known.ruleVersion !== rule.version;
    const change = line.final === null || known?.final == null || isBreak ? null : line.final - known.final;
    return { ...line, change, isBreak };
  };
  return {
    period: window.period,
    from: window.from,
    to,
    ruleVersion: rule.version,
    district: compared(lines.district),
    towns: lines.towns.map(compared),
    stations: lines.stations.map(compared),
    unrecorded: [...tally.unrecorded],
    unrecordedUptake: tally.unrecordedUptake,
  };
}
