import { type NewPerson, newPerson } from '../../src/people/new-person.ts';

/** A small generator of its own: tests must not lean on the demo district that they might prove. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const surnames = Array.from('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹单曾仇解区查欧');
const given = Array.from('建国伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂海永志华红玉德福阿宝龙根土水文武');

export const towns = Array.from({ length: 21 }, (_, i) => `测试${String.fromCharCode(0x7532 + i)}街道`);
export const villagesOf = (town: string) =>
  Array.from({ length: 16 }, (_, i) => `${town.slice(2, 3)}${'东西南北中上下前后新老大小高平和'[i]}村`);

/** A valid identity number of the unassigned region 330299. */
export function idcardOf(birthOn: string, order: number): string {
  const body = `330299${birthOn.replaceAll('-', '')}${String(order % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}

export function manyPeople(count: number, seed = 1): NewPerson[] {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  return Array.from({ length: count }, (_, i) => {
    const town = pick(towns);
    // Every birth day is used at most a thousand times, so that identity numbers are unique.
    const day = i % 12_000;
    const birthOn = new Date(Date.UTC(1935, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
    const archiveNo = `YZ-${String(i + 1).padStart(7, '0')}`;
    const isKey = next() < 0.04;
    return newPerson({
      archiveNo,
      name: pick(surnames) + pick(given) + (next() < 0.8 ? pick(given) : ''),
      sex: next() < 0.8 ? '男' : '女',
      birthOn,
      town,
      village: pick(villagesOf(town)),
      keyCategory: isKey ? pick(['disabled', 'martyr', 'war']) : null,
      categories: [{ category: 'veteran', sinceOn: '1980-01-01' }],
      enlistedOn: '1970-12-01',
      dischargedOn: '1974-12-01',
      branch: '陆军',
      disabilityGrade: null,
      idcard: idcardOf(birthOn, Math.floor(i / 12_000) + 1),
      phone: `1990000${String(i % 10_000).padStart(4, '0')}`,
      address: `${town}某村${i % 99}号`,
      bankcard: '6222000000001234',
      health: isKey ? '高血压' : null,
      emergencyName: '王五',
      emergencyPhone: '19900001111',
      relations: [
        { kind: '配偶', name: '李四', birthOn: '1955-01-01', isMinor: false },
        { kind: '子女', name: '王小明', birthOn: '2015-01-01', isMinor: true },
      ],
      benefits: [{ kind: 'pension', title: '定期抚恤金', amount: 1200, year: 2025, grantedOn: '2025-06-01' }],
      certificates: [{ kind: '优待证', no: `YD${i}`, state: '有效', issuedOn: '2022-01-01' }],
      demo: true,
    });
  });
}
