import type { Span } from './phrase-table.ts';
import type { Said } from './said.ts';
import { type Lettered, withLetters } from './wish-classifier.ts';

/** The text with a letter for each particular that readers found, as the examples are written. */
export function masked(said: Said): string {
  const as = (letter: string, spans: readonly Span[]): Lettered[] => spans.map(({ start, end }) => ({ letter, start, end }));
  return withLetters(said.text, [
    ...as('C', said.caseNumbers),
    ...as('N', said.identities),
    ...as('P', said.persons),
    ...as(
      'F',
      said.dates.filter((date) => date.isFestival),
    ),
    ...as('T', said.dates),
    ...as('T', said.times),
    ...as('S', said.flow?.mentions ?? []),
    ...as('W', said.places),
    ...as('K', said.categories),
    ...as('N', said.numbers),
  ]);
}
