import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IndexPart, indexParts, ruleFor } from '../../src/insight/respect-index/index-rule.ts';
import { gradeOf, type IndexCounts, noFindings, scoreIndex, sumCounts } from '../../src/insight/respect-index/index-score.ts';

/** respect-index.md section 5, figure by figure. */
const rule = ruleFor('2026-11');
const upper = {
  visit_coverage: 0.92,
  needs_closed: 0.8,
  case_on_time: 0.9,
  first_pass: 0.75,
  satisfaction: 0.88,
  entitlement_uptake: 0.9,
  archive_quality: 0.9,
  honour_activity: 0.6,
  appeal_response: 0.92,
};
const count = (k: number, n: number) => ({ k, n });
const jia: IndexCounts = {
  visit_coverage: count(47, 50),
  needs_closed: count(9, 12),
  case_on_time: count(27, 30),
  first_pass: count(22, 30),
  satisfaction: count(36.5, 40),
  entitlement_uptake: count(88, 95),
  archive_quality: count(410, 430),
  honour_activity: count(8, 12),
};
const yi: IndexCounts = {
  visit_coverage: count(6, 6),
  needs_closed: count(0, 1),
  case_on_time: count(3, 3),
  first_pass: count(3, 3),
  satisfaction: count(3, 3),
  entitlement_uptake: count(10, 10),
  archive_quality: count(30, 40),
  honour_activity: count(4, 12),
  appeal_response: count(1, 1),
};

describe('the worked example', () => {
  const score = scoreIndex(rule, jia, upper);

  it.each<[IndexPart, number, number, number]>([
    ['visit_coverage', 0.9367, 0.8417, 16.833],
    ['needs_closed', 0.7727, 0.6061, 9.091],
    ['case_on_time', 0.9, 0.7143, 10.714],
    ['first_pass', 0.7375, 0.5938, 5.938],
    ['satisfaction', 0.906, 0.8743, 13.114],
    ['entitlement_uptake', 0.9238, 0.8521, 8.521],
    ['archive_quality', 0.9523, 0.901, 4.505],
    ['honour_activity', 0.6364, 0.5606, 2.803],
  ])('甲站 %s', (id, p, s, points) => {
    const part = score.parts.find((one) => one.id === id);
    expect(part?.p).toBeCloseTo(p, 4);
    expect(part?.s).toBeCloseTo(s, 4);
    expect(part?.points).toBeCloseTo(points, 3);
  });

  it('甲站 in all: appeals are missing, not zero', () => {
    expect(score.parts.find((part) => part.id === 'appeal_response')).toMatchObject({ missing: 'none', points: null });
    expect(score.parts.reduce((sum, part) => sum + (part.points ?? 0), 0)).toBeCloseTo(71.5195, 3);
    expect(score).toMatchObject({ avail: 95, grade: 'good', penalty: 0, redLine: false });
    expect(score.base).toBeCloseTo(75.28, 2);
    expect(score.final?.toFixed(1)).toBe('75.3');
  });

  it('甲站 after a verified leak', () => {
    expect(scoreIndex(rule, jia, upper, { ...noFindings, leaks: 1, leakedPeople: 3 }).final?.toFixed(1)).toBe('72.3');
  });

  it('乙站 by smoothing alone, and without its three ratings', () => {
    const smoothed = scoreIndex({ ...rule, fewestRatings: 0 }, yi, upper);
    expect(smoothed).toMatchObject({ avail: 100 });
    expect(smoothed.base).toBeCloseTo(73.92, 2);
    expect(smoothed.final?.toFixed(1)).toBe('73.9');
    const ruled = scoreIndex(rule, yi, upper);
    expect(ruled.parts.find((part) => part.id === 'satisfaction')?.missing).toBe('few');
    expect(ruled.avail).toBe(85);
    expect(ruled.final?.toFixed(1)).toBe('71.5');
  });

  it('the town: numerators and denominators first', () => {
    const town = sumCounts([jia, yi]);
    expect(town).toMatchObject({ visit_coverage: count(53, 56), satisfaction: count(39.5, 43), appeal_response: count(1, 1) });
    const inAll = scoreIndex(rule, town, upper);
    expect(inAll.base).toBeCloseTo(74.82, 2);
    expect(inAll.final?.toFixed(1)).toBe('74.8');
  });

  it('two parts are too few for a total', () => {
    const thin = scoreIndex(rule, { visit_coverage: count(47, 50), satisfaction: count(36.5, 40) }, upper);
    expect(thin).toMatchObject({ avail: 35, base: null, final: null, grade: null });
    expect(thin.parts.filter((part) => part.missing === null)).toHaveLength(2);
  });
});

describe('findings', () => {
  it('take ten points off at most, and never below nothing', () => {
    expect(scoreIndex(rule, jia, upper, { ...noFindings, leaks: 9, leakedPeople: 2 }).penalty).toBe(10);
    expect(scoreIndex(rule, { ...jia, visit_coverage: count(0, 50) }, {}, { ...noFindings, falseVisits: 3 }).final).toBeGreaterThanOrEqual(
      0,
    );
  });

  it.each([
    [{ ...noFindings, falseVisits: 1, spotChecks: 10 }, true],
    [{ ...noFindings, falseVisits: 1, spotChecks: 11 }, false],
    [{ ...noFindings, leaks: 1, leakedPeople: 50 }, true],
    [{ ...noFindings, leaks: 1, leakedPeople: 49 }, false],
  ])('over the red line there is no total: %o', (findings, redLine) => {
    const score = scoreIndex(rule, jia, upper, findings);
    expect(score.redLine).toBe(redLine);
    expect(score.final === null).toBe(redLine);
  });
});

it.each([
  [85, 'excellent'],
  [84.96, 'excellent'],
  [84.94, 'good'],
  [70, 'good'],
  [69.9, 'improve'],
  [55, 'improve'],
  [54.9, 'mend'],
  [0, 'mend'],
] as const)('%d is %s', (final, grade) => {
  expect(gradeOf(final)).toBe(grade);
});

it('a part of which nothing is kept is named and does not lower anything', () => {
  const without = scoreIndex(rule, jia, upper, noFindings, new Set(['satisfaction' as const]));
  expect(without.parts.find((part) => part.id === 'satisfaction')).toMatchObject({ missing: 'unrecorded', p: null, s: null, points: null });
  expect(without.avail).toBe(80);
});

it('for any counts: between 0 and 100, better with more done, the same whatever is missing beside it', () => {
  const counts = fc.record(
    Object.fromEntries(indexParts.map((id) => [id, fc.tuple(fc.nat(200), fc.nat(200)).map(([k, more]) => count(k, k + more))])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(counts, fc.constantFrom(...indexParts), (given, id) => {
      const score = scoreIndex(rule, given, upper);
      if (score.final !== null) {
        expect(score.final).toBeGreaterThanOrEqual(0);
        expect(score.final).toBeLessThanOrEqual(100 + 1e-9);
      }
      const { [id]: part } = given;
      if (part && part.k < part.n) {
        const better = scoreIndex(rule, { ...given, [id]: count(part.k + 1, part.n) }, upper);
        expect((better.final ?? 0) + 1e-9).toBeGreaterThanOrEqual(score.final ?? 0);
      }
    }),
    { numRuns: 300 },
  );
});
