/** Words of Ningbo and plain ones of the same length, so that every place in the text stays where it is. The longer first. */
const WORDS: readonly (readonly [string, string])[] = [
  ['屋里厢', '家里头'],
  ['噶许多', '这么多'],
  ['嘎许多', '这么多'],
  ['为啥体', '为什么'],
  ['讲闲话', '说说话'],
  ['阿里搭', '在哪里'],
  ['阿拉', '我们'],
  ['伊拉', '他们'],
  ['辰光', '时候'],
  ['事体', '事情'],
  ['屋里', '家里'],
  ['几化', '多少'],
  ['哪能', '怎么'],
  ['交关', '非常'],
  ['老早', '以前'],
  ['晓得', '知道'],
  ['迭个', '这个'],
  ['格个', '这个'],
  ['噶事', '这事'],
  ['日里', '白天'],
  ['侪要', '都要'],
  ['侪是', '都是'],
  ['侬', '你'],
  ['恁', '你'],
  ['钿', '钱'],
  ['弗', '不'],
  ['噶', '这'],
];

/** Words that are dialect only in some surroundings. */
const SURROUNDED: readonly (readonly [RegExp, string])[] = [
  // 伊 is a surname too: 伊文斌.
  [/伊(?=弄|办|申|报|讲|要|想|家|儿子|囡|老公|老婆|自己|没|有|是|在|也|还|就|会|能|个(?!人))/g, '他'],
  [/勿(?=要|是|用|好|对|行|会|来|同意|知|办|弄)/g, '不'],
  [/(?<![砍步讨征北])伐(?=$|[\s,，。?？!！啊呀])/g, '吗'],
  [/寻(?=个|只|份|一|到|人|工作|得)/g, '找'],
  [/拨(?=他|我|你|伊)/g, '给'],
  [
    /(?<=[\u3400-\u9FFF])(?<![这那哪几一两三四五六七八九十各每整多半有找报弄办要想开张点来去住带])个(?=优待证|电话|档案|事情|疗养|申请|囡|儿子|老公|老婆|爹|娘|钱)/g,
    '的',
  ],
];

/** The same in plain words, place for place; only for reading: what is kept is kept as it was said. */
export function plainSpeech(text: string): string {
  let plain = text;
  for (const [word, same] of WORDS) plain = plain.replaceAll(word, same);
  for (const [pattern, same] of SURROUNDED) plain = plain.replace(pattern, same);
  return plain;
}

/** A value that was read out of plain speech, as it was said. */
export function asSaid<Value>(value: Value, plain: string, said: string): Value {
  if (plain === said) return value;
  return restored(value, plain, said) as Value;
}

function restored(value: unknown, plain: string, said: string): unknown {
  if (typeof value === 'string') {
    const at = /[\u3400-\u9FFF]/.test(value) ? plain.indexOf(value) : -1;
    return at < 0 ? value : said.slice(at, at + value.length);
  }
  if (Array.isArray(value)) return value.map((part) => restored(part, plain, said));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, restored(part, plain, said)]));
}
