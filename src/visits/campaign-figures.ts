import type { Day } from '../platform/calendar/day.ts';
import type { CampaignStage } from '../platform/calendar/festival-stages.ts';
import type { Tx } from '../platform/database.ts';
import { findCampaign } from './campaign-store.ts';
import { readCampaignStages, readStationCounts, type StationCounts, type VisitCounts } from './visit-list-store.ts';

export type StationCount = VisitCounts & { station: string | null; name: string | null };

/** One festival's visits in figures: `campaign show --json`. */
export interface CampaignFigures extends VisitCounts {
  festival: string;
  year: number;
  name: string;
  festivalOn: Day;
  deadlineOn: Day;
  provisional: boolean;
  closed: boolean;
  stages: { stage: CampaignStage; dueOn: Day; ranAt: string | null }[];
  towns: (VisitCounts & { town: string | null; stations: StationCount[] })[];
}

/** Null: the festival was not planned for that year. */
export async function campaignFigures(tx: Tx, festival: string, year: number): Promise<CampaignFigures | null> {
  const campaign = await findCampaign(tx, festival, year);
  if (!campaign) return null;
  const rows = await readStationCounts(tx, campaign.id);
  const towns = [...Map.groupBy(rows, (row) => row.town)].map(([town, stations]) => ({
    town,
    ...sumOf(stations),
    stations: stations.map(({ town: _, ...station }) => station),
  }));
  return {
    festival,
    year,
    name: campaign.name,
    festivalOn: campaign.on,
    deadlineOn: campaign.deadlineOn,
    provisional: campaign.isProvisional,
    closed: campaign.isClosed,
    ...sumOf(rows),
    stages: await readCampaignStages(tx, campaign.id),
    towns,
  };
}

function sumOf(rows: readonly StationCounts[]): VisitCounts {
  const sum: VisitCounts = { recipients: 0, planned: 0, reminded: 0, visited: 0, overdue: 0, escalated: 0 };
  for (const row of rows) for (const key of Object.keys(sum) as (keyof VisitCounts)[]) sum[key] += row[key];
  return sum;
}
