import type { Slots } from '../../flows/slot-value.ts';
import { addMonths, ageOn, type Day } from '../../platform/calendar/day.ts';
import { type Refusal, refuse } from '../engine/act.ts';
import { schoolTexts as say } from './resource-texts.ts';

interface Window {
  kind: string;
  stages: readonly string[];
  /** `MM-DD`, both days count. */
  from: string;
  to: string;
}

/** rules.yaml school_transfer.windows, all illustrative. */
const windows: readonly Window[] = [
  { kind: 'enter', stages: ['kindergarten'], from: '04-01', to: '05-10' },
  { kind: 'enter', stages: ['primary', 'junior'], from: '04-01', to: '05-15' },
  { kind: 'transfer', stages: ['primary', 'junior'], from: '07-01', to: '08-10' },
  { kind: 'transfer', stages: ['primary', 'junior'], from: '01-05', to: '02-10' },
];

/** Full years that a child must have by 31 August; junior school asks for a finished primary school instead. */
const leastAge: Readonly<Record<string, number>> = { kindergarten: 3, primary: 6 };

/**
 * Whether a child's place may be asked for now, or why not: the window (any time when moving with the unit), once a stage, the age, a
 * discharge within the year (rules.yaml school_transfer). `usedStage`: the child was given a place of this stage before.
 */
export function schoolEligibility(slots: Slots, today: Day, usedStage: boolean): Refusal | null {
  if (slots['used_before'] === true || usedStage) return refuse('used-before', say.usedBefore);
  return outsideWindow(slots, today) ?? tooYoung(slots, today) ?? dischargedLongAgo(slots, today);
}

function text(slots: Slots, key: string): string {
  const value = slots[key];
  return typeof value === 'string' ? value : '';
}

/** Months for which an order to move stays good (rules.yaml any_time, illustrative). */
const ORDER_MONTHS = 3;

/** Moving with the unit is possible at any time within three months of the order; an order without its day is looked at by whoever accepts. */
function movesWithUnit(slots: Slots, today: Day): boolean {
  const ordered = text(slots, 'order_date');
  const moves = slots['kind'] === 'transfer' && ['transfer_unit', 'follow'].includes(text(slots, 'reason'));
  return moves && (ordered === '' || today <= addMonths(ordered, ORDER_MONTHS));
}

function outsideWindow(slots: Slots, today: Day): Refusal | null {
  if (movesWithUnit(slots, today)) return null;
  const kind = text(slots, 'kind');
  const fitting = windows.filter((window) => window.kind === kind && window.stages.includes(text(slots, 'stage')));
  const date = today.slice(5);
  if (fitting.some((window) => window.from <= date && date <= window.to)) return null;
  if (fitting.length === 0) return refuse('no-window', say.onlyWithUnit);
  const year = Number(today.slice(0, 4));
  const ordered = text(slots, 'order_date');
  const next = fitting
    .flatMap((window) => [`${year}-${window.from}`, `${year + 1}-${window.from}`])
    .filter((day) => day > today)
    .sort()[0];
  return refuse('outside-window', ordered === '' ? say.outsideWindow(next ?? '') : say.orderTooOld(ordered, next ?? ''));
}

function tooYoung(slots: Slots, today: Day): Refusal | null {
  const least = leastAge[text(slots, 'stage')];
  const birth = text(slots, 'child_birth');
  if (least === undefined || birth === '') return null;
  const year = entryYear(slots, today);
  return ageOn(birth, `${year}-08-31`) < least ? refuse('too-young', say.tooYoung(year, least)) : null;
}

/** Whose 31 August counts: of this year for who enters; of the school year that is running, from July the coming one, for who transfers. */
function entryYear(slots: Slots, today: Day): number {
  const year = Number(today.slice(0, 4));
  if (slots['kind'] === 'transfer') return today.slice(5) < '07-01' ? year - 1 : year;
  return today.slice(5) > '08-31' ? year + 1 : year;
}

function dischargedLongAgo(slots: Slots, today: Day): Refusal | null {
  const discharged = text(slots, 'discharge_date');
  if (slots['identity'] !== 'recent_veteran' || discharged === '') return null;
  const lastDay = `${Number(discharged.slice(0, 4)) + 1}${discharged.slice(4)}`;
  return today > lastDay ? refuse('discharged-long-ago', say.dischargedLongAgo) : null;
}

/** c1 before c2 … before c5; within a class who asked first (rules.yaml decision_rules). */
export function schoolScore(meritClass: string): number {
  const rank = ['c5', 'c4', 'c3', 'c2', 'c1'].indexOf(meritClass);
  return rank + 1;
}

export interface SchoolAsk {
  score: number;
  /** 1 for a first wish, 2 for a second: first wishes go before. */
  choice: number;
  askedAt: Date;
  id: string;
}

export function bySchoolOrder(left: SchoolAsk, right: SchoolAsk): number {
  const byId = left.id < right.id ? -1 : 1;
  return left.choice - right.choice || right.score - left.score || left.askedAt.getTime() - right.askedAt.getTime() || byId;
}
