/** The nine parts of the index; ids of respect-index.md section 2. */
export const indexParts = [
  'visit_coverage',
  'needs_closed',
  'case_on_time',
  'first_pass',
  'satisfaction',
  'entitlement_uptake',
  'archive_quality',
  'honour_activity',
  'appeal_response',
] as const;
export type IndexPart = (typeof indexParts)[number];

/** A rule of the index. A change is a new version with a day of its own: what was counted under an older one is not counted again. */
export interface IndexRule {
  version: string;
  /** First period (`YYYY-MM`) that it counts for. */
  since: string;
  windowMonths: number;
  /** So many cases are borrowed from the level above. */
  smoothing: number;
  /** Without parts of so much weight there is no total. */
  leastWeight: number;
  mostPenalty: number;
  fewestRatings: number;
  points: { leak: number; falseVisit: number; lateUrgentAppeal: number };
  redLine: { falseShare: number; leakedPeople: number };
  parts: Readonly<Record<IndexPart, { weight: number; floor: number; target: number }>>;
}

/** respect-index.md sections 2, 3 and 6. All of it is marked illustrative there, to be decided by the bureau. */
const first: IndexRule = {
  version: '2026-11',
  since: '0000-00',
  windowMonths: 12,
  smoothing: 10,
  leastWeight: 70,
  mostPenalty: 10,
  fewestRatings: 5,
  points: { leak: 3, falseVisit: 2, lateUrgentAppeal: 1 },
  redLine: { falseShare: 0.1, leakedPeople: 50 },
  parts: {
    visit_coverage: { weight: 20, floor: 0.6, target: 1 },
    needs_closed: { weight: 15, floor: 0.5, target: 0.95 },
    case_on_time: { weight: 15, floor: 0.7, target: 0.98 },
    first_pass: { weight: 10, floor: 0.5, target: 0.9 },
    satisfaction: { weight: 15, floor: 0.6, target: 0.95 },
    entitlement_uptake: { weight: 10, floor: 0.6, target: 0.98 },
    archive_quality: { weight: 5, floor: 0.7, target: 0.98 },
    honour_activity: { weight: 5, floor: 0.3, target: 0.9 },
    appeal_response: { weight: 5, floor: 0.6, target: 1 },
  },
};

/** Oldest first. */
const rules: readonly IndexRule[] = [first];

/** The rule that a period (`YYYY-MM`) counts by. */
export function ruleFor(period: string): IndexRule {
  return rules.findLast((rule) => rule.since <= period) ?? first;
}
