import { type NaiveBayes, type TrainingClass, trainNaiveBayes } from './classifier/naive-bayes.ts';
import { bareExamples } from './lexicon/bare-examples.ts';
import { answerExamples, nothingExamples } from './lexicon/nothing-examples.ts';
import { wishExamples } from './lexicon/wish-examples.ts';
import type { Span } from './phrase-table.ts';
import { overlaps } from './phrase-table.ts';

/** A wish as the examples name it (`list-tasks:done`, `help`), and by how much it leads. */
export interface WishGuess {
  wish: string;
  lead: number;
}

export interface WishClassifier {
  /** The likeliest wish of a text (with letters for its particulars) whatever its particulars; null when it is a case, an answer or nothing. */
  guess(masked: string): WishGuess | null;
  /** Every wish with its log-odds. */
  scores(masked: string): ReadonlyMap<string, number>;
}

export interface Lettered extends Span {
  letter: string;
}

/** A text with a letter in each of these places; of places that overlap the first one given counts. */
export function withLetters(text: string, places: readonly Lettered[]): string {
  const kept: Lettered[] = [];
  for (const place of places) if (!kept.some((one) => overlaps(one, place))) kept.push(place);
  kept.sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const { letter, start, end } of kept) {
    out += text.slice(at, start) + letter;
    at = end;
  }
  return out + text.slice(at);
}

/** Every character and pair, ends included: particles tell much of what is wanted here. */
function wishGrams(text: string): string[] {
  const plain = `^${text.replace(/[^\u3400-\u9FFFA-Z]+/g, '')}$`;
  const grams: string[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    if (at > 0 && at < plain.length - 1) grams.push(plain[at] ?? '');
    if (at + 1 < plain.length) grams.push(plain.slice(at, at + 2));
    if (at + 2 < plain.length) grams.push(plain.slice(at, at + 3));
  }
  return grams;
}

const NONE = new Set(['start-flow', 'answer', 'cannot-handle']);

function classOf(id: string, block: string): TrainingClass {
  return {
    id,
    texts: block
      .split(/ \/ |\n/)
      .filter(Boolean)
      .map((text) => [text, 1] as const),
  };
}

/** Learns from the lexicons, and from sentences that start a service (`cases`, masked). */
export function createWishClassifier(cases: readonly string[]): WishClassifier {
  const bayes: NaiveBayes = trainNaiveBayes(
    [
      ...Object.entries(wishExamples).map(([id, block]) => classOf(id, block)),
      ...Object.entries(bareExamples).map(([id, block]) => classOf(id, block ?? '')),
      classOf('cannot-handle', nothingExamples),
      classOf('answer', answerExamples),
      { id: 'start-flow', texts: cases.map((text) => [text, 1] as const) },
    ],
    wishGrams,
  );

  function guess(masked: string): WishGuess | null {
    const [first, second] = bayes.rank(masked, new Map());
    if (!first || !second || NONE.has(first.id)) return null;
    return { wish: first.id, lead: first.score - second.score };
  }

  function scores(masked: string): ReadonlyMap<string, number> {
    return new Map(bayes.rank(masked, new Map()).map(({ id, score }) => [id, score]));
  }

  return { guess, scores };
}
