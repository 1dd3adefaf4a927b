import type { Span } from './phrase-table.ts';
import { readAddresses } from './readers/address-reader.ts';
import type { NameKnowledge } from './readers/name-ground.ts';
import { readPossibleNames } from './readers/person-reader.ts';

/** A text whose personal data stand as marks (⟦人1⟧), and the way back. */
export interface MarkedText {
  text: string;
  /** Puts the data back into a string that may hold marks; null when a mark is in it that was never given out. */
  restore(value: string): string | null;
}

type Kind = '人' | '号' | '址' | '邮';

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
// A year stays; every other run of four digits or more may be a tail of an identity number or a phone.
const DIGITS = /(?:YZ\s?)?\d(?:[\s-]?[\dXx]){3,}/gi;
const YEAR = /^(?:19|20)\d\d$/;
const MARK = /⟦[人号址邮]\d+⟧/g;

function personalSpans(text: string, known: NameKnowledge): (Span & { kind: Kind })[] {
  const spans: (Span & { kind: Kind })[] = [];
  const add = (kind: Kind, found: Span[]): void => {
    for (const { start, end } of found) {
      if (!spans.some((one) => start < one.end && one.start < end)) spans.push({ kind, start, end });
    }
  };
  const runs = (pattern: RegExp): (Span & { text: string })[] =>
    [...text.matchAll(pattern)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
  add('邮', runs(EMAIL));
  add(
    '号',
    runs(DIGITS).filter((run) => !(YEAR.test(run.text) && text[run.end] === '年')),
  );
  add('址', readAddresses(text));
  add('人', readPossibleNames(text, known));
  return spans.sort((a, b) => a.start - b.start);
}

/**
 * Replaces names, numbers of people and cases, addresses and mail addresses by marks before a text leaves the house (PIPL art. 23:
 * nothing that identifies a person goes to a model's operator). `known` is what stands in no name.
 */
export function markPersonal(text: string, known: NameKnowledge): MarkedText {
  const originals = new Map<string, string>();
  let marked = '';
  let at = 0;
  for (const span of personalSpans(text.replace(/[⟦⟧]/g, ' '), known)) {
    const original = text.slice(span.start, span.end);
    const known = [...originals].find(([, held]) => held === original)?.[0];
    const mark = known ?? `⟦${span.kind}${originals.size + 1}⟧`;
    originals.set(mark, original);
    marked += text.slice(at, span.start).replace(/[⟦⟧]/g, ' ') + mark;
    at = span.end;
  }
  marked += text.slice(at).replace(/[⟦⟧]/g, ' ');

  function restore(value: string): string | null {
    let isWhole = true;
    const restored = value.replace(MARK, (mark) => {
      const original = originals.get(mark);
      if (original === undefined) isWhole = false;
      return original ?? '';
    });
    return isWhole ? restored : null;
  }

  return { text: marked, restore };
}
