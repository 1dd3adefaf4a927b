import type { FlowDefinition } from '../flows/flow-definition.ts';
import { type NaiveBayes, type TrainingClass, trainNaiveBayes } from './classifier/naive-bayes.ts';
import { createFlowNames, type FlowMention, type FlowNames } from './flow-names.ts';
import { otherBusiness } from './lexicon/other-business.ts';

export interface FlowGuess {
  flow: string;
  /** 0 … 1; over 0.5 the guess may be acted on. */
  confidence: number;
  mentions: FlowMention[];
}

export interface FlowClassifier {
  /** The service that a text is about; null when nothing in it says so. */
  guess(text: string): FlowGuess | null;
  names: FlowNames;
}

/** How much a part of a definition says about what people call it. Found by measurement, as are all figures here. */
const PART_WEIGHTS = { name: 3, alias: 3, example: 1, summary: 1, field: 0.3 } as const;

function trainingOf(definition: FlowDefinition): TrainingClass {
  const options = definition.fields.flatMap((field) => [
    field.label,
    ...Object.values(field.options ?? {}),
    ...Object.values(field.words ?? {}).flat(),
  ]);
  return {
    id: definition.id,
    texts: [
      [definition.name, PART_WEIGHTS.name],
      [definition.summary, PART_WEIGHTS.summary],
      ...definition.aliases.map((alias) => [alias, PART_WEIGHTS.alias] as const),
      ...definition.examples.map((example) => [example, PART_WEIGHTS.example] as const),
      ...options.map((option) => [option, PART_WEIGHTS.field] as const),
    ],
  };
}

const ELSEWHERE = 'elsewhere';
const ELSEWHERE_WEIGHT = 2;

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

/** Weighs a text against every service by names, characters, pairs and sounds, so that a new service needs nothing but its YAML. */
export function createFlowClassifier(definitions: FlowDefinition[]): FlowClassifier {
  const names = createFlowNames(definitions);
  const elsewhere: TrainingClass = { id: ELSEWHERE, texts: otherBusiness.map((text) => [text, ELSEWHERE_WEIGHT] as const) };
  const bayes = trainNaiveBayes([...definitions.map(trainingOf), elsewhere]);

  function guess(whole: string): FlowGuess | null {
    const text = whole.slice(0, WEIGHED);
    const mentions = names.mentions(text);
    const [first, second] = bayes.rank(text, bonusOf(mentions));
    if (!first || !second || first.id === ELSEWHERE) return null;
    const lead = first.score - second.score;
    const own = mentions.filter((mention) => mention.flow === first.id);
    if (own.length > 0) return { flow: first.id, confidence: lead > NAMED_LEAD ? 0.95 : 0.7, mentions: own };
    const confidence = unnamedConfidence(bayes, text, first.id, lead);
    return confidence > 0 ? { flow: first.id, confidence, mentions: [] } : null;
  }

  return { guess, names };
}
