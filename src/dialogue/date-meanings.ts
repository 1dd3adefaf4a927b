import type { FieldDefinition } from '../flows/flow-definition.ts';
import { type Day, isDay } from '../platform/calendar/day.ts';
import { dayOfLunar } from '../platform/calendar/lunar-calendar.ts';
import type { Offer } from './dialogue-event.ts';
import { texts } from './texts.ts';

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** 八月十五, 三月三: nobody writes a civil date so, and nobody said 农历 either. 八月十五号 and 8月15 are civil. */
const LUNAR_LOOKING =
  /(?<![农阴公阳]历(?:\d{4}年)?|[一二三四五六七八九十])((?:十[一二]?|[二三四五六七八九]))月([一二三四五六七八九]|十[一二三四五六七八九]?|二十[一二三四五六七八九]?|三十)(?![一二三四五六七八九十号日个天多来几])/u;

export interface TwoDays {
  /** The words that can mean both. */
  said: string;
  options: Offer[];
}

/** Both meanings of a date that can be a civil or a lunar one, where the reading took it as civil; null where there is one. */
export function civilOrLunar(text: string, value: unknown, field: FieldDefinition, today: Day): TwoDays | null {
  const match = LUNAR_LOOKING.exec(text);
  if (!match || typeof value !== 'string' || !isDay(value)) return null;
  const [said, month, day] = [match[0], numeral(match[1]), numeral(match[2])];
  if (Number(value.slice(5, 7)) !== month || Number(value.slice(8, 10)) !== day || day > 29) return null;
  const lunar = lunarDay(Number(value.slice(0, 4)), month, day, field, today);
  const options = [
    { value, label: texts.solar(texts.day(value)) },
    { value: lunar, label: texts.lunar(said, texts.day(lunar)) },
  ];
  return { said, options };
}

/** In the year that the civil meaning fell in, or the one beside it where the field's limits ask for that. */
function lunarDay(year: number, month: number, day: number, { timing }: FieldDefinition, today: Day): Day {
  const same = dayOfLunar(year, month, day);
  if (timing === 'past' && same > today) return dayOfLunar(year - 1, month, day);
  return timing === 'future' && same < today ? dayOfLunar(year + 1, month, day) : same;
}

/** The same day of the year before or after, where only that can be meant: a day that has not come, of what has happened. */
export function dayInOtherYear(value: unknown, { timing }: FieldDefinition, today: Day): Day | null {
  if (timing === undefined || typeof value !== 'string' || !isDay(value)) return null;
  const isWrong = timing === 'past' ? value > today : value < today;
  if (!isWrong) return null;
  const year = Number(today.slice(0, 4));
  const years = timing === 'past' ? [year, year - 1] : [year, year + 1];
  const days = years.map((one) => `${one}${value.slice(4)}`).filter(isDay);
  return days.find((day) => (timing === 'past' ? day <= today : day >= today)) ?? null;
}

function numeral(said: string | undefined): number {
  const [tens = '', units] = (said ?? '').includes('十') ? (said ?? '').split('十') : ['', said];
  const ten = (said ?? '').includes('十') ? 10 * (tens === '' ? 1 : numerals.indexOf(tens) + 1) : 0;
  return ten + (units ? numerals.indexOf(units) + 1 : 0);
}
