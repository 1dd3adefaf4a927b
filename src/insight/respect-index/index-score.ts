import { type IndexPart, type IndexRule, indexParts } from './index-rule.ts';

/** What reached the mark, of how many that should have. */
export interface Count {
  k: number;
  n: number;
}

/**
 * Why a part does not count: nothing was due (`none`), fewer ratings than the rule asks for (`few`), or nothing of the kind is kept in the
 * system yet (`unrecorded`). It is named, its weight goes to the other parts, and it is never a zero.
 */
export type MissingWhy = 'none' | 'few' | 'unrecorded';

export type IndexCounts = Readonly<Partial<Record<IndexPart, Count>>>;
export type UpperShares = Readonly<Partial<Record<IndexPart, number>>>;

/** Verified findings of the window. */
export interface Findings {
  leaks: number;
  /** Most people that one leak touched. */
  leakedPeople: number;
  falseVisits: number;
  spotChecks: number;
  lateUrgentAppeals: number;
}

export const noFindings: Findings = { leaks: 0, leakedPeople: 0, falseVisits: 0, spotChecks: 0, lateUrgentAppeals: 0 };

export interface ScoredPart extends Count {
  id: IndexPart;
  weight: number;
  /** Share after smoothing, 0 to 1; null where the part is missing. */
  p: number | null;
  /** Between floor and target, 0 to 1. */
  s: number | null;
  /** Weight times `s`. */
  points: number | null;
  missing: MissingWhy | null;
}

export type Grade = 'excellent' | 'good' | 'improve' | 'mend';

export interface IndexScore {
  parts: ScoredPart[];
  /** Weight of the parts that count. */
  avail: number;
  /** 0 to 100 before findings are taken off; null without enough parts. */
  base: number | null;
  penalty: number;
  /** Null: too little is known, or a red line was crossed. */
  final: number | null;
  grade: Grade | null;
  redLine: boolean;
}

/**
 * The index of one station, town or the district (respect-index.md section 3). Pure. `upper`: shares of the level above; a part without one is not
 * smoothed. `unrecorded`: parts of which the system keeps nothing yet.
 */
export function scoreIndex(
  rule: IndexRule,
  counts: IndexCounts,
  upper: UpperShares,
  findings: Findings = noFindings,
  unrecorded: ReadonlySet<IndexPart> = new Set(),
): IndexScore {
  const parts = indexParts.map((id) => scorePart(rule, id, counts[id] ?? { k: 0, n: 0 }, upper[id], unrecorded.has(id)));
  const counted = parts.filter((part) => part.missing === null);
  const avail = counted.reduce((sum, part) => sum + part.weight, 0);
  const points = counted.reduce((sum, part) => sum + (part.points ?? 0), 0);
  const base = avail >= rule.leastWeight ? (100 * points) / avail : null;
  const penalty = penaltyOf(rule, findings);
  const redLine = isOverRedLine(rule, findings);
  const final = base === null || redLine ? null : Math.max(0, base - penalty);
  return { parts, avail, base, penalty, final, grade: final === null ? null : gradeOf(final), redLine };
}

function scorePart(rule: IndexRule, id: IndexPart, { k, n }: Count, upper: number | undefined, isUnrecorded: boolean): ScoredPart {
  const { weight, floor, target } = rule.parts[id];
  const missing = isUnrecorded ? 'unrecorded' : n === 0 ? 'none' : id === 'satisfaction' && n < rule.fewestRatings ? 'few' : null;
  if (missing !== null) return { id, weight, k, n, p: null, s: null, points: null, missing };
  const p = upper === undefined ? k / n : (k + rule.smoothing * upper) / (n + rule.smoothing);
  const s = Math.min(1, Math.max(0, (p - floor) / (target - floor)));
  return { id, weight, k, n, p, s, points: weight * s, missing: null };
}

function penaltyOf({ points, mostPenalty }: IndexRule, findings: Findings): number {
  const { leaks, falseVisits, lateUrgentAppeals } = findings;
  return Math.min(mostPenalty, leaks * points.leak + falseVisits * points.falseVisit + lateUrgentAppeals * points.lateUrgentAppeal);
}

function isOverRedLine({ redLine }: IndexRule, { falseVisits, spotChecks, leakedPeople }: Findings): boolean {
  const isFalse = spotChecks > 0 && falseVisits / spotChecks >= redLine.falseShare;
  return isFalse || leakedPeople >= redLine.leakedPeople;
}

/** respect-index.md section 4; judged by the figure that is shown. */
export function gradeOf(final: number): Grade {
  const shown = Math.round(final * 10) / 10;
  if (shown >= 85) return 'excellent';
  if (shown >= 70) return 'good';
  return shown >= 55 ? 'improve' : 'mend';
}

/** Counts of several stations put together: numerators and denominators are added, points are not averaged. */
export function sumCounts(all: readonly IndexCounts[]): IndexCounts {
  return Object.fromEntries(
    indexParts.map((id) => [
      id,
      all.reduce((sum, one) => ({ k: sum.k + (one[id]?.k ?? 0), n: sum.n + (one[id]?.n ?? 0) }), { k: 0, n: 0 }),
    ]),
  );
}

export function sumFindings(all: readonly Findings[]): Findings {
  return all.reduce(
    (sum, one) => ({
      leaks: sum.leaks + one.leaks,
      leakedPeople: Math.max(sum.leakedPeople, one.leakedPeople),
      falseVisits: sum.falseVisits + one.falseVisits,
      spotChecks: sum.spotChecks + one.spotChecks,
      lateUrgentAppeals: sum.lateUrgentAppeals + one.lateUrgentAppeals,
    }),
    noFindings,
  );
}

/** Shares of a level as the level below borrows them. */
export function sharesOf(counts: IndexCounts): UpperShares {
  return Object.fromEntries(Object.entries(counts).flatMap(([id, { k, n }]) => (n > 0 ? [[id, k / n]] : [])));
}
