import type { FlowDefinition } from '../flows/flow-definition.ts';
import { createFlowNames, type FlowMention, type FlowNames } from './flow-names.ts';

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

const CHINESE_PAIR = /^[\u3400-\u9FFF]{2}$/;

function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (let at = 0; at + 2 <= text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    if (CHINESE_PAIR.test(pair)) pairs.add(pair);
  }
  return pairs;
}

/** How much a part of a definition says about what people call it. */
const PART_WEIGHTS = { name: 3, alias: 3, example: 1.5, oneExample: 0.8, summary: 1, option: 0.8, label: 0.5 } as const;

function weightedParts(definition: FlowDefinition): [string, number][] {
  return [
    [definition.name, PART_WEIGHTS.name],
    ...definition.aliases.map((alias): [string, number] => [alias, PART_WEIGHTS.alias]),
    [definition.summary, PART_WEIGHTS.summary],
    ...definition.fields.flatMap((field): [string, number][] => [
      [field.label, PART_WEIGHTS.label],
      ...Object.values(field.options ?? {}).map((option): [string, number] => [option, PART_WEIGHTS.option]),
      ...Object.values(field.words ?? {})
        .flat()
        .map((word): [string, number] => [word, PART_WEIGHTS.option]),
    ]),
  ];
}

/** What stands in two examples of a service is how it is asked for; what stands in one may be chance. */
function examplePairs(definition: FlowDefinition): [string, number][] {
  const counts = new Map<string, number>();
  for (const example of definition.examples) for (const pair of pairsOf(example)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  return [...counts].map(([pair, count]) => [pair, count > 1 ? PART_WEIGHTS.example : PART_WEIGHTS.oneExample]);
}

/** Said of everybody and everything here; a small flow book would take them for telling. */
const COMMON =
  '军人 退役 役军 老兵 优抚 抚对 对象 申请 请人 报名 办理 现役 服务 登记 预约 报个 我们 家里 孩子 儿子 女儿 老婆 家属 情况 需要 参加 电话 身份 姓名 他家 给他 我要 我想 帮忙 想要 是不 没有 什么 怎么 多少 本人 一下 一个 可以'.split(
    ' ',
  );

/** Pair of characters → what it weighs for each flow: heavier where fewer flows have it. */
function profilesOf(definitions: FlowDefinition[]): Map<string, Map<string, number>> {
  const byPair = new Map<string, Map<string, number>>();
  for (const definition of definitions) {
    for (const [part, weight] of [...weightedParts(definition), ...examplePairs(definition)]) {
      for (const pair of pairsOf(part)) {
        const flows = byPair.get(pair) ?? new Map<string, number>();
        flows.set(definition.id, Math.max(flows.get(definition.id) ?? 0, weight));
        byPair.set(pair, flows);
      }
    }
  }
  for (const pair of COMMON) byPair.delete(pair);
  for (const flows of byPair.values()) {
    const rarity = Math.log(1 + definitions.length / flows.size) / Math.log(1 + definitions.length);
    for (const [flow, weight] of flows) flows.set(flow, weight * rarity);
  }
  return byPair;
}

/** An exact name weighs more than any number of shared pairs; a longer one more than a shorter. */
const NAME_WEIGHT = 4;
/** Sum of pairs from which on an unnamed service is taken as meant, and its lead over the next one. */
const ENOUGH = 2.4;
const LEAD = 1.35;

/** Scores a text against every flow by names and by pairs of characters, so that a new flow needs nothing but its YAML. */
export function createFlowClassifier(definitions: FlowDefinition[]): FlowClassifier {
  const names = createFlowNames(definitions);
  const byPair = profilesOf(definitions);

  function scoresOf(text: string, mentions: FlowMention[]): Map<string, number> {
    const scores = new Map<string, number>();
    const add = ([flow, weight]: readonly [string, number]) => scores.set(flow, (scores.get(flow) ?? 0) + weight);
    for (const pair of pairsOf(text)) [...(byPair.get(pair) ?? [])].map(add);
    for (const mention of mentions) add([mention.flow, NAME_WEIGHT * mention.phrase.length]);
    return scores;
  }

  function guess(text: string): FlowGuess | null {
    const mentions = names.mentions(text);
    const [first, second] = [...scoresOf(text, mentions)].sort((a, b) => b[1] - a[1]);
    if (!first) return null;
    const [flow, score] = first;
    const own = mentions.filter((mention) => mention.flow === flow);
    const lead = score / Math.max(second?.[1] ?? 0, 1);
    if (own.length > 0) return { flow, confidence: lead > 1.1 ? 0.95 : 0.7, mentions: own };
    return { flow, confidence: Math.min(0.8, (score / ENOUGH) * 0.5 * Math.min(1.3, lead / LEAD)) * shareOf(text, flow), mentions: [] };
  }

  /** One pair alone may be chance; two are enough. */
  function shareOf(text: string, flow: string): number {
    const telling = [...pairsOf(text)].filter((pair) => byPair.get(pair)?.has(flow));
    return Math.min(1, telling.length / 2);
  }

  return { guess, names };
}
