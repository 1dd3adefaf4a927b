import type { Span } from '../phrase-table.ts';

export interface AddressSighting extends Span {
  text: string;
}

const NUMBERED = /[\u3400-\u9FFF]{1,16}?(?:路|街|巷|弄|大道|村|小区|新村|花园|家园|公寓|苑|里|社区|组)\s?\d+[\d号弄幢栋室楼单元组-]*/g;
const NAMED = /[\u3400-\u9FFF]{2,12}?(?:小区|花园|新村|家园|公寓|苑)(?!社区|[村镇])/g;
const LEAD = /^.*(?:户口在|户籍在|房子在|家住|住在|房产在|驻地在|地址是?|位于|搬到|送到|寄到|落到|落|落在|开在|到|在|是|住)/;

/** Addresses with a street or an estate in them, kept as said. */
export function readAddresses(text: string): AddressSighting[] {
  const found: AddressSighting[] = [];
  for (const pattern of [NUMBERED, NAMED]) {
    for (const match of text.matchAll(pattern)) {
      const said = match[0].replace(LEAD, '');
      const start = match.index + match[0].length - said.length;
      if (said.length < 4 || found.some((one) => start < one.end && one.start < start + said.length)) continue;
      found.push({ text: said, start, end: start + said.length });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
