import { addDays, type Day, dayOf, momentOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import { campaignFigures } from '../../visits/campaign-figures.ts';
import { nearestCampaign } from '../../visits/visit-list-store.ts';
import { smallSum } from '../small-figures.ts';
import { type AlarmCount, type MonthFigures, monthlyFigures, openAlarms, type WallCounts, wallCounts } from './wall-figures-store.ts';

export interface WallVisits {
  name: string;
  festivalOn: Day;
  deadlineOn: Day;
  planned: number;
  visited: number;
  overdue: number;
  towns: { town: string; planned: number; visited: number; overdue: number }[];
}

/** What the wall screen shows of the district. Nothing in it is of a person, and no figure of money is of fewer than five payments. */
export interface WallFigures extends Omit<WallCounts, 'aidPaid'> {
  countedAt: Date;
  year: number;
  /** Yuan; null while there were so few payments that it would tell what one was given. */
  aidPaid: number | null;
  /** Closed in the last twelve months, and in time. */
  closed: number;
  onTime: number;
  visits: WallVisits | null;
  trend: MonthFigures[];
  alarms: AlarmCount[];
}

/** Months before the one that runs. */
const MONTHS_BACK = 11;

/** Counts the whole wall anew. `past`: the months that are over, where they were counted already. */
export async function wallFigures(tx: Tx, now: Date, past?: readonly MonthFigures[]): Promise<WallFigures> {
  const today = dayOf(now);
  const year = Number(today.slice(0, 4));
  const { aidPaid, ...counts } = await wallCounts(tx, { now, dayStart: momentOf(today), year });
  const month = momentOf(`${today.slice(0, 7)}-01`);
  const trend = [...(past ?? (await pastMonths(tx, now))), ...(await monthlyFigures(tx, month, momentOf(addDays(today, 1))))];
  return {
    ...counts,
    countedAt: now,
    year,
    aidPaid: smallSum(aidPaid, counts.aidPayments),
    closed: trend.reduce((sum, month) => sum + month.closed, 0),
    onTime: trend.reduce((sum, month) => sum + month.onTime, 0),
    visits: await visitsOf(tx, today),
    trend,
    alarms: await openAlarms(tx),
  };
}

/** The eleven months before the one that runs. */
export async function pastMonths(tx: Tx, now: Date): Promise<MonthFigures[]> {
  const today = dayOf(now);
  return monthlyFigures(tx, momentOf(monthsBack(today, MONTHS_BACK)), momentOf(`${today.slice(0, 7)}-01`));
}

async function visitsOf(tx: Tx, today: Day): Promise<WallVisits | null> {
  const campaign = await nearestCampaign(tx, {}, today);
  const figures = campaign && (await campaignFigures(tx, campaign.festival, campaign.year));
  if (!figures) return null;
  const { name, festivalOn, deadlineOn, recipients, visited, overdue, towns } = figures;
  return {
    name,
    festivalOn,
    deadlineOn,
    planned: recipients,
    visited,
    overdue,
    towns: towns.flatMap((one) =>
      one.town === null ? [] : [{ town: one.town, planned: one.recipients, visited: one.visited, overdue: one.overdue }],
    ),
  };
}

/** The first of the month so many months before. */
function monthsBack(day: Day, months: number): Day {
  let first = `${day.slice(0, 7)}-01`;
  for (let left = months; left > 0; left -= 1) first = `${addDays(first, -1).slice(0, 7)}-01`;
  return first;
}
