import type { Span } from './phrase-table.ts';
import type { Said } from './said.ts';

const SLIP =
  /[\s,，。、]*(?:哦|噢|啊|哎|诶|喔|额|呃)?[\s,，]*(?:(?:不不不?|不对不对|不对|不是(?=[\s,，。、]|应该|是)|(?<=[哦噢啊哎诶喔额呃])不是|说错了?|讲错了?|口误|打错了?|写错了?|弄错了?|搞错了?|记错了?)[\s,，。、]*(?:应该是|应该|是|改成|要)?|(?<=哦|噢|啊|哎|诶)不|(?<=[\s,，])不(?=[\s,，]))[\s,，:：]*/g;
/** How far from the slip the two sayings stand. */
const NEAR_BEFORE = 4;
const NEAR_AFTER = 2;

interface Kind extends Span {
  kind: string;
}

function sayings(said: Said): Kind[] {
  const as = (kind: string, spans: readonly Span[]): Kind[] => spans.map(({ start, end }) => ({ kind, start, end }));
  return [
    ...as('identity', said.identities),
    ...as('date', said.dates),
    ...as('person', said.persons),
    ...said.numbers.map(({ unit, start, end }) => ({ kind: `number ${unit}`, start, end })),
  ];
}

/** 学月嫂 哦不是 学护工: the second clause begins as the one that it takes back. */
function sameBeginning(text: string, before: number, after: number): number | null {
  const [first = ''] = text.slice(after);
  const clauseAt = Math.max(text.lastIndexOf(' ', before - 1), text.lastIndexOf('，', before - 1), text.lastIndexOf(',', before - 1)) + 1;
  const at = text.lastIndexOf(first, before - 1);
  return /[\u3400-\u9FFF]/.test(first) && at >= clauseAt && before - at >= 2 && before - at <= 12 ? at : null;
}

/**
 * What was meant where somebody takes back a word in the same breath (五号哦不六号, 学月嫂 哦不是 学护工): the text without what was taken back;
 * the text itself when nothing was. Both sayings must be of one kind and stand beside the slip.
 */
export function withoutSelfCorrection(said: Said): string {
  const { text } = said;
  for (const slip of text.matchAll(SLIP)) {
    const [from, to] = [slip.index, slip.index + slip[0].length];
    if (from === 0 || to >= text.length) continue;
    const all = sayings(said);
    const later = all.filter(({ start }) => start >= to && start - to <= NEAR_AFTER);
    const earlier = all.filter(({ kind, end }) => end <= from && from - end <= NEAR_BEFORE && later.some((one) => one.kind === kind));
    const [taken] = earlier.sort((a, b) => b.end - a.end);
    const kept = taken && later.find(({ kind }) => kind === taken.kind);
    if (taken && kept) return text.slice(0, taken.start) + text.slice(kept.start);
    const at = sameBeginning(text, from, to);
    if (at !== null) return text.slice(0, at) + text.slice(to);
  }
  return text;
}
