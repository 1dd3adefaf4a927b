import type { Random } from '../../organisation/demo/seeded-random.ts';
import type { Day } from '../../platform/calendar/day.ts';
import type { Sex } from '../new-person.ts';

/** No district has the code 330299, so no identity number that begins with it is anybody's. */
export const demoRegion = '330299';

/**
 * In the range of UnionPay, but the issuer number of no bank in the published lists: passes every check of form (Luhn, 19 digits) and
 * is no account.
 */
export const demoIssuer = '629999';

/** Hands out identity numbers that fit birth and sex (odd order numbers are men's), none of them twice (GB 11643). */
export function identityNumbers(): (random: Random, birthOn: Day, sex: Sex) => string {
  const taken = new Set<string>();
  return (random, birthOn, sex) => {
    const born = demoRegion + birthOn.replaceAll('-', '');
    let order = random.between(0, 499);
    for (let tries = 0; tries < 500; tries += 1) {
      const body = born + String(order * 2 + (sex === '男' ? 1 : 0)).padStart(3, '0');
      if (!taken.has(body)) {
        taken.add(body);
        return body + checkCharacter(body);
      }
      order = (order + 1) % 500;
    }
    throw new RangeError('more than 500 people of one sex on one day of birth');
  };
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

function checkCharacter(body: string): string {
  const sum = weights.reduce<number>((total, weight, index) => total + weight * Number(body[index]), 0);
  return '10X98765432'[sum % 11] ?? '';
}

/** The card of the n-th file: 19 digits, the last by Luhn (ISO/IEC 7812-1). */
export function demoBankcard(n: number): string {
  const body = demoIssuer + String((n * 7_654_321_987 + 123_456_789) % 1_000_000_000_000).padStart(12, '0');
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const digit = Number(body[body.length - 1 - index]) * (index % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return body + String((10 - (sum % 10)) % 10);
}
