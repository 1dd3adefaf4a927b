import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { demoVillages, isRural, readDemoStations } from '../../../src/organisation/demo/demo-stations.ts';
import { townsInScope } from '../../../src/organisation/towns.ts';
import { categories, keyCategoryIds } from '../../../src/people/categories.ts';
import { demoToday, yearOf } from '../../../src/people/demo/demo-day.ts';
import { demoPeople } from '../../../src/people/demo/demo-people.ts';
import type { NewPerson } from '../../../src/people/new-person.ts';
import { ageOn, isDay } from '../../../src/platform/calendar/day.ts';

const villages = demoVillages(readDemoStations());
const people = [...demoPeople(villages)];
const roster = people.filter((one) => one.keyCategory !== null && one.status === '在世' && one.lifecycle === '在册');
const areaOf = ({ town, village }: { town: string | null; village: string | null }) => `${town} ${village}`;

function ageOf({ birthOn }: NewPerson): number {
  return ageOn(birthOn ?? '', demoToday);
}

function countBy(of: readonly NewPerson[], key: (one: NewPerson) => string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of of) counts.set(key(one) ?? '', (counts.get(key(one) ?? '') ?? 0) + 1);
  return counts;
}

function isUnique(values: readonly (string | null)[]): boolean {
  const given = values.filter((value) => value !== null);
  return new Set(given).size === given.length;
}

/** GB 11643, worked out here from the definition: the weighted sum of all 18 characters leaves 1 modulo 11. */
function hasValidIdentity(idcard: string): boolean {
  const sum = [...idcard].reduce((total, character, index) => {
    const digit = character === 'X' ? 10 : Number(character);
    return total + digit * (2 ** (17 - index) % 11);
  }, 0);
  return sum % 11 === 1;
}

function passesLuhn(card: string): boolean {
  const digits = [...card].reverse().map((digit, index) => (index % 2 === 1 ? String(Number(digit) * 2) : digit));
  return [...digits.join('')].reduce((sum, digit) => sum + Number(digit), 0) % 10 === 0;
}

describe('the people of the demo district', () => {
  it('are 30,789, numbered one after the other and marked as demo', () => {
    expect(people.length).toBe(30_789);
    expect(people.every((one, index) => one.archiveNo === `YZ-${String(index + 1).padStart(7, '0')}` && one.demo)).toBe(true);
  });

  it('have identity numbers of the unassigned region, valid, unique, true to birth and sex', () => {
    expect(isUnique(people.map((one) => one.idcard))).toBe(true);
    const wrong = people.filter(({ idcard, birthOn, sex }) => {
      const number = idcard ?? '';
      const isMan = Number(number[16]) % 2 === 1;
      return !(number.startsWith(`330299${birthOn?.replaceAll('-', '')}`) && hasValidIdentity(number) && isMan === (sex === '男'));
    });
    expect(wrong).toEqual([]);
  });

  it('have phones that nobody answers and cards that are no account', () => {
    expect(isUnique(people.flatMap((one) => [one.phone, one.emergencyPhone]))).toBe(true);
    expect(people.filter(({ phone }) => phone !== null && !/^154\d{8}$/.test(phone))).toEqual([]);
    const cards = people.flatMap(({ bankcard }) => bankcard ?? []);
    expect(isUnique(cards)).toBe(true);
    expect(cards.filter((card) => !/^629999\d{13}$/.test(card) || !passesLuhn(card))).toEqual([]);
  });

  it('live in every village, more of them where the station is larger, at its official name', () => {
    const official = new Set(villages.map(areaOf));
    const lived = countBy(people, areaOf);
    expect(new Set(lived.keys())).toEqual(official);
    expect(Math.min(...lived.values())).toBeGreaterThan(10);
    expect(people.every(({ address, town, village }) => address?.startsWith(`浙江省宁波市鄞州区${town}${village}`))).toBe(true);
  });

  it('are called as people are called here: many 王建国, no name for everyone', () => {
    const names = [...countBy(people, (one) => one.name)].sort((a, b) => b[1] - a[1]);
    expect(names[0]?.[1]).toBeGreaterThan(30);
    expect(names[0]?.[1]).toBeLessThan(150);
    expect(names.length).toBeGreaterThan(10_000);
    const surnames = [...countBy(people, ({ name }) => name[0] ?? '')].sort((a, b) => b[1] - a[1]).map(([surname]) => surname);
    expect(surnames.slice(0, 3)).toEqual(['陈', '王', '张']);
  });

  it('served when they were of age, and left before today', () => {
    const wrong = people.filter(({ enlistedOn, dischargedOn, birthOn, branch }) => {
      if (enlistedOn === null) return dischargedOn !== null || branch !== null;
      const isInOrder = enlistedOn < (dischargedOn ?? '') && (dischargedOn ?? '') <= demoToday;
      return (
        !isInOrder || yearOf(enlistedOn) - yearOf(birthOn ?? '') < 15 || !['陆军', '海军', '空军', '火箭军', '武警'].includes(branch ?? '')
      );
    });
    expect(wrong).toEqual([]);
  });

  it('have real days everywhere', () => {
    const days = people.flatMap((one) => [
      ...[one.birthOn, one.enlistedOn, one.dischargedOn],
      ...one.categories.map(({ sinceOn }) => sinceOn ?? null),
      ...one.relations.map(({ birthOn }) => birthOn),
      ...one.benefits.map(({ grantedOn }) => grantedOn),
      ...one.certificates.map(({ issuedOn }) => issuedOn),
    ]);
    const given = days.filter((day) => day !== null);
    expect(given.filter((day) => !isDay(day) || day > demoToday)).toEqual([]);
  });

  it('are the same on every machine, and others with another seed', () => {
    const hashOf = (of: Iterable<NewPerson>) => {
      const hash = createHash('sha256');
      for (const one of of) hash.update(JSON.stringify(one));
      return hash.digest('hex');
    };
    const hash = hashOf(people);
    expect(hashOf(demoPeople(villages))).toBe(hash);
    expect(hash.slice(0, 16)).toBe('9e62a67a0f305157');
    const [first] = demoPeople(villages, 1);
    expect(first?.idcard).not.toBe(people[0]?.idcard);
  });
});

