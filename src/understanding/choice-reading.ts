import type { Command } from '../dialogue/command.ts';
import { bareCommandOf } from './intents/bare-intent.ts';
import { surestReading } from './intents/read-intents.ts';
import { bareSentence } from './normalise.ts';
import { numeral } from './readers/date-rules.ts';
import { readYesNo } from './readers/yes-no-reader.ts';
import { observe, type Said, type Scene } from './said.ts';

const ORDINAL =
  /^(?:我?(?:要|选|选择|就|是|就是|就要|点)?)*(?:第|选)?(\d{1,2}|[一二两三四五六七八九十]{1,3})(?:号|个|位|项|条|种|批)?(?:那个|那位|这个|吧|的)?$/;
const LAST = /^(?:就|选|要|是)*(?:最后|末尾|最下面)(?:一?[个位项条种批])?(?:那个|那位|吧|的)?$/;
const FIRST = /^(?:就|选|要|是)*(?:最前面|最上面|头一|上面)(?:一?[个位项条种批])?(?:那个|那位|吧|的)?$/;
const NONE = /都不是|都不对|都没有|没有(?:一个|我要的|对的)|不在(?:里面|上面)|全不是|没一个/;
const LEFT_OFF =
  /^(?:就是|就|是|要|选|我要|我选|住在?|家在|在|那个|这个|查|找|去|报)+|(?:那个|那位|那边的?|那批|那家|这个|这位|的那个|的那位|的|吧|那里|人|出生|生的?|年的|岁的)+$/g;

function byPlaceInList(text: string, count: number): number | null {
  const bare = bareSentence(text).replace(/\s/g, '');
  if (LAST.test(bare)) return count;
  if (FIRST.test(bare)) return 1;
  const match = ORDINAL.exec(bare);
  const said = match ? numeral(match[1]) : Number.NaN;
  return said >= 1 && said <= count ? said : null;
}

function plain(label: string): string {
  return label.normalize('NFKC').replace(/[\s,，。（）()、·.]/g, '');
}

/** How many characters of what was said stand in a label, as whole pieces. */
function likeness(said: Said, label: string): number {
  const bare = plain(label);
  const whole = plain(said.text).replace(LEFT_OFF, '');
  if (whole.length > 0 && (bare === whole || bare.includes(whole))) return 100 + whole.length;
  const pieces = [
    ...said.places.map((place) => place.name),
    ...said.places.map((place) => place.text),
    ...said.persons.map((person) => person.name),
    ...(said.text.match(/\d{2,}/g) ?? []),
    ...said.text
      .split(/[\s,，、的]+/)
      .map((part) => plain(part).replace(LEFT_OFF, ''))
      .filter((part) => part.length >= 2),
  ];
  return new Set(pieces.filter((piece) => bare.includes(plain(piece)))).size;
}

function byWords(said: Said, labels: string[]): number | null {
  const scores = labels.map((label) => likeness(said, label));
  const best = Math.max(...scores);
  const isOnly = scores.filter((score) => score === best).length === 1;
  return best > 0 && isOnly ? scores.indexOf(best) + 1 : null;
}

/** While the bot asks which of several: a number, a place in the list, words of one label; else whatever else is wanted. */
export function readChoosing(text: string, labels: string[], scene: Scene): Command[] {
  const byNumber = byPlaceInList(text, labels.length);
  if (byNumber !== null) return [{ type: 'set-slot', slot: 'choice', value: byNumber }];
  if (NONE.test(text)) return [{ type: 'deny' }];
  const bare = bareCommandOf(text);
  if (bare) return [{ type: bare }];
  return choiceOrWish(observe(text, scene), labels, scene);
}

function choiceOrWish(said: Said, labels: string[], scene: Scene): Command[] {
  const index = said.text.length <= 30 ? byWords(said, labels) : null;
  const wish = surestReading(said, scene, 0.6);
  const isPlainWish = wish !== null && wish.confidence >= 0.9 && /查|看|帮我|多少|待办|怎么|什么/.test(said.text);
  if (index !== null && !isPlainWish) return [{ type: 'set-slot', slot: 'choice', value: index }];
  const isYes = readYesNo(said.text) === true;
  if (isYes && labels.length === 1) return [{ type: 'set-slot', slot: 'choice', value: 1 }];
  return wish?.commands ?? [{ type: 'cannot-handle' }];
}
