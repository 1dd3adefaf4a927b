import { gramsOf } from './grams.ts';

/** What a text is compared by. */
export type Grams = (text: string) => string[];

/** A class and the texts that stand for it, each with how much it counts. */
export interface TrainingClass {
  id: string;
  texts: (readonly [text: string, weight: number])[];
}

export interface Ranked {
  id: string;
  score: number;
}

export interface NaiveBayes {
  /** Every class with its log-odds against the rest, the likeliest first. `bonus` is added to the classes that it names. */
  rank(text: string, bonus: ReadonlyMap<string, number>): Ranked[];
  /** How much in a text speaks for a class, whatever speaks against it. */
  evidence(text: string, id: string): number;
}

/** Smoothing: found by measurement, docs/decisions/2026-11-25-understanding.md. */
const ALPHA = 0.05;

function countsOf(texts: TrainingClass['texts'], grams: Grams): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [text, weight] of texts) for (const gram of grams(text)) counts.set(gram, (counts.get(gram) ?? 0) + weight);
  return counts;
}

function sumOf(counts: Map<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

interface Model {
  ids: string[];
  /** Log-odds of any known gram that a class lacks, up to a part that is the same for all classes. */
  absent: number[];
  /** Gram → for each class that has it how much more than `absent` it weighs. */
  present: Map<string, { at: number; gain: number; odds: number }[]>;
}

/**
 * One class against all others (complement). Only what a class has is kept: a gram that it lacks costs it the same whichever gram it is, so
 * training and ranking stay in proportion to what was said and not to the number of classes.
 */
function trained(classes: TrainingClass[], grams: Grams): Model {
  const counts = classes.map(({ texts }) => countsOf(texts, grams));
  const totals = new Map<string, number>();
  for (const own of counts) for (const [gram, count] of own) totals.set(gram, (totals.get(gram) ?? 0) + count);
  const [all, size, sums] = [sumOf(totals), totals.size * ALPHA, counts.map(sumOf)];
  const absent = sums.map((sum) => Math.log(all - sum + size) - Math.log(sum + size));
  const present: Model['present'] = new Map();
  counts.forEach((own, at) => {
    for (const [gram, count] of own) {
      const total = totals.get(gram) ?? count;
      const here = Math.log(count + ALPHA) - Math.log(total - count + ALPHA);
      const entry = { at, gain: here - (Math.log(ALPHA) - Math.log(total + ALPHA)), odds: here + (absent[at] ?? 0) };
      const entries = present.get(gram);
      if (entries) entries.push(entry);
      else present.set(gram, [entry]);
    }
  });
  return { ids: classes.map(({ id }) => id), absent, present };
}

/** Learns the classes from their texts. Pure; a few thousand texts take some tens of milliseconds. */
export function trainNaiveBayes(classes: TrainingClass[], grams: Grams = gramsOf): NaiveBayes {
  const { ids, absent, present } = trained(classes, grams);

  function rank(text: string, bonus: ReadonlyMap<string, number>): Ranked[] {
    const known = [...new Set(grams(text))].flatMap((gram) => [present.get(gram) ?? []].filter((entries) => entries.length > 0));
    const scores = absent.map((cost, at) => known.length * cost + (bonus.get(ids[at] ?? '') ?? 0));
    for (const entries of known) for (const { at, gain } of entries) scores[at] = (scores[at] ?? 0) + gain;
    return ids.map((id, at) => ({ id, score: scores[at] ?? 0 })).sort((a, b) => b.score - a.score);
  }

  function evidence(text: string, id: string): number {
    const at = ids.indexOf(id);
    let sum = 0;
    for (const gram of new Set(grams(text))) {
      const odds = present.get(gram)?.find((entry) => entry.at === at)?.odds ?? 0;
      if (odds > 0) sum += odds;
    }
    return sum;
  }

  return { rank, evidence };
}
