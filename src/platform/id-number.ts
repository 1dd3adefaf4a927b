import { isDay } from './calendar/day.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** Whether 18 characters are a citizen's identity number: birth date and check character (GB 11643-1999). Upper-case X. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text) || birthOfIdNumber(text) === null) return false;
  return checkCharacter(text) === text[17];
}

function checkCharacter(text: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return CHECK_CHARACTERS[sum % 11] ?? '';
}

/** The birth day that an identity number carries, or null when those digits are no date. */
export function birthOfIdNumber(text: string): string | null {
  const day = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  return isDay(day) ? day : null;
}

/** Luhn's check of 16 to 19 digits, as bank cards carry it. */
export function isBankCard(text: string): boolean {
  if (!/^\d{16,19}$/.test(text)) return false;
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = Number(text[text.length - 1 - index]);
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The number of 18 digits that one of 15 became in 1999: the century is put in and the check digit added. */
export function fromFifteen(old: string): string {
  const body = `${old.slice(0, 6)}19${old.slice(6)}`;
  return `${body}${checkCharacter(body)}`;
}
