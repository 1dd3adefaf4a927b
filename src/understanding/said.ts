import type { Day } from '../platform/calendar/day.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { FlowGuess } from './flow-classifier.ts';
import { normalise } from './normalise.ts';
import { overlaps, type Span } from './phrase-table.ts';
import { readArchiveNumbers } from './readers/archive-number-reader.ts';
import { type CaseNumberSighting, readCaseNumbers } from './readers/case-number-reader.ts';
import type { CategorySighting } from './readers/category-reader.ts';
import type { DateFrame } from './readers/date-frame.ts';
import { type DateRangeSighting, type DateSighting, readDateRanges, readDates } from './readers/date-reader.ts';
import { readFestivals } from './readers/festival-reader.ts';
import { type IdentitySighting, readIdentities } from './readers/identity-reader.ts';
import { type KinLink, readKinship } from './readers/kinship-reader.ts';
import { type NumberSighting, readNumbers } from './readers/number-reader.ts';
import { type OrganisationSighting, readOrganisations } from './readers/organisation-reader.ts';
import { type PersonSighting, readPersons } from './readers/person-reader.ts';
import type { PlaceSighting } from './readers/place-reader.ts';
import { readTimes, type TimeSighting } from './readers/time-reader.ts';
import type { Utterance } from './understander.ts';
import type { PreparedWorld } from './world.ts';

/** Who says it, when, and where the conversation stands. */
export interface Scene {
  world: PreparedWorld;
  today: Day;
  speaker: Utterance['speaker'];
  context: Utterance['context'];
}

/** A text (a message or a part of one) with everything that the readers see in it; each is read once, when it is asked for. */
export interface Said {
  readonly text: string;
  readonly caseNumbers: CaseNumberSighting[];
  readonly identities: IdentitySighting[];
  readonly dates: DateSighting[];
  readonly ranges: DateRangeSighting[];
  readonly times: TimeSighting[];
  readonly numbers: NumberSighting[];
  readonly places: PlaceSighting[];
  readonly organisations: OrganisationSighting[];
  readonly persons: PersonSighting[];
  readonly kinship: KinLink[];
  readonly categories: CategorySighting[];
  /** Ids of festivals, in the order said. */
  readonly festivals: string[];
  readonly flow: FlowGuess | null;
}

export function sceneOf(utterance: Utterance, world: PreparedWorld): Scene {
  return { world, today: dayOf(utterance.now), speaker: utterance.speaker, context: utterance.context };
}

export function once<Value>(read: () => Value): () => Value {
  let kept: { value: Value } | null = null;
  return () => {
    kept ??= { value: read() };
    return kept.value;
  };
}

export function dateFrameOf(scene: Scene, text: string): DateFrame {
  const slots = scene.context && 'slots' in scene.context ? JSON.stringify(scene.context.slots) : '';
  return {
    today: scene.today,
    festivalDate: scene.world.festivalDates,
    isLunarTalk: /中秋|mid_autumn|八月半|春节|spring_festival|过年/.test(`${slots}${text}`),
  };
}

function isInside(span: Span, others: Span[]): boolean {
  return others.some((other) => overlaps(span, other));
}

const DISTRICT = /宁波|鄞州|浙江|慈溪|余姚|奉化|象山|宁海/g;

function districtsIn(text: string, { start, end }: Span): number[] {
  return [...text.slice(start, end).matchAll(DISTRICT)].map(({ index }) => start + index).filter((at) => at > start);
}

/** What is left of a firm's name from a place on, when that is still a name. */
function firmFrom(text: string, start: number, end: number): OrganisationSighting | null {
  const [rest] = readOrganisations(text.slice(start, end));
  return rest?.start === 0 && start + rest.end === end ? { ...rest, start, end } : null;
}

/** 宇文小龙宁波工程学院: the name before a school is not a part of it. */
function organisationsIn(text: string, places: Span[], world: PreparedWorld): OrganisationSighting[] {
  return readOrganisations(text).map((firm) => {
    const persons = firm.name.length < 7 ? [] : readPersons(text, world.nameless, places);
    const words = world.nameless.words
      .findAll(text.slice(firm.start, firm.end))
      .filter(
        ({ phrase }) => phrase.length > 1 && !/^(?:宁波|鄞州|浙江|人民|中心|实验|城市|家乡|红色|第[一二三四五])|.(?:街道|镇)$/.test(phrase),
      )
      .map(({ end }) => firm.start + end);
    const cuts = [...persons.filter((one) => one.start === firm.start).map(({ end }) => end), ...words, ...districtsIn(text, firm)];
    return cuts.map((cut) => firmFrom(text, cut, firm.end)).findLast((one) => one !== null) ?? firm;
  });
}

export function observe(raw: string, scene: Scene): Said {
  const text = normalise(raw);
  const { world, speaker } = scene;
  const caseNumbers = once(() => readCaseNumbers(text));
  const files = once(() => readArchiveNumbers(text));
  const identities = once(() => readIdentities(text).filter((one) => !isInside(one, [...caseNumbers(), ...files()])));
  const fixed = once((): Span[] => [...caseNumbers(), ...identities(), ...files()]);
  const dates = once(() => readDates(text, dateFrameOf(scene, text)).filter((one) => !isInside(one, fixed())));
  const ranges = once(() => readDateRanges(text, dateFrameOf(scene, text)).filter((one) => !isInside(one, fixed())));
  const times = once(() => readTimes(text).filter((one) => !isInside(one, fixed())));
  const places = once(() => world.placeReader.read(text, speaker));
  const numbers = once(() =>
    readNumbers(text).filter((one) => !isInside(one, [...fixed(), ...dates().filter((date) => !date.isFestival)])),
  );
  const organisations = once(() => organisationsIn(text, places(), world));
  const persons = once(() => {
    const longNumbers = numbers().filter((one) => one.text.length > 1 && !(one.unit === '' && /^[一二三四五六七八九十]+$/.test(one.text)));
    const taken = [...dates().filter((date) => !date.isFestival), ...longNumbers, ...places(), ...organisations()];
    return [...readPersons(text, world.nameless, [...taken, ...files()]), ...files()].sort((a, b) => a.start - b.start);
  });
  const kinship = once(() => readKinship(text, persons()));
  const categories = once(() => world.categoryTable.findAll(text));
  const festivals = once(() => readFestivals(text).map((match) => match.payload));
  const flow = once(() => world.classifier.guess(text));
  return lazily(text, {
    caseNumbers,
    identities,
    dates,
    ranges,
    times,
    places,
    numbers,
    organisations,
    persons,
    kinship,
    categories,
    festivals,
    flow,
  });
}

type Readings = { [Key in Exclude<keyof Said, 'text'>]: () => Said[Key] };

/** The readings as properties that are read when they are looked at. */
function lazily(text: string, readings: Readings): Said {
  const said = { text };
  for (const [key, get] of Object.entries(readings)) Object.defineProperty(said, key, { get, enumerable: true });
  return said as Said;
}

export function townIn(said: Said): string | undefined {
  return said.places.find((place) => place.kind === 'town')?.name;
}

export function villageIn(said: Said): string | undefined {
  return said.places.find((place) => place.kind === 'village')?.name;
}

/** An object without its undefined parts, as the strict grammar wants it. */
export function compact<Value extends Record<string, unknown>>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
