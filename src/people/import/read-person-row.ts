import type { PlaceBook } from '../../organisation/place-book.ts';
import type { Day } from '../../platform/calendar/day.ts';
import { birthOfIdNumber } from '../../platform/id-number.ts';
import type { RowReading } from '../../platform/row-reading.ts';
import {
  listCell,
  type Reading,
  readBankCardCell,
  readDayCell,
  readIdNumberCell,
  readPhoneCell,
  readWholeCell,
  readWordCell,
} from '../../platform/table-cells.ts';
import { namesMilitaryUnit } from '../../platform/unit-designation.ts';
import { isKeyCategory, readCategory } from '../categories.ts';
import type { Lifecycle, NewPerson, PersonStatus, Sex } from '../new-person.ts';
import { importTexts as t } from '../texts.ts';

/** What a row says of a person; null: the cell was empty, and says nothing. */
export type PersonRow = {
  [Key in Exclude<keyof NewPerson, 'archiveNo' | 'name' | 'categories' | 'relations' | 'benefits' | 'certificates' | 'demo'>]?:
    | NewPerson[Key]
    | undefined;
} & { archiveNo: string | null; name: string; categories: string[] };

export interface RowWorld {
  places: PlaceBook;
  today: Day;
}

const sexes = new Map<string, Sex>([
  ['男', '男'],
  ['女', '女'],
  ['男性', '男'],
  ['女性', '女'],
]);

const statuses = new Map<string, PersonStatus>([
  ['在世', '在世'],
  ['去世', '去世'],
  ['迁出', '迁出'],
]);

const lifecycleOf: Record<PersonStatus, Lifecycle> = { 在世: '在册', 去世: '已故', 迁出: '转出' };

const branches = new Map(
  [
    ...['陆军', '海军', '空军', '火箭军', '武警', '战略支援部队', '联勤保障部队', '军事航天部队', '网络空间部队', '信息支援部队'],
    ...['第二炮兵', '公安边防', '公安消防', '公安警卫', '铁道兵', '工程兵', '基建工程兵'],
  ].map((name) => [name, name]),
);
for (const [word, name] of [
  ['武警部队', '武警'],
  ['武装警察部队', '武警'],
  ['二炮', '第二炮兵'],
] as const)
  branches.set(word, name);

const grades = new Map(
  '一二三四五六七八九十'.split('').flatMap((word, i) => [word, `${word}级`, `${i + 1}级`].map((name) => [name, i + 1])),
);

/** Reads and checks one row of a people list. Faults go to `reading`; null only where the row says too little to name a person. */
export function readPersonRow(reading: RowReading, world: RowWorld): PersonRow | null {
  const name = reading.read('姓名', readNameCell);
  if (reading.text('姓名') === null) reading.fault('姓名', t.missing);
  const archiveNo = reading.read('档案号', readArchiveNoCell);
  const idcard = reading.read('身份证号', readIdNumberCell);
  if (reading.text('档案号') === null && reading.text('身份证号') === null) reading.fault('档案号', t.noKey);
  const status = reading.read('状态', (cell) => readWordCell(cell, statuses));
  const facts = {
    idcard,
    ...birthAndSex(reading, idcard, world.today),
    ...readPlace(reading, world.places),
    ...readService(reading, world.today),
    ...readContacts(reading),
    ...readCategories(reading),
    status: status ?? undefined,
    lifecycle: status === null ? undefined : lifecycleOf[status],
  };
  return name === null ? null : { archiveNo, name, ...facts };
}

function birthAndSex(reading: RowReading, idcard: string | null, today: Day) {
  const sex = reading.read('性别', (cell) => readWordCell(cell, sexes));
  if (idcard === null) return { sex, birthOn: null };
  const birthOn = birthOfIdNumber(idcard);
  if (birthOn !== null && (birthOn > today || birthOn < '1900-01-01')) reading.fault('身份证号', t.impossibleBirth);
  const ofNumber: Sex = Number(idcard[16]) % 2 === 1 ? '男' : '女';
  if (sex !== null && sex !== ofNumber) reading.fault('性别', t.sexMismatch);
  return { sex: ofNumber, birthOn };
}

