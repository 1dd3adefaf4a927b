import { addDays, type Day } from './day.ts';
import { type Festival, festivalDay, type OffsetStage } from './festivals.ts';
import type { WorkingDays } from './working-days.ts';

export type CampaignStage = OffsetStage | 'escalate_town' | 'escalate_bureau' | 'deadline' | 'close';

export interface StageDue {
  stage: CampaignStage;
  dueOn: Day;
  /** The day before rest days moved it; null for stages that are counted in working days. */
  nominalOn: Day | null;
  isShifted: boolean;
}

/** When a festival is and what is due before and after it. */
export interface FestivalSchedule {
  festival: Festival;
  year: number;
  on: Day;
  /** Last working day before the festival; null where nobody is visited. */
  deadlineOn: Day | null;
  /** Some of these days fall in a year whose holiday arrangement is not published yet, and must be worked out again. */
  isProvisional: boolean;
  /** In the order of a campaign. */
  stages: readonly StageDue[];
}

/** Times of day (Shanghai) at which a stage is told; festivals.yaml `send_time`. */
export const sendTimes: Record<CampaignStage, readonly string[]> = {
  plan: ['09:00'],
  list: ['09:00'],
  assign: ['09:00'],
  remind: ['09:00'],
  check: ['15:00'],
  escalate_town: ['09:00'],
  escalate_bureau: ['09:00'],
  deadline: ['09:00', '16:00'],
  close: ['10:00'],
};

const offsetStages: readonly OffsetStage[] = ['plan', 'list', 'assign', 'remind', 'check'];

/** The stages of one festival in one year, by the rules of festivals.yaml. */
export function festivalSchedule(festival: Festival, year: number, days: WorkingDays): FestivalSchedule {
  const on = festivalDay(festival, year);
  const deadlineOn = festival.isVisited ? days.addWorkdays(on, -1) : null;
  const stages = [...stagesByOffset(festival, deadlineOn ?? on, days), ...(deadlineOn ? stagesByWorkdays(on, deadlineOn, days) : [])];
  const years = new Set([year, ...stages.map((stage) => Number(stage.dueOn.slice(0, 4)))]);
  return { festival, year, on, deadlineOn, isProvisional: ![...years].every(days.isPublished), stages };
}

function stagesByOffset(festival: Festival, anchor: Day, days: WorkingDays): StageDue[] {
  return offsetStages.flatMap((stage) => {
    const offset = festival.stages[stage];
    if (offset === undefined) return [];
    const nominalOn = addDays(anchor, offset);
    const dueOn = days.onOrBefore(nominalOn);
    return [{ stage, dueOn, nominalOn, isShifted: dueOn !== nominalOn }];
  });
}

function stagesByWorkdays(on: Day, deadlineOn: Day, days: WorkingDays): StageDue[] {
  const stage = (name: CampaignStage, dueOn: Day): StageDue => ({ stage: name, dueOn, nominalOn: null, isShifted: false });
  return [
    stage('escalate_town', days.addWorkdays(deadlineOn, -2)),
    stage('escalate_bureau', days.addWorkdays(deadlineOn, -1)),
    stage('deadline', deadlineOn),
    stage('close', days.addWorkdays(on, 5)),
  ];
}

/** The monthly 退役军人学习日: the 8th, on a rest day the next working day; told two working days before it is held. */
export function studyDay(year: number, month: number, days: WorkingDays): { date: Day; heldOn: Day; remindOn: Day } {
  const date = `${year}-${String(month).padStart(2, '0')}-08`;
  const heldOn = days.onOrAfter(date);
  return { date, heldOn, remindOn: days.addWorkdays(heldOn, -2) };
}
