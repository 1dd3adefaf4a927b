import { describe, expect, test } from 'vitest';
import { isMoney, readNumbers, yuanOf } from '../../../src/understanding/readers/number-reader.ts';
import { parseNumber } from '../../../src/understanding/readers/numeral.ts';

test.each([
  ['三千五', 3500],
  ['1万2', 12_000],
  ['1.2万', 12_000],
  ['一百二', 120],
  ['一百零二', 102],
  ['十', 10],
  ['十五', 15],
  ['二十万', 200_000],
  ['一万二千三百', 12_300],
  ['两万三', 23_000],
  ['二〇二六', 2026],
  ['3', 3],
])('%s is %d', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each(['', '个', '三天', '三千块'])('%s alone is no number', (text) => {
  expect(parseNumber(text)).toBeNull();
});

describe('numbers in a sentence', () => {
  test.each([
    ['住5天', 5, '天'],
    ['两百来块', 200, '块'],
    ['一年半', 1.5, '年'],
    ['两个半月', 2.5, '个月'],
    ['花了3,500元', 3500, '元'],
    ['三口人', 3, '口人'],
  ])('%s', (text, value, unit) => {
    expect(readNumbers(text)[0]).toMatchObject({ value, unit });
  });

  test('amounts are known by a currency word or by 千 and 万, and counted in yuan', () => {
    const amounts = readNumbers('自付2.3万，申请五千，补三百块，共5天').filter(isMoney).map(yuanOf);
    expect(amounts).toEqual([23_000, 5000, 300]);
  });
});
