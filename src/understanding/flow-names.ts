import { pinyin } from 'pinyin-pro';
import type { FlowDefinition } from '../flows/flow-definition.ts';
import { createPhraseTable, type PhraseMatch, type Span } from './phrase-table.ts';

/** A service named in a text. */
export interface FlowMention extends Span {
  flow: string;
  phrase: string;
}

const CUT_TAIL = /(?:申请|办理|认定|报名|预约|登记|申报|申领|推荐|指引|发放|发放与|对接|联办|入库|加入)$/;
const QUOTES = /[“”"「」《》]/g;

/** The name itself, its parts around 与, brackets opened, and without the words for the act (申请, 办理 …). */
function namesOf(definition: FlowDefinition): string[] {
  const name = definition.name.replace(QUOTES, '');
  const plain = name.replace(/（[^）]*）/g, '');
  const parts = plain.split(/[与和及、]/);
  const all = [name, plain, name.replace(/[（）]/g, ''), ...parts].flatMap((one) => [one, one.replace(CUT_TAIL, '')]);
  return [...new Set(all)].filter((one) => one.length >= 4);
}

export interface FlowNames {
  /** Services named by name or alias, also by one that sounds the same (疗养 typed 辽阳). */
  mentions(text: string): FlowMention[];
  words: string[];
}

function syllables(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', nonZh: 'spaced', v: true });
}

/** Homophone search needs two syllables at least, and three where the word is common in other senses. */
const SHORTEST_HOMOPHONE = 2;

interface Sound {
  phrase: string;
  flow: string;
  sounds: string[];
}

function soundMatches(text: string, bySound: Map<string, Sound[]>): FlowMention[] {
  const heard = syllables(text);
  if (heard.length !== text.length) return [];
  const found: FlowMention[] = [];
  for (let at = 0; at < heard.length; at += 1) {
    const match = (bySound.get(heard[at] ?? '') ?? []).find((one) => one.sounds.every((sound, offset) => heard[at + offset] === sound));
    if (match) found.push({ flow: match.flow, phrase: match.phrase, start: at, end: at + match.sounds.length });
  }
  return found;
}

/** The names and aliases of the flow book as a dictionary. Of two services with the same alias the first in the book has it. */
export function createFlowNames(definitions: FlowDefinition[]): FlowNames {
  const entries = [
    ...definitions.flatMap(({ id, aliases, name }) => [...aliases, name].map((word) => [word, id] as const)),
    ...definitions.flatMap((definition) => namesOf(definition).map((word) => [word, definition.id] as const)),
  ];
  const table = createPhraseTable(entries);
  const bySound = new Map<string, Sound[]>();
  for (const [phrase, flow] of entries) {
    if (phrase.length < SHORTEST_HOMOPHONE || phrase.length > 8) continue;
    const sounds = syllables(phrase);
    const [head] = sounds;
    if (head === undefined || sounds.length !== phrase.length) continue;
    bySound.set(
      head,
      [...(bySound.get(head) ?? []), { phrase, flow, sounds }].sort((a, b) => b.sounds.length - a.sounds.length),
    );
  }

  function mentions(text: string): FlowMention[] {
    const exact = table
      .findAll(text)
      .map((match: PhraseMatch<string>) => ({ flow: match.payload, phrase: match.phrase, start: match.start, end: match.end }));
    return exact.length > 0 ? exact : soundMatches(text.slice(0, 80), bySound);
  }

  return { mentions, words: entries.map(([word]) => word) };
}