describe('the key recipients of the demo district', () => {
  it('are 1,2xx on the roster, and some who are on it no more', () => {
    expect(roster.length).toBeGreaterThanOrEqual(1200);
    expect(roster.length).toBeLessThan(1300);
    const key = people.filter((one) => one.keyCategory !== null);
    expect(new Set(key.map((one) => one.lifecycle))).toEqual(new Set(['在册', '暂停', '取消', '已故', '转出']));
  });

  it('are of every category, the red army being remembered only', () => {
    expect(new Set(roster.map((one) => one.keyCategory))).toEqual(new Set(keyCategoryIds.filter((id) => id !== 'red')));
    expect(people.filter((one) => one.keyCategory === 'red').map((one) => one.status)).toEqual(['去世', '去世', '去世']);
  });

  it('live in all 21 towns and in most villages', () => {
    expect(new Set(roster.map((one) => one.town))).toEqual(new Set(townsInScope.map(({ name }) => name)));
    expect(new Set(roster.map(areaOf)).size).toBeGreaterThan(300);
  });

  it('are of an age that fits what they are', () => {
    const of = (id: string) => people.filter((one) => one.keyCategory === id);
    const born = (id: string) => of(id).map(({ birthOn }) => yearOf(birthOn ?? ''));
    expect(Math.max(...born('old_demob'))).toBeLessThanOrEqual(1936);
    expect(of('old_demob').every(({ enlistedOn }) => (enlistedOn ?? '') <= '1954-10-31')).toBe(true);
    expect(Math.min(...born('war'))).toBeGreaterThanOrEqual(1940);
    expect(Math.max(...born('war'))).toBeLessThan(1970);
    expect(Math.min(...of('rural60').map(ageOf), ...of('martyr_child60').map(ageOf))).toBeGreaterThanOrEqual(60);
  });

  it('have a grade when disabled, and live in a village when the benefit is for villagers', () => {
    expect(people.filter((one) => one.keyCategory === 'disabled' && one.disabilityGrade === null)).toEqual([]);
    const rural = new Set(villages.filter(isRural).map(areaOf));
    expect(people.filter((one) => one.keyCategory === 'rural60' && !rural.has(areaOf(one)))).toEqual([]);
  });

  it('were paid what they are entitled to, and carry the papers that prove it', () => {
    const unpaid = roster.filter((one) => !one.benefits.some(({ year, amount }) => year === 2026 && (amount ?? 0) > 0));
    expect(unpaid).toEqual([]);
    const martyrs = roster.filter((one) => one.keyCategory === 'martyr');
    expect(martyrs.every((one) => one.certificates.some(({ kind }) => kind === '烈士证明书') && one.relations.length > 0)).toBe(true);
    const stays = roster.filter((one) => one.lastSanatoriumYear !== null);
    expect(stays.length).toBeGreaterThan(300);
    expect(stays.every((one) => one.benefits.some(({ kind, year }) => kind === 'sanatorium' && year === one.lastSanatoriumYear))).toBe(
      true,
    );
  });
});

describe('the others', () => {
  it('are of known categories only, with families of those who serve and their children', () => {
    const known = new Set(categories.map(({ id }) => id));
    expect(people.flatMap((one) => one.categories.filter(({ category }) => !known.has(category)))).toEqual([]);
    const of = (id: string) => people.filter((one) => one.categories.some(({ category }) => category === id));
    for (const id of ['injured_police', 'serving-family', 'conscript-family', 'ordinary_veteran', 'accompanying-spouse'])
      expect(of(id).length, id).toBeGreaterThan(20);
    expect(of('serving-family').filter((one) => one.relations.some(({ isMinor }) => isMinor)).length).toBeGreaterThan(100);
  });

  it('call minors minors', () => {
    const wrong = people.flatMap((one) => one.relations).filter(({ birthOn, isMinor }) => ageOn(birthOn ?? '', demoToday) < 18 !== isMinor);
    expect(wrong).toEqual([]);
  });
});

describe('whom the manual speaks about', () => {
  it('has at least three 张建国 in 东柳街道, told apart by community and year', () => {
    const namesakes = people.filter((one) => one.name === '张建国' && one.town === '东柳街道');
    expect(new Set(namesakes.map(({ village }) => village)).size).toBeGreaterThanOrEqual(3);
    expect(new Set(namesakes.map(({ birthOn }) => birthOn?.slice(0, 4))).size).toBeGreaterThanOrEqual(3);
    expect(namesakes.some((one) => one.village === '安居社区' && one.keyCategory === 'disabled' && one.lastSanatoriumYear === null)).toBe(
      true,
    );
  });

  it('has a 陈阿婆 in many villages and in all of 东柳街道', () => {
    const elders = roster.filter((one) => one.name.startsWith('陈') && one.sex === '女' && ageOf(one) > 75);
    expect(new Set(elders.map(areaOf)).size).toBeGreaterThan(80);
    const dongliu = villages.filter(({ town }) => town === '东柳街道').map(areaOf);
    expect(dongliu.filter((area) => !elders.some((one) => areaOf(one) === area))).toEqual([]);
  });
});
