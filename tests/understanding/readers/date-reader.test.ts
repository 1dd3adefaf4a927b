import { describe, expect, test } from 'vitest';
import { festivalDay, festivals } from '../../../src/platform/calendar/festivals.ts';
import type { DateFrame, DateUse } from '../../../src/understanding/readers/date-frame.ts';
import { readDateRanges, readDates } from '../../../src/understanding/readers/date-reader.ts';

/** Wednesday. */
const frame: DateFrame = {
  today: '2026-11-25',
  festivalDate: (id, year) => {
    const festival = festivals.find((one) => one.id === id);
    return festival ? festivalDay(festival, year) : null;
  },
  isLunarTalk: false,
};

function dayIn(text: string, use: DateUse, over: Partial<DateFrame> = {}): string | null {
  return readDates(text, { ...frame, ...over })[0]?.resolve(use) ?? null;
}

describe('a day', () => {
  test.each([
    ['今天', '2026-11-25'],
    ['今朝', '2026-11-25'],
    ['大后天', '2026-11-28'],
    ['前天', '2026-11-23'],
    ['下周三', '2026-12-02'],
    ['下下周三', '2026-12-09'],
    ['上周五', '2026-11-20'],
    ['本周日', '2026-11-29'],
    ['礼拜五', '2026-11-27'],
    ['月底', '2026-11-30'],
    ['下个月底', '2026-12-31'],
    ['年底', '2026-12-31'],
    ['半个月后', '2026-12-10'],
    ['三天后', '2026-11-28'],
    ['两个月以后', '2027-01-25'],
    ['过两周', '2026-12-09'],
    ['2026年12月3日', '2026-12-03'],
    ['2026-12-3', '2026-12-03'],
    ['20261203', '2026-12-03'],
    ['明年三月五日', '2027-03-05'],
    ['12.3', '2026-12-03'],
    ['12/3', '2026-12-03'],
    ['十二月三号', '2026-12-03'],
    ['下个月15号', '2026-12-15'],
    ['3号', '2026-12-03'],
    ['正月初五', '2027-02-10'],
    ['腊月二十三', '2027-01-30'],
    ['农历八月十五', '2027-09-15'],
    ['大年初二', '2027-02-07'],
    ['年三十', '2027-02-05'],
    ['春节前一天', '2027-02-05'],
  ])('for a plan: %s is %s', (text, day) => {
    expect(dayIn(text, 'future')).toBe(day);
  });

  test.each([
    ['8月3号', '2026-08-03'],
    ['12月3号', '2025-12-03'],
    ['20号', '2026-11-20'],
    ['28号', '2026-10-28'],
    ['周五', '2026-11-20'],
    ['去年8月31', '2025-08-31'],
    ['三天前', '2026-11-22'],
    ['98年5月1日', '1998-05-01'],
  ])('for what has happened: %s was %s', (text, day) => {
    expect(dayIn(text, 'past')).toBe(day);
  });

  test('八月十五 is the lunar one where 中秋 is talked about, the civil one elsewhere', () => {
    expect(dayIn('八月十五', 'future', { today: '2026-09-22', isLunarTalk: true })).toBe('2026-09-25');
    expect(dayIn('八月十五', 'future', { today: '2026-08-01' })).toBe('2026-08-15');
  });

  test.each(['2月30日', '1.2万', '5号楼', '3个月', '第二批', 'YZ20261123-0001', '没有日期'])('there is none in %s', (text) => {
    expect(readDates(text, frame)).toEqual([]);
  });
});

describe('days from one to another', () => {
  test.each([
    ['12月1日到5日请假', '2026-12-01', '2026-12-05'],
    ['下周一到下周三', '2026-11-30', '2026-12-02'],
    ['12月30号到1月2号', '2026-12-30', '2027-01-02'],
    ['2026.8.3-8.7', '2026-08-03', '2026-08-07'],
    ['明天到后天', '2026-11-26', '2026-11-27'],
    ['12月1号到10', '2026-12-01', '2026-12-10'],
  ])('%s', (text, from, to) => {
    expect(readDateRanges(text, frame)[0]?.resolve('future')).toEqual({ from, to });
  });

  test('上个月5号到20号 stays in that month', () => {
    expect(readDateRanges('上个月5号到20号', frame)[0]?.resolve('past')).toEqual({ from: '2026-10-05', to: '2026-10-20' });
  });

  test('an end before its start is no span', () => {
    expect(readDateRanges('12月5日到2026年12月1日', frame)[0]?.resolve('future') ?? null).toBeNull();
  });
});
