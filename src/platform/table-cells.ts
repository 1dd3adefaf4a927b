import { type Day, isDay } from './calendar/day.ts';
import { isBankCard, isIdNumber } from './id-number.ts';

/** What a cell says, or why it cannot be taken; empty cells are null. */
export type Reading<T> = { value: T | null } | { reason: string };

function plain(cell: string): string {
  return cell.normalize('NFKC').trim();
}

const dayForms = [
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];

/** 2001-2-3, 2001/02/03, 2001.2.3, 2001年2月3日, 20010203. */
export function readDayCell(cell: string): Reading<Day> {
  const text = plain(cell);
  if (text === '') return { value: null };
  for (const form of dayForms) {
    const [, year = '', month = '', date = ''] = form.exec(text) ?? [];
    const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    if (isDay(day)) return { value: day };
  }
  return { reason: /^\d{5}$/.test(text) ? '是表格软件的日期序号，请改成 2001-02-03 这样的日期' : '不是有效日期，应写成 2001-02-03' };
}

export function readIdNumberCell(cell: string): Reading<string> {
  const text = plain(cell).replace(/\s/g, '').toUpperCase();
  if (text === '') return { value: null };
  if (isIdNumber(text)) return { value: text };
  if (/E\+?\d+$/.test(text) || /^\d{15}000$/.test(text)) return { reason: '身份证号被表格软件截短，请把这一列设为文本后重填' };
  if (/^\d{15}$/.test(text)) return { reason: '是15位旧号码，请换成18位身份证号' };
  if (!/^\d{17}[\dX]$/.test(text)) return { reason: '应为18位身份证号' };
  return { reason: '身份证号校验不通过，请核对' };
}

export function readPhoneCell(cell: string): Reading<string> {
  const text = plain(cell)
    .replace(/\s/g, '')
    .replace(/^\+?86-?(?=1[\d-]{10,14}$)/, '');
  if (text === '') return { value: null };
  const digits = /^1[\d-]+$/.test(text) ? text.replaceAll('-', '') : text;
  return /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/.test(digits) ? { value: digits } : { reason: '应为11位手机号，或带区号的固定电话' };
}

export function readBankCardCell(cell: string): Reading<string> {
  const text = plain(cell).replace(/[\s-]/g, '');
  if (text === '') return { value: null };
  if (/E\+?\d+$/i.test(text)) return { reason: '银行卡号被表格软件截短，请把这一列设为文本后重填' };
  if (!/^\d{16,19}$/.test(text)) return { reason: '应为16至19位银行卡号' };
  return isBankCard(text) ? { value: text } : { reason: '银行卡号校验不通过，请核对' };
}

export function readWholeCell(cell: string, min: number, max: number): Reading<number> {
  const text = plain(cell);
  if (text === '') return { value: null };
  const number = Number(text);
  return /^\d+$/.test(text) && number >= min && number <= max ? { value: number } : { reason: `应为 ${min} 到 ${max} 的整数` };
}

export function readDecimalCell(cell: string, min: number, max: number): Reading<number> {
  const text = plain(cell);
  if (text === '') return { value: null };
  const number = Number(text);
  return Number.isFinite(number) && number >= min && number <= max ? { value: number } : { reason: `应为 ${min} 到 ${max} 的数` };
}

/** One of a few words; `words` gives what each stands for. */
export function readWordCell<T>(cell: string, words: ReadonlyMap<string, T>): Reading<T> {
  const text = plain(cell);
  if (text === '') return { value: null };
  const value = words.get(text);
  return value === undefined ? { reason: `应为${[...words.keys()].join('、')}之一` } : { value };
}

/** Cells that hold several: 甲；乙、丙. */
export function listCell(cell: string): string[] {
  return plain(cell)
    .split(/[;；、,，\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
