import type { Day } from '../../platform/calendar/day.ts';
import type { SubjectCheck } from '../actions-port.ts';
import { type Refusal, refuse } from '../engine/act.ts';
import type { IsWorkday } from '../engine/working-time.ts';
import type { SubjectFacts } from '../subject-store.ts';
import { sanatoriumTexts as say } from './resource-texts.ts';
import { applyClosesOn } from './stay-stages.ts';

/** rules.yaml sanatorium.frequency (illustrative): generally not again within three years. */
const REPEAT_YEARS = 3;

const eligible: ReadonlySet<string> = new Set(['disabled', 'martyr', 'sacrifice', 'illness', 'old_demob', 'ill_return', 'war', 'test']);

export interface SanatoriumWish {
  category: string;
  /** Year of the last stay as it was said; the file may know a later one. */
  saidLastYear: number | null;
  batch: { name: string; startsOn: Day | null };
  today: Day;
}

/** Why a person may not go to a sanatorium at all, whichever the batch; null when they may (rules.yaml sanatorium.eligible, excluded). */
export const sanatoriumGuest: SubjectCheck = (facts) => {
  if (facts.status !== '在世') return refuse('not-eligible', say.notLiving(facts.name, facts.status));
  if (facts.lifecycle !== '在册') return refuse('not-eligible', say.notOnRoll(facts.name, facts.lifecycle));
  const categories = categoriesOf(facts);
  if (categories.includes('injured_police')) return refuse('excluded', say.excluded(facts.name));
  return categories.some((category) => eligible.has(category)) ? null : refuse('not-eligible', say.noCategory(facts.name));
};

/** Whether a person may ask for a bed in a batch, or why not (rules.yaml sanatorium.frequency, stages too). */
export function sanatoriumEligibility(facts: SubjectFacts, wish: SanatoriumWish, isWorkday: IsWorkday): Refusal | null {
  const refusal = sanatoriumGuest(facts);
  if (refusal) return refusal;
  if (!eligible.has(wish.category) || !categoriesOf(facts).includes(wish.category))
    return refuse('not-eligible', say.categoryNotOnFile(facts.name));
  return closedFor(wish, isWorkday) ?? tooSoon(facts, wish);
}

function categoriesOf(facts: SubjectFacts): string[] {
  return [...(facts.keyCategory === null ? [] : [facts.keyCategory]), ...facts.categories];
}

function closedFor({ batch, today }: SanatoriumWish, isWorkday: IsWorkday): Refusal | null {
  if (batch.startsOn === null) return null;
  const closesOn = applyClosesOn(batch.startsOn, isWorkday);
  return today <= closesOn ? null : refuse('batch-closed', say.batchClosed(batch.name, closesOn));
}

function tooSoon(facts: SubjectFacts, wish: SanatoriumWish): Refusal | null {
  const lastYear = lastStay(facts, wish.saidLastYear);
  if (lastYear === null || wish.batch.startsOn === null) return null;
  const year = Number(wish.batch.startsOn.slice(0, 4));
  return year - lastYear < REPEAT_YEARS ? refuse('too-soon', say.tooSoon(facts.name, lastYear, lastYear + REPEAT_YEARS)) : null;
}

/** The later of what the file knows and what was said. */
export function lastStay(facts: SubjectFacts, said: number | null): number | null {
  const years = [facts.lastSanatoriumYear, said, ...facts.benefits.filter((one) => one.kind === 'sanatorium').map((one) => one.year)];
  const known = years.filter((year) => year !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
