import type { FlowDefinition } from '../flows/flow-definition.ts';
import { type NaiveBayes, type TrainingClass, trainNaiveBayes } from './classifier/naive-bayes.ts';
import type { FlowMention, FlowNames } from './flow-names.ts';
import { otherBusiness } from './lexicon/other-business.ts';

export interface FlowGuess {
  flow: string;
  /** 0 … 1; over 0.5 the guess may be acted on. */
  confidence: number;
  mentions: FlowMention[];
  /** Services that are nearly as likely, and by how much less, the likeliest first. */
  rivals: { flow: string; gap: number }[];
}

export interface FlowClassifier {
  /** The service that a text is about; null when nothing in it says so. */
  guess(text: string): FlowGuess | null;
  /** Whether a text is surely about what other offices do, or about nothing that is done here. */
  isElsewhere(text: string): boolean;
  names: FlowNames;
}

/** How much a part of a definition says about what people call it. Found by measurement, as are all figures here. */
const PART_WEIGHTS = { name: 3, alias: 3, example: 1, summary: 1, field: 0.3 } as const;

/** Who somebody is and where something is fetched tell no service from another. */
const SHARED_FIELDS =
  /^(?:key_category|identity|category|relation|proxy_relation|education|degree|merit|pickup|by_proxy|town|village)$|^applicant/;

function trainingOf(definition: FlowDefinition, withoutPersons: (text: string) => string): TrainingClass {
  const own = definition.fields.filter(({ key }) => !SHARED_FIELDS.test(key));
  const options = own.flatMap((field) => [field.label, ...Object.values(field.options ?? {}), ...Object.values(field.words ?? {}).flat()]);
  return {
    id: definition.id,
    texts: [
      [definition.name, PART_WEIGHTS.name],
      [definition.summary, PART_WEIGHTS.summary],
      ...definition.aliases.map((alias) => [alias, PART_WEIGHTS.alias] as const),
      ...definition.examples.map((example) => [withoutPersons(example), PART_WEIGHTS.example] as const),
      ...options.map((option) => [option, PART_WEIGHTS.field] as const),
    ],
  };
}

const ELSEWHERE = 'elsewhere';
const ELSEWHERE_WEIGHT = 2;
const ELSEWHERE_LEAD = 8;

/** What each character of a name that stands in the text adds to its service. */
const NAME_BONUS = 6;
/** The lead over the next service, and what speaks for the first, from which on a service that nobody named is surely meant. */
const SURE_LEAD = 32;
const SURE_EVIDENCE = 34;
/** A named service that is not also the likeliest by this much may be named in passing. */
const NAMED_LEAD = 6;

function unnamedConfidence(bayes: NaiveBayes, text: string, flow: string, lead: number): number {
  const evidence = bayes.evidence(text, flow);
  return Math.min(0.9, 0.4 + (0.5 * lead) / SURE_LEAD) * Math.min(1, evidence / SURE_EVIDENCE);
}

function bonusOf(mentions: FlowMention[]): Map<string, number> {
  const bonus = new Map<string, number>();
  for (const { flow, phrase } of mentions) bonus.set(flow, (bonus.get(flow) ?? 0) + NAME_BONUS * phrase.length);
  return bonus;
}

/** Longest text whose letters are weighed: more of them say nothing new and cost time. */
const WEIGHED = 120;

/**
 * Weighs a text against every service by names, characters, pairs and sounds, so that a new service needs nothing but its YAML.
 * `withoutPersons` takes the names of people out of a text: that somebody in an example is called 国平 says nothing of the service.
 */
export function createFlowClassifier(
  definitions: FlowDefinition[],
  names: FlowNames,
  withoutPersons: (text: string) => string,
): FlowClassifier {
  const elsewhere: TrainingClass = { id: ELSEWHERE, texts: otherBusiness.map((text) => [text, ELSEWHERE_WEIGHT] as const) };
  const bayes = trainNaiveBayes([...definitions.map((definition) => trainingOf(definition, withoutPersons)), elsewhere]);

  function guess(whole: string): FlowGuess | null {
    const text = whole.slice(0, WEIGHED);
    const mentions = names.mentions(text);
    const told = withoutPersons(text);
    const ranked = bayes.rank(told, bonusOf(mentions));
    const [first, second] = ranked;
    if (!first || !second || first.id === ELSEWHERE) return null;
    const lead = first.score - second.score;
    const own = mentions.filter((mention) => mention.flow === first.id);
    const rivals = ranked.slice(1, 5).map(({ id, score }) => ({ flow: id, gap: first.score - score }));
    if (own.length > 0) return { flow: first.id, confidence: lead > NAMED_LEAD ? 0.95 : 0.7, mentions: own, rivals };
    const confidence = unnamedConfidence(bayes, told, first.id, lead);
    return confidence > 0 ? { flow: first.id, confidence, mentions: [], rivals } : null;
  }

  function isElsewhere(text: string): boolean {
    const [first, second] = bayes.rank(withoutPersons(text.slice(0, WEIGHED)), new Map());
    return first?.id === ELSEWHERE && second !== undefined && first.score - second.score > ELSEWHERE_LEAD;
  }

  return { guess, isElsewhere, names };
}
