/** What every message of the bot must be, whatever it says (contract with its users: plain, short, respectful Chinese). */

/** Lists that were asked for may be longer than a screen: guides, services, tasks, files, a case with its course. */
const LISTS_ASKED_FOR = [
  /^### /,
  /^现在能办的事项/,
  /^\*\*(?:您的待办|您办过的|您发起的|抄送您的|您已逾期的)/,
  /档案号/,
  /填报内容/,
  /办理经过/,
  /^最近 \d+ 次/,
];

const LONGEST = 500;
const MOST_LINES = 20;

/** Capital letters of numbers and kinds of file are no English. */
const ALLOWED = /Yi家人|\b[A-Za-z-]*\d[\w-]*\b|YZ-?\d[\d-]*|LY\d{4}-\d{2}|XX-?\d+|PDF|pdf|jpg|png|MB|\bX\b|App\b|https?:\/\/\S+/g;

/** What a person typed, repeated to them, is not the bot's own language. */
const QUOTED = /“[^”]*”/g;

/** Faults of a message; the answer to something else and the way back to a form are judged each by itself. */
export function toneFaults(markdown: string): string[] {
  const text = markdown.replace(/\\(.)/g, '$1');
  return text.split(/(?=回到“)/).flatMap((part) => partFaults(part));
}

function partFaults(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isList = LISTS_ASKED_FOR.some((pattern) => pattern.test(text));
  const faults: string[] = [];
  if (!isList && text.length > LONGEST) faults.push(`${text.length} characters`);
  if (!isList && lines.length > MOST_LINES) faults.push(`${lines.length} lines`);
  const own = text.replace(QUOTED, '').replace(ALLOWED, '');
  const foreign = /[A-Za-z]{2,}/.exec(own)?.[0];
  if (foreign) faults.push(`English “${foreign}”`);
  if (/undefined|null|NaN|\[object|\b[a-z]+(?:-[a-z]+)+\b/.test(text.replace(ALLOWED, ''))) faults.push('a code');
  if (/[\u4e00-\u9fff][,;!?:](?![\d/])/.test(text)) faults.push('half-width punctuation');
  if (/[。！？]{2,}|，，|、、/.test(text)) faults.push('doubled punctuation');
  if (/你(?!会什么|们)/.test(own)) faults.push('你 for 您');
  return faults;
}
