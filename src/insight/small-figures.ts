import { FEWEST } from '../people/count-people.ts';

/**
 * A figure as it may stand where people who see figures only look on (rules.yaml privacy, context dashboard: 只计数): from five people on it points at
 * nobody; below, only that there are some. Nothing at all is no secret: it tells of nobody.
 */
export type SmallFigure = number | 'few';

export function smallFigure(count: number): SmallFigure {
  return count > 0 && count < FEWEST ? 'few' : count;
}

/** A sum of money over so few payments would tell what one person was given. */
export function smallSum(sum: number, payments: number): number | null {
  return payments > 0 && payments < FEWEST ? null : sum;
}
