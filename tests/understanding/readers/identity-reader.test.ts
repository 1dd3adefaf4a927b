import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBankcard, isIdcard, readIdentities } from '../../../src/understanding/readers/identity-reader.ts';

/** A made-up identity number of the unassigned region 330299 with its right check character. */
function idcardOf(birth: string, sequence: number): string {
  const stem = `330299${birth}${String(sequence).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(stem[at]), 0);
  return stem + '10X98765432'[sum % 11];
}

const withX = Array.from({ length: 200 }, (_, at) => idcardOf('19520304', at)).find((one) => one.endsWith('X')) ?? '';

describe('identity numbers', () => {
  test('a right one is found however it is spaced', () => {
    const value = idcardOf('19500307', 81);
    for (const typed of [value, `${value.slice(0, 6)} ${value.slice(6, 14)} ${value.slice(14)}`, `身份证${value}，谢谢`]) {
      expect(readIdentities(typed)).toMatchObject([{ kind: 'idcard', value }]);
    }
  });

  test('a lower-case x is valid and becomes X', () => {
    expect(readIdentities(withX.toLowerCase())).toMatchObject([{ kind: 'idcard', value: withX }]);
  });

  test('a wrong check character and 17 digits are kept as typed, without a value', () => {
    const value = idcardOf('19500307', 81);
    const wrong = value.slice(0, 17) + ((Number.parseInt(value.slice(17), 10) || 0) === 1 ? '2' : '1');
    expect(readIdentities(wrong)).toMatchObject([{ kind: 'idcard', value: null, text: wrong }]);
    expect(readIdentities(value.slice(0, 17))).toMatchObject([{ kind: 'idcard', value: null }]);
  });

  test('changing any one digit of a right number makes it wrong', () => {
    const value = idcardOf('19500307', 81);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (at, step) => {
        const digit = (Number(value[at]) + step) % 10;
        return !isIdcard(value.slice(0, at) + digit + value.slice(at + 1));
      }),
    );
  });

  test('the thirteenth month is no birthday', () => {
    expect(isIdcard(idcardOf('19501307', 81))).toBe(false);
  });
});

describe('phones and bank cards', () => {
  test('a mobile number is found with spaces and dashes', () => {
    expect(readIdentities('电话139 5784 1234')).toMatchObject([{ kind: 'phone', value: '13957841234' }]);
    expect(readIdentities('139-5784-1234')).toMatchObject([{ kind: 'phone', value: '13957841234' }]);
  });

  test('ten digits after 手机 are a faulty phone', () => {
    expect(readIdentities('手机1395784123')).toMatchObject([{ kind: 'phone', value: null, text: '1395784123' }]);
  });

  test('a bank card needs its Luhn digit', () => {
    expect(isBankcard('6222021001116245702')).toBe(true);
    expect(readIdentities('卡号6222021001116245703')).toMatchObject([{ kind: 'bankcard', value: null }]);
  });

  test('case numbers, years and amounts are none of them', () => {
    expect(readIdentities('YZ20261123-0001 2026年 补助12000')).toEqual([]);
  });
});
