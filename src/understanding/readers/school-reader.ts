import type { Span } from '../phrase-table.ts';

export interface SchoolSighting extends Span {
  name: string;
}

const SCHOOL = /[\u3400-\u9FFFA-Za-z0-9]{2,14}?(?:小学|中学|初中|初级中学|幼儿园|学校|实验园|外国语)(?:[东西南北]?校区|分园|[一二三]部)?/g;
/** What may stand before a school's name without being part of it; the last one cuts. */
const LEAD =
  /^.*(?:实在不行|不行的话|不行就|要么|或者|不行|其次|备选|今年升|升|第一志愿|第二志愿|志愿|原来在|原先在|之前在|以前在|目前在|现在在|原就读|就读于?|在读|转到了?|转去|转入|转进|去了?|想去|想上|想进|想读|要去|要上|首选|备选|从|在|到|上(?!饶|海|虞|城|高)|读|念|是|报|进|的|选)/;

/** Names of schools and kindergartens: a name before the word, not the bare word (上小学). */
export function readSchools(text: string): SchoolSighting[] {
  const found: SchoolSighting[] = [];
  for (const match of text.matchAll(SCHOOL)) {
    const whole = match[0];
    const tail = /(?:小学|中学|初中|初级中学|幼儿园|学校|实验园|外国语)(?:[东西南北]?校区|分园|[一二三]部)?$/.exec(whole)?.[0] ?? '';
    const body = whole.slice(0, whole.length - tail.length);
    const name = body.replace(LEAD, '');
    if (name.length < 2 || /[一二三四五六七八九]年级|孩子|小孩|儿子|女儿|公办|民办|什么|哪/.test(name)) continue;
    const start = match.index + body.length - name.length;
    found.push({ name: name + tail, start, end: match.index + whole.length });
  }
  return found;
}
