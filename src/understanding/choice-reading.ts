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
/** 后头那个坐车的: where in the list, with other words behind. */
const PLACES: readonly (readonly [RegExp, (count: number) => number])[] = [
  [/^(?:我?(?:要|选|是|就)?)*(?:最)?(?:后头|后面|下头|下面|末(?:一|了)?|最后|末尾|后一)(?:那|这|一|的)?[个位项条种批]?/, (count) => count],
  [/^(?:我?(?:要|选|是|就)?)*(?:最)?(?:前头|前面|上头|上面|头一|开头|前一)(?:那|这|一|的)?[个位项条种批]?/, () => 1],
  [/^(?:我?(?:要|选|是|就)?)*(?:当中|中间)(?:那|这|的)?[个位项条种批]?/, (count) => (count === 3 ? 2 : 0)],
];
const OLDEST = /年纪(?:最)?大|岁数(?:最)?大|最(?:大|老|年长)|年长|老(?:一)?点|大(?:一)?点的/;
const YOUNGEST = /年纪(?:最)?(?:小|轻)|岁数(?:最)?小|最(?:小|年轻)|年轻(?!人)|小(?:一)?点的/;
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

const SAID_NUMERAL = /[一二三四五六七八九十]{1,3}(?=月|号|日|年|岁|批|期|季|档|级)/g;

/** 九月份的 points to a label with 9月. */
function plain(label: string): string {
  return label
    .normalize('NFKC')
    .replace(SAID_NUMERAL, (numerals) => String(numeral(numerals)))
    .replace(/月份/g, '月')
    .replace(/[\s,，。（）()、·.]/g, '');
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

/** 年纪最大的那个, of labels with years of birth or ages. */
function byAge(text: string, labels: string[]): number | null {
  const isOldest = OLDEST.test(text);
  if (!isOldest && !YOUNGEST.test(text)) return null;
  const years = labels.map((label) => /(19\d\d|20[01]\d)/.exec(label)?.[1]).map((year) => (year === undefined ? Number.NaN : Number(year)));
  const ages = labels.map((label) => Number(/(\d{1,3})\s?岁/.exec(label)?.[1] ?? Number.NaN));
  const old = years.every(Number.isFinite) ? years.map((year) => -year) : ages;
  if (!old.every(Number.isFinite)) return null;
  return old.indexOf(isOldest ? Math.max(...old) : Math.min(...old)) + 1;
}

/** The label that most characters point to which no other label has: 坐车的 means 优待乘车卡. */
function byCharacters(text: string, labels: string[]): number | null {
  const bare = labels.map(plain);
  const own = bare.map(
    (label, at) => new Set([...label].filter((one) => bare.every((other, index) => index === at || !other.includes(one)))),
  );
  const said = new Set(text.replace(/[的那个位是要选我就这吧啊呢]/g, '').match(/[\u3400-\u9FFF]/g) ?? []);
  const scores = own.map((characters) => [...said].filter((one) => characters.has(one)).length);
  const best = Math.max(...scores);
  return best > 0 && scores.filter((score) => score === best).length === 1 ? scores.indexOf(best) + 1 : null;
}

function byPlaceAmong(text: string, count: number): number | null {
  const bare = bareSentence(text);
  const place = PLACES.find(([pattern]) => pattern.test(bare))?.[1](count) ?? 0;
  return place > 0 ? place : null;
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
  const index = said.text.length <= 30 ? (byAge(said.text, labels) ?? byWords(said, labels)) : null;
  const wish = surestReading(said, scene, 0.6);
  const isPlainWish = wish !== null && wish.confidence >= 0.9 && /查|看|帮我|多少|待办|怎么|什么/.test(said.text);
  if (index !== null && !isPlainWish) return [{ type: 'set-slot', slot: 'choice', value: index }];
  const isYes = readYesNo(said.text) === true;
  if (isYes && labels.length === 1) return [{ type: 'set-slot', slot: 'choice', value: 1 }];
  const guess = said.text.length > 16 || wish ? null : (byCharacters(said.text, labels) ?? byPlaceAmong(said.text, labels.length));
  if (guess !== null) return [{ type: 'set-slot', slot: 'choice', value: guess }];
  return wish?.commands ?? [{ type: 'cannot-handle' }];
}
