const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  仨: 3,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  幺: 1,
};
const PLACES: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const SIZES: Record<string, number> = { 万: 10_000, 亿: 100_000_000 };
const TENS: Record<string, number> = { 廿: 20, 卅: 30 };
const PART = /\d+(?:\.\d+)?|[零〇一二两俩仨三四五六七八九幺]|[十百千万亿廿卅]|半/g;
const WHOLE = /^(?:\d+(?:\.\d+)?|[零〇一二两俩仨三四五六七八九幺十百千万亿半廿卅])+$/;

interface Sum {
  total: number;
  section: number;
  pending: number | null;
  /** The last place that was said; a bare digit after it counts in the place below (三千五 → 3500). */
  lastPlace: number;
  isAfterZero: boolean;
}

/** 万, 亿: what stands before counts so many times. */
function addSize(sum: Sum, size: number): void {
  const before = sum.total + sum.section;
  sum.total = (before + (sum.pending ?? (before === 0 ? 1 : 0))) * size;
  Object.assign(sum, { section: 0, pending: null, lastPlace: size, isAfterZero: false });
}

function addPart(sum: Sum, part: string): void {
  const [size, place, tens] = [SIZES[part], PLACES[part], TENS[part]];
  if (size !== undefined) {
    addSize(sum, size);
    return;
  }
  if (place !== undefined || tens !== undefined) {
    sum.section += tens ?? (sum.pending ?? 1) * (place ?? 1);
    Object.assign(sum, { pending: null, lastPlace: place ?? 10, isAfterZero: false });
    return;
  }
  if (part === '零' || part === '〇') sum.isAfterZero = true;
  sum.pending = DIGITS[part] ?? Number(part);
}

const SPOKEN_DIGITS = '一二三四五六七八九';
/** 七八个, 三四百, 十七八岁, 一百二三十: two digits in a row are a rough count. */
const NEIGHBOURS = /(?<![零〇一二三四五六七八九\d])([一两二三四五六七八])([两二三四五六七八九])(?=[十百千万]|$)/g;

function withoutNeighbours(text: string, unit: string): string {
  return text.replace(NEIGHBOURS, (run, first: string, second: string) => {
    const [one, other] = [first, second].map((digit) => SPOKEN_DIGITS.indexOf(digit === '两' ? '二' : digit));
    const isRun = one !== undefined && other !== undefined && (other === one + 1 || run === '三五');
    // 八八折 and 二三年 are two digits of one number.
    return isRun && unit !== '折' && !(unit === '年' && !run.includes('两')) ? first : run;
  });
}

const THOUSANDS: Record<string, number> = { k: 1000, w: 10_000 };
const DECIMAL = /^(.+)点([零〇一二三四五六七八九\d]{1,2})$/;

/**
 * The number that a run of digits and Chinese numerals says (三千五 → 3500, 1万2 → 12000, 一百二 → 120, 八十有六 → 86, 3k → 3000, 九十一点五 → 91.5);
 * null when it says none. `unit` is the measure word behind it.
 */
export function parseNumber(said: string, unit = ''): number | null {
  const letter = /^(\d+(?:\.\d+)?)([kw])$/i.exec(said);
  if (letter) return Math.round(Number(letter[1]) * (THOUSANDS[letter[2]?.toLowerCase() ?? ''] ?? 1));
  const decimal = DECIMAL.exec(said);
  if (decimal) return withDecimals(parseNumber(decimal[1] ?? ''), decimal[2] ?? '');
  const text = withoutNeighbours(said.replace(/(?<=[十百千])有(?=[一二三四五六七八九])/g, ''), unit);
  if (!WHOLE.test(text)) return null;
  if (/^[零〇一二三四五六七八九幺]{2,}$/.test(text)) return Number([...text].map((c) => DIGITS[c]).join(''));
  return text === '半' ? 0.5 : summed(text);
}

function withDecimals(whole: number | null, digits: string): number | null {
  return whole === null ? null : Number(`${whole}.${[...digits].map((digit) => DIGITS[digit] ?? digit).join('')}`);
}

function summed(text: string): number | null {
  const isHalfMore = text.length > 1 && text.endsWith('半');
  const parts = text.replace(/半/g, '').match(PART) ?? [];
  if (parts.length === 0) return null;
  const sum: Sum = { total: 0, section: 0, pending: null, lastPlace: 1, isAfterZero: false };
  for (const part of parts) addPart(sum, part);
  const tail = sum.pending ?? 0;
  const isShortTail = sum.lastPlace >= 100 && !sum.isAfterZero && tail < 10 && Number.isInteger(tail);
  const value = sum.total + sum.section + tail * (isShortTail ? sum.lastPlace / 10 : 1);
  return isHalfMore ? value + sum.lastPlace / 2 : value;
}
