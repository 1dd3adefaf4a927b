import type { Span } from '../phrase-table.ts';

export type IdentityKind = 'idcard' | 'phone' | 'bankcard';

export interface IdentitySighting extends Span {
  kind: IdentityKind;
  /** Digits only (an identity number's X upper case); null when a check fails. */
  value: string | null;
  /** As it was typed. */
  text: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: 18 characters, a possible birth date, and the right check character. */
export function isIdcard(value: string): boolean {
  if (!/^\d{17}[\dX]$/.test(value)) return false;
  const birth = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  const time = Date.parse(`${birth}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== birth) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(value[at]), 0);
  return '10X98765432'[sum % 11] === value[17];
}

/** A mobile number of the mainland, or a land line with its area code. */
export function isPhone(value: string): boolean {
  return /^1[3-9]\d{9}$/.test(value) || /^0\d{9,11}$/.test(value);
}

/** 16 to 19 digits with a right Luhn check digit. */
export function isBankcard(value: string): boolean {
  if (!/^\d{16,19}$/.test(value)) return false;
  const sum = [...value].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

const CHECKS: Record<IdentityKind, (value: string) => boolean> = { idcard: isIdcard, phone: isPhone, bankcard: isBankcard };
// Digits that may be spaced or dashed; a birth date or a case number is shorter or carries letters.
const RUN = /(?<![\dA-Za-z])\d(?:[ -]?\d){6,20}(?:[ -]?[xX])?(?![\dA-Za-z])/g;

/** 幺三五八六七幺二三四五: digits dictated one by one. */
const SPOKEN = /[零〇一二三四五六七八九幺]{10,19}/g;
const SPOKEN_DIGITS = '零一二三四五六七八九';

function spokenAsDigits(text: string): string {
  return text.replace(SPOKEN, (run) =>
    [...run].map((digit) => (digit === '幺' ? '1' : digit === '〇' ? '0' : SPOKEN_DIGITS.indexOf(digit))).join(''),
  );
}

function kindOf(value: string, before: string): IdentityKind | null {
  if (/(?:卡号|银行卡|账号|帐号|打到|打在|工资卡|银行)[^\d]{0,8}$/.test(before)) return 'bankcard';
  if (/身份证[^\d]{0,8}$/.test(before)) return 'idcard';
  if (/(?:电话|手机|号码|联系方式|座机)[^\d]{0,6}$/.test(before)) return 'phone';
  if (isIdcard(value)) return 'idcard';
  if (isPhone(value)) return 'phone';
  if (isBankcard(value)) return 'bankcard';
  return likelyKind(value);
}

function likelyKind(value: string): IdentityKind | null {
  if (value.endsWith('X')) return 'idcard';
  if (/^1[3-9]/.test(value) && (value.length === 10 || value.length === 12)) return 'phone';
  if (value.length >= 17 && value.length <= 18 && /^[1-8]\d{5}(?:19|20)/.test(value)) return 'idcard';
  return value.length >= 16 && value.length <= 19 ? 'bankcard' : null;
}

/** 13957409988 5: of a spaced run the longest stretch of whole groups that passes a check; the whole run when none does. */
function soundStretch(run: string): { text: string; offset: number } {
  const bounds = [0, ...[...run.matchAll(/[ -]/g)].flatMap(({ index }) => [index, index + 1]), run.length];
  const stretches = bounds
    .flatMap((start) => bounds.filter((end) => end - start >= 7).map((end) => ({ text: run.slice(start, end), offset: start })))
    .sort((a, b) => b.text.length - a.text.length);
  const sound = ({ text }: { text: string }): boolean =>
    Object.values(CHECKS).some((check) => check(text.replace(/[ -]/g, '').toUpperCase()));
  return stretches.find(sound) ?? { text: run, offset: 0 };
}

/** Every identity number, phone and bank card in a text, the faulty ones too (value null). */
export function readIdentities(said: string): IdentitySighting[] {
  const text = spokenAsDigits(said);
  const found: IdentitySighting[] = [];
  for (const match of text.matchAll(RUN)) {
    const { text: typed, offset } = soundStretch(match[0]);
    const start = match.index + offset;
    const value = typed.replace(/[ -]/g, '').toUpperCase();
    const kind = kindOf(value, text.slice(Math.max(0, start - 14), start));
    if (kind !== null)
      found.push({
        kind,
        value: CHECKS[kind](value) ? value : null,
        text: said.slice(start, start + typed.length),
        start,
        end: start + typed.length,
      });
  }
  return found;
}

/** A whole answer read as one kind, however it is spaced: its value, or null with the fault left to the caller. */
export function parseIdentity(kind: IdentityKind, text: string): string | null {
  const value = text.replace(/[\s-]/g, '').toUpperCase();
  return CHECKS[kind](value) ? value : null;
}
