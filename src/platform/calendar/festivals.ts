import { addDays, type Day, weekdayOf } from './day.ts';
import { dayOfLunar, dayOfTerm } from './lunar-calendar.ts';

export type FestivalLevel = 'village' | 'town' | 'district';
export type OffsetStage = 'plan' | 'list' | 'assign' | 'remind' | 'check';

export type FestivalRule =
  | { calendar: 'lunar'; month: number; day: number }
  | { calendar: 'solar'; month: number; day: number }
  | { calendar: 'solar-term'; term: string }
  /** `weekday`: 1 = Monday … 7 = Sunday. */
  | { calendar: 'nth-weekday'; month: number; weekday: number; nth: number };

/** A festival or memorial day of festivals.yaml. */
export interface Festival {
  id: string;
  name: string;
  /** What staff call it, longest first where one holds the other. */
  words: readonly string[];
  rule: FestivalRule;
  isPublicHoliday: boolean;
  /** Whether people are visited, or staff are only reminded. */
  isVisited: boolean;
  levels: readonly FestivalLevel[];
  /** Calendar days relative to the anchor: the deadline of a visited festival, else the day itself. */
  stages: Partial<Record<OffsetStage, number>>;
}

const long = { plan: -42, list: -28, assign: -18, remind: -8, check: -5 };
const middle = { plan: -30, list: -20, assign: -14, remind: -8, check: -5 };
const short = { plan: -20, list: -14, assign: -10, remind: -5 };
const everyLevel: readonly FestivalLevel[] = ['village', 'town', 'district'];

export const festivals: readonly Festival[] = [
  visited('spring_festival', '春节', ['春节', '过年', '新春', '年前', '农历新年', '大年初一'], lunar(1, 1), true, everyLevel, long),
  visited('qingming', '清明节', ['清明节', '清明'], { calendar: 'solar-term', term: '清明' }, true, ['village', 'town'], middle),
  visited('dragon_boat', '端午节', ['端午节', '端午', '端阳'], lunar(5, 5), true, ['village'], short),
  visited('army_day', '八一建军节', ['八一建军节', '建军节', '八一'], solar(8, 1), false, everyLevel, long),
  visited('mid_autumn', '中秋节', ['中秋节', '中秋', '八月半', '八月十五'], lunar(8, 15), true, ['village'], short),
  visited('martyrs_day', '烈士纪念日', ['烈士纪念日', '烈士节', '烈士日'], solar(9, 30), false, ['town', 'district'], middle),
  visited('double_ninth', '重阳节', ['重阳节', '重阳', '老人节', '敬老节'], lunar(9, 9), false, ['village'], short),
  reminded('new_year', '元旦', ['元旦', '阳历年'], solar(1, 1), true, ['town'], { plan: -14, remind: -5 }),
  reminded('womens_day', '三八妇女节', ['三八妇女节', '妇女节', '三八节', '三八'], solar(3, 8), false, ['village'], {
    plan: -10,
    remind: -3,
  }),
  reminded(
    'discharge_welcome_spring',
    '春季退役返乡迎接',
    ['春季退役返乡迎接', '春季返乡', '春季退役'],
    solar(3, 15),
    false,
    ['village', 'town'],
    {
      plan: -21,
      remind: -7,
    },
  ),
  reminded('ningbo_liberation', '宁波解放纪念日', ['宁波解放纪念日', '宁波解放日', '宁波解放'], solar(5, 25), false, ['town', 'district'], {
    plan: -14,
    remind: -5,
  }),
  reminded('party_day', '建党纪念日', ['建党纪念日', '建党节', '七一', '党的生日'], solar(7, 1), false, ['village'], {
    plan: -14,
    remind: -5,
  }),
  reminded(
    'victory_day',
    '抗战胜利纪念日',
    ['抗战胜利纪念日', '抗战胜利日', '抗战胜利', '九三'],
    solar(9, 3),
    false,
    ['town', 'district'],
    {
      plan: -14,
      remind: -5,
    },
  ),
  reminded(
    'discharge_welcome_autumn',
    '秋季退役返乡迎接',
    ['秋季退役返乡迎接', '秋季返乡', '秋季退役'],
    solar(9, 10),
    false,
    ['village', 'town'],
    {
      plan: -21,
      remind: -7,
    },
  ),
  reminded(
    'defence_education_day',
    '全民国防教育日',
    ['全民国防教育日', '国防教育日'],
    { calendar: 'nth-weekday', month: 9, weekday: 6, nth: 3 },
    false,
    ['town', 'district'],
    { plan: -30, remind: -7 },
  ),
  reminded('national_day', '国庆节', ['国庆节', '国庆', '十一'], solar(10, 1), true, ['town'], { plan: -14, remind: -5 }),
  reminded(
    'korea_war_day',
    '抗美援朝出国作战纪念日',
    ['抗美援朝出国作战纪念日', '抗美援朝纪念日', '抗美援朝'],
    solar(10, 25),
    false,
    ['town', 'district'],
    { plan: -14, remind: -5 },
  ),
  reminded('national_memorial', '国家公祭日', ['国家公祭日', '公祭日'], solar(12, 13), false, ['town'], { plan: -10, remind: -3 }),
];

const byId = new Map(festivals.map((festival) => [festival.id, festival]));

export function findFestival(id: string): Festival | null {
  return byId.get(id) ?? null;
}

/** The civil day of a festival in a civil year. */
export function festivalDay(festival: Festival, year: number): Day {
  const { rule } = festival;
  switch (rule.calendar) {
    case 'lunar':
      return dayOfLunar(year, rule.month, rule.day);
    case 'solar-term':
      return dayOfTerm(year, rule.term);
    case 'solar':
      return civilDay(year, rule.month, rule.day);
    case 'nth-weekday': {
      const first = civilDay(year, rule.month, 1);
      const toFirst = (rule.weekday - weekdayOf(first) + 7) % 7;
      return addDays(first, toFirst + 7 * (rule.nth - 1));
    }
  }
}

function civilDay(year: number, month: number, day: number): Day {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function lunar(month: number, day: number): FestivalRule {
  return { calendar: 'lunar', month, day };
}

function solar(month: number, day: number): FestivalRule {
  return { calendar: 'solar', month, day };
}

type Stages = Festival['stages'];
type Levels = Festival['levels'];

function visited(
  id: string,
  name: string,
  words: string[],
  rule: FestivalRule,
  isPublicHoliday: boolean,
  levels: Levels,
  stages: Stages,
): Festival {
  return { id, name, words, rule, isPublicHoliday, isVisited: true, levels, stages };
}

function reminded(
  id: string,
  name: string,
  words: string[],
  rule: FestivalRule,
  isPublicHoliday: boolean,
  levels: Levels,
  stages: Stages,
): Festival {
  return { id, name, words, rule, isPublicHoliday, isVisited: false, levels, stages };
}
