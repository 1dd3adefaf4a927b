import type { Day } from '../platform/calendar/day.ts';
import type { CampaignStage } from '../platform/calendar/festival-stages.ts';
import type { FestivalLevel } from '../platform/calendar/festivals.ts';

/** A stage that is due and has not been told to everybody yet. */
export interface DueStage {
  stage: CampaignStage;
  dueOn: Day;
  /** Its time of day has come (or its day is past). Before that it only goes along with what is sent anyway. */
  isReached: boolean;
}

export interface RunningCampaign {
  id: string;
  festival: string;
  /** The festival's name, 春节. */
  name: string;
  year: number;
  on: Day;
  deadlineOn: Day;
  closeOn: Day;
  due: DueStage[];
  /** Visits were given out before: what nobody has been told of since is new. */
  isGivenOut: boolean;
}

/** A visit still to be made, as its visitor reads it. */
export interface OpenVisit {
  taskId: string;
  campaignId: string;
  personName: string;
  level: FestivalLevel;
  town: string | null;
  village: string | null;
  assigneeId: string | null;
  reason: string;
  giftLimit: number | null;
  isTold: boolean;
}

/** How far the visits of one station's people at one level are. */
export interface StationFigures {
  campaignId: string;
  level: FestivalLevel;
  town: string | null;
  village: string | null;
  total: number;
  done: number;
}

export type VisitHeadline = 'list' | 'assign' | 'remind' | 'deadline' | 'overdue' | 'added' | 'last-call';
export type FiguresHeadline = 'plan' | 'check' | 'escalate_town' | 'escalate_bureau' | 'close';

export interface FiguresRow {
  /** Chinese: a village, 镇街站, a town or 区级. */
  station: string;
  total: number;
  done: number;
}

export type DigestContent =
  | { kind: 'visits'; headline: VisitHeadline; visits: OpenVisit[] }
  | { kind: 'figures'; headline: FiguresHeadline; town: string | null; rows: FiguresRow[] };

/** What one person has to know of one campaign. */
export interface DigestPart {
  campaign: RunningCampaign;
  /** Whose work it is; the receiver may be their deputy. */
  principalId: string;
  principalName: string;
  /** Stages that this tells; each is told once to each principal. */
  stages: CampaignStage[];
  isReached: boolean;
  content: DigestContent;
}

/** One message to one person: everything of one day. */
export interface Digest {
  receiverId: string;
  parts: DigestPart[];
}

/** Work that could not be told today and is tried again on the next working day. */
export interface HeldPart {
  part: DigestPart;
  why: 'told-today' | 'nobody-in-post';
}
