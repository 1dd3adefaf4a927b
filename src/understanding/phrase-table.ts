/** Where something stands in a text: `[start, end)`. */
export interface Span {
  start: number;
  end: number;
}

export interface PhraseMatch<Payload> extends Span {
  phrase: string;
  payload: Payload;
}

export interface PhraseTable<Payload> {
  /** Leftmost, then longest; matches do not overlap. */
  findAll(text: string): PhraseMatch<Payload>[];
}

/** A dictionary of phrases, looked up in one pass over the text. Of equal phrases the first one given wins. */
export function createPhraseTable<Payload>(entries: Iterable<readonly [string, Payload]>): PhraseTable<Payload> {
  const payloads = new Map<string, Payload>();
  const lengthsByHead = new Map<string, Set<number>>();
  for (const [phrase, payload] of entries) {
    const head = phrase[0];
    if (head === undefined || payloads.has(phrase)) continue;
    payloads.set(phrase, payload);
    const lengths = lengthsByHead.get(head) ?? new Set<number>();
    lengths.add(phrase.length);
    lengthsByHead.set(head, lengths);
  }
  const sorted = new Map([...lengthsByHead].map(([head, lengths]) => [head, [...lengths].sort((a, b) => b - a)]));

  function matchAt(text: string, start: number): PhraseMatch<Payload> | null {
    for (const length of sorted.get(text[start] ?? '') ?? []) {
      const phrase = text.slice(start, start + length);
      const payload = payloads.get(phrase);
      if (payload !== undefined) return { phrase, payload, start, end: start + length };
    }
    return null;
  }

  function findAll(text: string): PhraseMatch<Payload>[] {
    const found: PhraseMatch<Payload>[] = [];
    for (let at = 0; at < text.length; ) {
      const match = matchAt(text, at);
      if (match) found.push(match);
      at = match ? match.end : at + 1;
    }
    return found;
  }

  return { findAll };
}

export function overlaps(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Splits a block of words written for people: by spaces and line breaks. */
export function wordsOf(block: string): string[] {
  return block.split(/\s+/).filter(Boolean);
}
