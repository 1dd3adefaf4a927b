import { singleSurnames } from '../lexicon/surnames.ts';
import { createPhraseTable, overlaps, type PhraseMatch, type Span } from '../phrase-table.ts';

export interface PlaceNames {
  /** Official names, ending in 街道 or 镇. */
  towns: string[];
  villages: { town: string; village: string }[];
}

export interface PlaceSighting extends Span {
  kind: 'town' | 'village';
  /** The official name. */
  name: string;
  text: string;
}

/** Whose "we" it is. */
export interface OwnArea {
  town?: string;
  village?: string;
}

type Place = { kind: 'town' | 'village'; name: string; isShort: boolean };

const TOWN_END = /(?:街道|镇)$/;
const VILLAGE_END = /(?:村|社区)$/;

function* entriesOf(names: PlaceNames): Generator<[string, Place]> {
  for (const name of names.towns) {
    const short = name.replace(TOWN_END, '');
    yield [name, { kind: 'town', name, isShort: false }];
    yield [`${short}镇`, { kind: 'town', name, isShort: false }];
    yield [`${short}街道`, { kind: 'town', name, isShort: false }];
    yield [short, { kind: 'town', name, isShort: true }];
  }
  for (const { village: name } of names.villages) {
    yield [name, { kind: 'village', name, isShort: false }];
    const short = name.replace(VILLAGE_END, '');
    if (short === name || short.length < 2) continue;
    yield [`${short}村`, { kind: 'village', name, isShort: false }];
    yield [`${short}社区`, { kind: 'village', name, isShort: false }];
    yield [short, { kind: 'village', name, isShort: true }];
  }
}

const AFTER_SHORT_VILLAGE = /^(?:的|那|这|有|住|里|片|村|社区|老兵|退役|参战|优抚|烈属|几|多少|一共|还|$|[\s,，。?？、])/;

/** A short name may be a piece of a person's name (张福明) or of a plain word. */
function isDoubtful(text: string, match: PhraseMatch<Place>): boolean {
  if (!match.payload.isShort) return false;
  const before = text[match.start - 1] ?? '';
  const isAfterName = singleSurnames.has(before) && !/[\u3400-\u9FFF]/.test(text[match.start - 2] ?? '');
  if (isAfterName) return true;
  if (/^(?:小学|中学|初中|幼儿园|医院|路|烈士|公园|厂|寺|银行)/.test(text.slice(match.end))) return true;
  return match.payload.kind === 'village' && !AFTER_SHORT_VILLAGE.test(text.slice(match.end));
}

const OWN_TOWN = /(?:我们|咱们|咱|本|我)(?:这个|这|的)?(?:镇上|镇里|镇|街道)|(?:全|整个)(?:镇|街道)/g;
const OWN_VILLAGE = /(?:我们|咱们|咱|本|我)(?:这个|这|的)?(?:村里|村|社区)|(?:全|整个)(?:村|社区)/g;

function ownPlaces(text: string, own: OwnArea): PlaceSighting[] {
  const found: PlaceSighting[] = [];
  for (const [pattern, kind, name] of [
    [OWN_TOWN, 'town', own.town],
    [OWN_VILLAGE, 'village', own.village],
  ] as const) {
    if (name === undefined) continue;
    for (const match of text.matchAll(pattern))
      found.push({ kind, name, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return found;
}

export interface PlaceReader {
  read(text: string, own: OwnArea): PlaceSighting[];
  /** A whole answer: the official name of what was typed, or null. */
  parse(kind: 'town' | 'village', text: string): string | null;
  /** Every name and short name, for whoever must know that they are no persons. */
  words: string[];
}

/** Reads the towns and villages of the district: short names become official, 我们镇 the speaker's own. */
export function createPlaceReader(names: PlaceNames): PlaceReader {
  const entries = [...entriesOf(names)];
  const table = createPhraseTable(entries);

  function read(text: string, own: OwnArea): PlaceSighting[] {
    const mine = ownPlaces(text, own);
    const named = table.findAll(text).filter((match) => !isDoubtful(text, match) && !mine.some((one) => overlaps(one, match)));
    const sightings = named.map(({ payload, phrase, start, end }) => ({
      kind: payload.kind,
      name: payload.name,
      text: phrase,
      start,
      end,
    }));
    return [...mine, ...sightings].sort((a, b) => a.start - b.start);
  }

  function parse(kind: 'town' | 'village', text: string): string | null {
    const rest = text
      .replace(/^(?:是|在|住|住在|属于|归)/, '')
      .replace(/(?:的|那边|这边|那里|那个|人)$/, '')
      .trim();
    const exact = table.findAll(rest).filter((match) => match.payload.kind === kind);
    const [match] = exact;
    return match && match.start === 0 && rest.length - match.end <= 2 ? match.payload.name : null;
  }

  return { read, parse, words: entries.map(([word]) => word).filter((word) => word.length >= 2) };
}
