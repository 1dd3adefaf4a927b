const FULL_WIDTH_ALNUM = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g;
// Zero-width and bidirectional controls can hide digits from a reader or turn a text around on the screen.
const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g;
const MENTION = /@(?:鄞领(?:小助手|助手|机器人|老兵助手)?|[^\s@,，。]{1,16}(?=\s))\s*/g;

/** Longest text that is read; what comes after is a pasted paper, not a request. */
export const READ_LIMIT = 600;

/**
 * What was typed, in one form: half-width digits and letters, plain spaces, no mention of the bot, no invisible characters.
 * Punctuation stays as typed, because parts of the text are stored as opinions and notes.
 */
export function normalise(text: string): string {
  return text
    .slice(0, READ_LIMIT * 2)
    .replace(INVISIBLE, '')
    .replace(FULL_WIDTH_ALNUM, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00A0\t\r]+/g, ' ')
    .replace(/[－﹣−]/g, '-')
    .replace(MENTION, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

const EDGES = /^[\s,，。.;；:：!！?？、~～…"“”'‘’()（）-]+|[\s,，。.;；:：!！?？、~～…"“”'‘’()（）-]+$/g;

/** Without punctuation and spaces at either end. */
export function trimmed(text: string): string {
  return text.replace(EDGES, '');
}

const ENDING_PARTICLES = /[啊呀哦噢喔哈呢吧嘛哩啦咯喽额诶]+$/;

/** `trimmed`, and without the particles that end a spoken sentence; 了, 吗 and 的 stay because they carry meaning. */
export function bareSentence(text: string): string {
  let rest = trimmed(text);
  for (let round = 0; round < 3; round += 1) {
    const next = trimmed(rest.replace(ENDING_PARTICLES, ''));
    if (next === rest || next === '') break;
    rest = next;
  }
  return rest;
}