function readPlace(reading: RowReading, places: PlaceBook): { town: string | null; village: string | null } {
  const townText = reading.text('居住镇街');
  const villageText = reading.text('居住村社');
  const town = townText === null ? null : places.town(townText);
  if (townText !== null && town === null) reading.fault('居住镇街', t.unknownTown);
  if (villageText === null) return { town, village: null };
  const [place, ...others] = places.villages(villageText, town);
  if (place === undefined) reading.fault('居住村社', town === null ? t.unknownVillage : t.villageNotInTown);
  else if (others.length > 0) reading.fault('居住村社', t.ambiguousVillage);
  return { town: town ?? place?.town ?? null, village: place?.village ?? null };
}

function readService(reading: RowReading, today: Day) {
  const enlistedOn = reading.read('入伍日期', readDayCell);
  const dischargedOn = reading.read('退役日期', readDayCell);
  for (const [column, day] of [
    ['入伍日期', enlistedOn],
    ['退役日期', dischargedOn],
  ] as const) {
    if (day !== null && (day > today || day < '1920-01-01')) reading.fault(column, t.impossibleDay);
  }
  if (enlistedOn !== null && dischargedOn !== null && dischargedOn < enlistedOn) reading.fault('退役日期', t.dischargedBefore);
  const branch = reading.read('军种', (cell) => (namesMilitaryUnit(cell) ? { reason: t.unit } : readWordCell(cell, branches)));
  const disabilityGrade = reading.read('伤残等级', (cell) =>
    grades.has(cell) ? { value: grades.get(cell) ?? null } : readWholeCell(cell, 1, 10),
  );
  return { enlistedOn, dischargedOn, branch, disabilityGrade };
}

function readContacts(reading: RowReading) {
  return {
    phone: reading.read('手机号', readPhoneCell),
    address: reading.read('户籍地址', (cell) => readFreeText(cell, 100)),
    cardNo: reading.read('优待证号', readCardNoCell),
    bankcard: reading.read('银行卡号', readBankCardCell),
    emergencyName: reading.read('紧急联系人', readNameCell),
    emergencyPhone: reading.read('紧急联系电话', readPhoneCell),
    note: reading.read('备注', (cell) => readFreeText(cell, 500)),
  };
}

function readCategories(reading: RowReading): { categories: string[]; keyCategory: string | null } {
  const categories = listCell(reading.text('人员类别') ?? '').flatMap((word) => {
    const id = readCategory(word);
    if (id === null) reading.fault('人员类别', t.unknownCategory);
    return id === null ? [] : [id];
  });
  const keyText = reading.text('重点优抚类别');
  const keyCategory = keyText === null ? null : readCategory(keyText);
  if (keyText !== null && (keyCategory === null || !isKeyCategory(keyCategory))) reading.fault('重点优抚类别', t.unknownKeyCategory);
  return { categories: [...new Set(categories)], keyCategory };
}

/** Chinese, minority (with ·) and foreign names; rare characters beyond the basic plane too. */
function readNameCell(cell: string): Reading<string> {
  const name = cell
    .replace(/[•・．∙]/g, '·')
    .replace(/[Ａ-Ｚａ-ｚ]/g, (letter) => letter.normalize('NFKC'))
    .replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
  if (name === '') return { value: null };
  if (/\p{Co}/u.test(name)) return { reason: t.privateCharacter };
  return /^[\p{L}\p{M}][\p{L}\p{M}· .'’-]{1,39}$/u.test(name) ? { value: name } : { reason: t.badName };
}

function readArchiveNoCell(cell: string): Reading<string> {
  const text = cell.normalize('NFKC').toUpperCase();
  if (text === '') return { value: null };
  return /^[A-Z0-9][A-Z0-9-]{2,31}$/.test(text) ? { value: text } : { reason: t.badArchiveNo };
}

function readCardNoCell(cell: string): Reading<string> {
  const text = cell.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (text === '') return { value: null };
  return /^[A-Z0-9-]{4,32}$/.test(text) ? { value: text } : { reason: t.badCardNo };
}

/** Unit designations are military secrets: not collected, wherever they are written (退役军人保障法第六条). */
function readFreeText(cell: string, longest: number): Reading<string> {
  if (cell === '') return { value: null };
  if (namesMilitaryUnit(cell)) return { reason: t.unit };
  return Array.from(cell).length > longest ? { reason: t.tooLong(longest) } : { value: cell };
}
