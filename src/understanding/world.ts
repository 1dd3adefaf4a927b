import type { FlowBook, FlowDefinition } from '../flows/flow-definition.ts';
import type { Day } from '../platform/calendar/day.ts';
import { createFlowClassifier, type FlowClassifier } from './flow-classifier.ts';
import { createFlowNames, type FlowNames } from './flow-names.ts';
import { plainWords } from './lexicon/plain-words.ts';
import type { PhraseTable } from './phrase-table.ts';
import { type CategoryWords, categoryWordList, createCategoryTable } from './readers/category-reader.ts';
import { festivalWords } from './readers/festival-reader.ts';
import { createNameKnowledge, type NameKnowledge } from './readers/name-ground.ts';
import { readPersons } from './readers/person-reader.ts';
import { createPlaceReader, type PlaceNames, type PlaceReader } from './readers/place-reader.ts';
import { cueWords } from './slots/field-cues.ts';
import { createWishClassifier, type WishClassifier, withLetters } from './wish-classifier.ts';

/** What the understander is told about the district when it is built. */
export interface UnderstandingWorld {
  /** The only services that may be named. */
  flows: FlowBook;
  places: PlaceNames;
  /** Civil day of a festival of domain/festivals.yaml; null where the calendar does not reach. */
  festivalDates(festival: string, year: number): Day | null;
  /** Categories of domain/rules.yaml; `words` are further names for each. */
  categories: CategoryWords[];
}

/** The same, prepared for reading. */
export interface PreparedWorld extends UnderstandingWorld {
  classifier: FlowClassifier;
  /** Wishes by their likeness to examples. */
  wishes: WishClassifier;
  placeReader: PlaceReader;
  categoryTable: PhraseTable<string>;
  /** What stands in no person's name. */
  nameless: NameKnowledge;
}

/** A festival's name may be a person's (国庆); services' words of two characters too seldom to matter. */
const ALSO_GIVEN_NAMES = new Set(['国庆', '八一', '十一', '七一', '三八', '大年']);

/** Words that stand in no person's name, as far as lexicons and the flow book know them. */
export function wordsWithoutNames(flows: FlowBook): string[] {
  const definitions = flows.list().map((flow) => flow.definition);
  const options = definitions.flatMap(({ fields }) =>
    fields.flatMap((field) => [...Object.values(field.options ?? {}), ...Object.values(field.words ?? {}).flat()]),
  );
  const names = definitions.flatMap(({ name, aliases }) => [name, ...aliases]);
  const festivals = festivalWords.filter((word) => !ALSO_GIVEN_NAMES.has(word));
  return [...plainWords, ...cueWords, ...festivals, ...categoryWordList, ...names, ...options.filter((word) => word.length > 1)];
}

/** What the flow book says in words of its own; not the examples, which name people. */
export function textsWithoutNames(flows: FlowBook): string[] {
  return flows
    .list()
    .flatMap(({ definition }) => [
      definition.name,
      definition.summary,
      ...definition.aliases,
      ...definition.materials.map(({ name }) => name),
      ...definition.fields.flatMap(({ label, question, why, hint = '', options = {}, words = {} }) => [
        label,
        question,
        why,
        hint,
        ...Object.values(options),
        ...Object.values(words).flat(),
      ]),
      ...definition.steps.flatMap(({ name, decides = '' }) => [name, decides]),
      ...definition.outcome.map(({ text }) => text),
    ]);
}

/** Sentences that start a service, with letters for names and for the service, as the classifier of wishes learns them. */
function casesIn(definitions: FlowDefinition[], names: FlowNames, nameless: NameKnowledge): string[] {
  return definitions.flatMap(({ examples }) =>
    examples.slice(0, CASES_A_SERVICE).map((text) => {
      const spans = [
        ...readPersons(text, nameless).map((one) => ({ ...one, letter: 'P' })),
        ...names.mentions(text).map((one) => ({ ...one, letter: 'S' })),
      ];
      return withLetters(text, spans);
    }),
  );
}

const CASES_A_SERVICE = 6;

export function prepareWorld(world: UnderstandingWorld): PreparedWorld {
  const definitions = world.flows.list().map((flow) => flow.definition);
  const names = createFlowNames(definitions);
  const placeReader = createPlaceReader(world.places);
  const words = [
    ...wordsWithoutNames(world.flows),
    ...placeReader.words.filter((word) => /(?:街道|镇|村|社区)$/.test(word)),
    ...names.words,
  ];
  const nameless = createNameKnowledge(words, textsWithoutNames(world.flows));
  const withoutPersons = (text: string): string =>
    readPersons(text, nameless).reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text);
  return {
    ...world,
    classifier: createFlowClassifier(definitions, names, withoutPersons),
    wishes: createWishClassifier(casesIn(definitions, names, nameless)),
    placeReader,
    categoryTable: createCategoryTable(world.categories),
    nameless,
  };
}
