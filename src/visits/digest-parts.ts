import { resolveDuty } from '../organisation/duty.ts';
import type { Staff } from '../organisation/staff.ts';
import type { Day } from '../platform/calendar/day.ts';
import type { CampaignStage } from '../platform/calendar/festival-stages.ts';
import type {
  DigestPart,
  DueStage,
  FiguresHeadline,
  FiguresRow,
  OpenVisit,
  RunningCampaign,
  StationFigures,
  VisitHeadline,
} from './digest.ts';
import { levelNames, stationNames } from './texts.ts';

/** What the parts of a day are made of; pure data, read by digest-store.ts. */
export interface DigestInput {
  today: Day;
  campaigns: readonly RunningCampaign[];
  visits: readonly OpenVisit[];
  figures: readonly StationFigures[];
  staff: readonly Staff[];
  /** `toldKey`s of what was told before. */
  told: ReadonlySet<string>;
}

export function toldKey(campaignId: string, stage: CampaignStage, principalId: string): string {
  return `${campaignId}:${stage}:${principalId}`;
}

const visitorStages: readonly CampaignStage[] = ['list', 'assign', 'remind', 'deadline'];
const VISITING_SECTION = 'pension';

/** Every part of the day, whoever receives it. */
export function digestParts(input: DigestInput): DigestPart[] {
  return input.campaigns.flatMap((campaign) => [...visitorParts(input, campaign), ...overseerParts(input, campaign)]);
}

/** Each visitor's own list: told at every stage of theirs, and at once when something was added after the visits were given out. */
function visitorParts(input: DigestInput, campaign: RunningCampaign): DigestPart[] {
  // Once a campaign is to be closed, a list of visits comes too late; the summary tells what was missed.
  if (input.today > campaign.closeOn) return [];
  const byAssignee = Map.groupBy(
    input.visits.filter((visit) => visit.campaignId === campaign.id && visit.assigneeId !== null),
    (visit) => visit.assigneeId ?? '',
  );
  return [...byAssignee].flatMap(([principalId, visits]) => {
    const due = untold(input, campaign, principalId, visitorStages);
    const added = campaign.isGivenOut ? visits.filter((visit) => !visit.isTold) : [];
    if (due.length > 0)
      return [partOf(input, campaign, principalId, due, { kind: 'visits', headline: headlineOf(input, campaign, due), visits })];
    return added.length > 0 ? [partOf(input, campaign, principalId, [], { kind: 'visits', headline: 'added', visits: added })] : [];
  });
}

function headlineOf({ today }: DigestInput, campaign: RunningCampaign, due: readonly DueStage[]): VisitHeadline {
  if (today > campaign.deadlineOn) return 'overdue';
  return (due.at(-1)?.stage ?? 'remind') as VisitHeadline;
}

function untold(input: DigestInput, campaign: RunningCampaign, principalId: string, stages: readonly CampaignStage[]): DueStage[] {
  return campaign.due.filter((due) => stages.includes(due.stage) && !input.told.has(toldKey(campaign.id, due.stage, principalId)));
}

function partOf(
  input: DigestInput,
  campaign: RunningCampaign,
  principalId: string,
  due: readonly DueStage[],
  content: DigestPart['content'],
): DigestPart {
  const principalName = input.staff.find((one) => one.id === principalId)?.name ?? principalId;
  const isReached = due.length === 0 || due.some((one) => one.isReached);
  return { campaign, principalId, principalName, stages: due.map((one) => one.stage), isReached, content };
}

/** Heads and organisers: counts by station, no names. */
function overseerParts(input: DigestInput, campaign: RunningCampaign): DigestPart[] {
  const figures = input.figures.filter((row) => row.campaignId === campaign.id);
  const isOver = input.today > campaign.closeOn;
  const towns = isOver ? [] : [...new Set(figures.flatMap((row) => row.town ?? []))].sort();
  const parts = towns.flatMap((town) => townParts(input, campaign, town, figures));
  const district: [Staff[], CampaignStage[]][] = [
    [holders(input, { role: 'section-officer', section: VISITING_SECTION }), ['plan', 'check', 'close']],
    [holders(input, { role: 'section-head', section: VISITING_SECTION }), ['plan', 'check', 'escalate_bureau', 'close']],
    [holders(input, { role: 'bureau-leader' }), ['escalate_bureau', 'close']],
  ];
  const seen = new Set<string>();
  for (const [people, stages] of district) {
    for (const { id } of people.filter((one) => !seen.has(one.id))) {
      seen.add(id);
      parts.push(...figuresPart(input, campaign, id, isOver ? ['close'] : stages, null, rowsByTown(figures)));
    }
  }
  return parts;
}

function townParts(input: DigestInput, campaign: RunningCampaign, town: string, figures: readonly StationFigures[]): DigestPart[] {
  const rows = rowsByStation(figures.filter((row) => row.town === town && row.level !== 'district'));
  return holders(input, { role: 'town-head', town }).flatMap(({ id }) =>
    figuresPart(input, campaign, id, ['check', 'escalate_town'], town, rows),
  );
}

function holders(input: DigestInput, post: Parameters<typeof resolveDuty>[0]): Staff[] {
  return resolveDuty(post, input.staff, []).acting.map((one) => one.staff);
}

function figuresPart(
  input: DigestInput,
  campaign: RunningCampaign,
  principalId: string,
  stages: readonly CampaignStage[],
  town: string | null,
  rows: FiguresRow[],
): DigestPart[] {
  const due = untold(input, campaign, principalId, stages);
  const headline = due.at(-1)?.stage as FiguresHeadline | undefined;
  if (headline === undefined || rows.length === 0) return [];
  // A station that is done with everything is not urged; the plan and the summary are told in any case.
  const isSummary = headline === 'plan' || headline === 'close';
  const open = rows.filter((row) => row.done < row.total);
  if (!isSummary && open.length === 0) return [];
  return [partOf(input, campaign, principalId, due, { kind: 'figures', headline, town, rows: isSummary ? rows : open })];
}

function rowsByStation(figures: readonly StationFigures[]): FiguresRow[] {
  return summed(figures, (row) => (row.level === 'village' && row.village ? row.village : stationNames.town));
}

function rowsByTown(figures: readonly StationFigures[]): FiguresRow[] {
  return summed(figures, (row) => (row.level === 'district' || row.town === null ? levelNames.district : row.town));
}

function summed(figures: readonly StationFigures[], nameOf: (row: StationFigures) => string): FiguresRow[] {
  const groups = [...Map.groupBy(figures, nameOf)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([station, rows]) => ({
    station,
    total: rows.reduce((sum, row) => sum + row.total, 0),
    done: rows.reduce((sum, row) => sum + row.done, 0),
  }));
}
