import type { FactName } from './person-facts.ts';

/** What people call the facts of a file when they ask for one to be mended; the first that fits counts. */
const names: readonly [FactName, RegExp][] = [
  ['emergencyPhone', /紧急.*(电话|手机)/],
  ['emergencyName', /紧急/],
  ['idcard', /身份证/],
  ['cardNo', /优待证/],
  ['bankcard', /银行|卡号|账户|账号/],
  ['phone', /电话|手机/],
  ['address', /住址|地址|户籍/],
  ['birthOn', /出生|生日/],
  ['enlistedOn', /入伍/],
  ['dischargedOn', /退役|退伍/],
  ['branch', /军种/],
  ['sex', /性别/],
  ['name', /姓名|名字|姓氏/],
];

const days: ReadonlySet<FactName> = new Set(['birthOn', 'enlistedOn', 'dischargedOn']);

/** The fact that is called so, and its value as the archive writes it: 出生年月, 1950年3月2日 → birthOn 1950-03-02. Null where none is. */
export function factCalled(called: string, value: string): Partial<Record<FactName, string>> | null {
  const fact = names.find(([, words]) => words.test(called))?.[0];
  if (fact === undefined) return null;
  return { [fact]: days.has(fact) ? dayWritten(value) : value.trim() };
}

function dayWritten(text: string): string {
  const [, year, month, date] = /^\s*(\d{4})\D(\d{1,2})\D(\d{1,2})日?\s*$/.exec(text) ?? [];
  return year && month && date ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : text.trim();
}
