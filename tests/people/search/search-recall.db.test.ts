import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlaceBook } from '../../../src/organisation/place-book.ts';
import type { RoleId } from '../../../src/organisation/role.ts';
import type { Viewer } from '../../../src/people/access/access.ts';
import { insertPeople, settlePeople } from '../../../src/people/import/people-bulk-store.ts';
import { readName } from '../../../src/people/name-reading.ts';
import type { NewPerson } from '../../../src/people/new-person.ts';
import { findPeople, type PersonSearch } from '../../../src/people/search/person-search.ts';
import { readSearchText } from '../../../src/people/search/search-text.ts';
import type { Database } from '../../../src/platform/database.ts';
import { freshDatabase, testSealer } from '../../setup/test-database.ts';
import { manyPeople, towns, villagesOf } from '../many-people.ts';

const sealer = testSealer();
const now = new Date('2026-11-25T02:00:00Z');
const people = manyPeople(3000, 7);
const book = createPlaceBook(towns.flatMap((town) => [{ town, village: null }, ...villagesOf(town).map((village) => ({ town, village }))]));
/** Fifty of them, with every surname of special reading that the archive holds. */
const special = people.filter(({ name }) => /^[单曾仇解区查]/u.test(name)).slice(0, 18);
const sample = [...special, ...people.filter((_, i) => i % 90 === 0)].slice(0, 50);

const letters = (name: string) => Array.from(name);
const year = ({ birthOn }: NewPerson) => Number(birthOn?.slice(0, 4));
const short = (place: string | null) => (place ?? '').replace(/(?:街道|村)$/u, '');
const surname = ({ name }: NewPerson) => letters(name)[0] ?? '';
const given = ({ name }: NewPerson) => letters(name).slice(1).join('');
const title = ({ sex }: NewPerson) => (sex === '女' ? '大姐' : '师傅');
/** How the six surnames of special reading are read by who does not know. */
const everyday: Record<string, string> = { 单: 'dan', 曾: 'ceng', 仇: 'chou', 解: 'jie', 区: 'qu', 查: 'cha' };

/** Ways to ask for somebody, as typed: what is typed has to bring the person among those found. Null: the way does not fit them. */
const ways: Record<string, (person: NewPerson) => string | null> = {
  name: ({ name }) => name,
  'name and town': ({ name, town }) => `${town}${name}`,
  'town, short, before the name': ({ name, town }) => `${short(town)}的${name}`,
  'village and name': ({ name, village }) => `${village}${name}`,
  'name, then village': ({ name, village }) => `${name} ${village}`,
  'town, village and name': ({ name, town, village }) => `${town}${village}的${name}`,
  'name and birth year': (person) => `${person.name} ${year(person)}`,
  'birth year of two figures': (person) => `${String(year(person)).slice(2)}年的${person.name}`,
  'name and age': (person) => `${2026 - year(person)}岁的${person.name}`,
  'name spelt apart': ({ name }) => letters(name).join(' '),
  'asking words': ({ name }) => `帮我查一下${name}的档案`,
  pinyin: ({ name }) => readName(name).pinyin,
  'pinyin apart, and town': ({ name, town }) =>
    `${letters(name)
      .map((one) => readName(one).pinyin)
      .join(' ')} ${town}`,
  initials: ({ name, town }) => `${readName(name).initials} ${town}`,
  'surname and initials': (person) => surname(person) + readName(person.name).initials.slice(1),
  'pinyin and given name': (person) => readName(person.name).pinyin.slice(0, readName(surname(person)).pinyin.length) + given(person),
  'surname misread': (person) => {
    const other = everyday[surname(person)];
    return other === undefined ? null : other + readName(person.name).pinyin.slice(readName(surname(person)).pinyin.length);
  },
  'initial misread': (person) => {
    const other = everyday[surname(person)]?.[0];
    return other === undefined ? null : `${other}${readName(person.name).initials.slice(1)} ${person.town}`;
  },
  'given name': (person) => (given(person).length === 2 ? `${person.village} ${given(person)}` : null),
  阿: (person) => `${person.town}阿${letters(person.name).at(-1)}`,
  老: (person) => `${person.town}${person.village}老${surname(person)}`,
  小: (person) => `${person.village}的小${surname(person)}`,
  姓: (person) => `${person.village} 姓${surname(person)}的`,
  'surname and title': (person) => `${person.town}${person.village}${surname(person)}${title(person)}`,
  'name and title': (person) => `${person.name}${title(person)}`,
  'identity number': ({ idcard }) => idcard,
  'identity number, spaced': ({ idcard }) => `${idcard?.slice(0, 6)} ${idcard?.slice(6, 14)} ${idcard?.slice(14).toLowerCase()}`,
  phone: ({ phone }) => phone,
  'end of the identity number': ({ name, idcard }) => `身份证尾号${idcard?.slice(-4)}的${name}`,
  'end of the phone': ({ name, phone }) => `${name} 手机尾号${phone?.slice(-4)}`,
  'an end, not said of what': ({ phone, name }) => `尾号${phone?.slice(-4)} ${name}`,
  category: ({ name, keyCategory }) => ({ disabled: `残疾军人${name}`, martyr: `烈属${name}` })[keyCategory ?? ''] ?? null,
};

/** Slips: where nobody is called that, the name meant has to be among those offered. */
const slips: Record<string, (name: string[]) => string | null> = {
  'last character wrong': (name) => (name.length < 3 ? null : [...name.slice(0, -1), '錡'].join('')),
  'middle character wrong': ([first, , last]) => (last === undefined ? null : `${first}錡${last}`),
  'surname wrong': (name) => (name.length < 3 ? null : ['屠', ...name.slice(1)].join('')),
  'a character left out': (name) => (name.length < 3 ? null : name.slice(0, -1).join('')),
  'a character added': (name) => [...name, '錡'].join(''),
  'characters swapped': ([first, second, last]) => (last === undefined || second === last ? null : `${first}${last}${second}`),
  'sound kept': ([first, second, last]) => {
    const other = { 建: '健', 国: '帼', 伟: '玮', 强: '戕', 明: '鸣', 华: '骅', 永: '泳', 志: '智', 军: '均', 勇: '永', 平: '萍' }[
      second ?? ''
    ];
    return other === undefined ? null : `${first}${other}${last ?? ''}`;
  },
  'sound nearly kept, in letters': (name) => {
    const sound = readName(name.join('')).pinyin;
    const slip = sound.replace(/zh/g, 'z').replace(/sh/g, 's').replace(/ch/g, 'c').replace(/ing/g, 'in');
    return slip === sound || slip.length < 5 ? null : slip;
  },
};

function viewer(role: RoleId, area: { town: string | null; village: string | null }): Viewer {
  return { id: `S-${role}`, roles: [role], isActive: true, ...area };
}

/** Who asks: the district's section officer, an officer of the person's own town, the liaison of their village. */
function askers({ town, village }: NewPerson): Viewer[] {
  const nowhere = { town: null, village: null };
  return [
    viewer('section-officer', nowhere),
    viewer('town-officer', { town, village: null }),
    viewer('village-liaison', { town, village }),
  ];
}

describe('recall of what is typed, among three thousand', () => {
  let db: Database | undefined;
  const find = async (who: Viewer, text: string): Promise<PersonSearch> => {
    if (db === undefined) throw new Error('not open');
    const query = readSearchText(text, book);
    return db.transaction((tx) => findPeople({ tx, sealer, now }, who, query, { limit: 200 }));
  };
  const asked = { hits: 0, all: 0 };

  beforeAll(async () => {
    db = await freshDatabase('pglite');
    await db.transaction((tx) => insertPeople(tx, sealer, people));
    await settlePeople(db.tx);
  });
  afterAll(async () => {
    await db?.close();
  });

  /** Asks everybody for everyone of the sample whom the way fits; those who were not brought. */
  async function missedOf(textOf: (person: NewPerson) => string | null, isBrought: (found: PersonSearch, person: NewPerson) => boolean) {
    const missed: string[] = [];
    let tried = 0;
    for (const person of sample) {
      const text = textOf(person);
      if (text === null) continue;
      for (const who of askers(person)) {
        tried += 1;
        if (!isBrought(await find(who, text), person)) missed.push(`${who.roles[0]}: ${text} (${person.name})`);
      }
    }
    asked.all += tried;
    asked.hits += tried - missed.length;
    return { missed, tried };
  }

  it.each(Object.entries(ways))('finds by %s', async (way, textOf) => {
    const { missed, tried } = await missedOf(textOf, (found, { archiveNo }) => numbersOf(found).includes(archiveNo));
    expect(tried).toBeGreaterThan(way === 'category' ? 0 : 20);
    expect(missed).toEqual([]);
  });

  it.each(Object.entries(slips))('offers the name that was meant: %s', async (_, slip) => {
    const textOf = ({ name }: NewPerson) => {
      const text = slip(letters(name));
      // Where somebody is called that, it is no slip.
      return text === null || people.some((one) => one.name === text) ? null : text;
    };
    const { missed, tried } = await missedOf(textOf, (found, { name }) => namesOf(found).includes(name));
    expect(tried).toBeGreaterThan(9);
    // Where more names are equally near than are offered, the one meant may be among the others.
    expect(missed.length / tried).toBeLessThanOrEqual(0.05);
  });

  it('is at least 99 of 100, of more than five hundred', () => {
    expect(asked.all).toBeGreaterThan(500);
    expect(asked.hits / asked.all).toBeGreaterThanOrEqual(0.99);
  });
});

function numbersOf(found: PersonSearch): string[] {
  if (found.kind === 'found') return [found.person.archiveNo];
  return found.kind === 'several' ? found.choices.map((one) => one.archiveNo) : [];
}

function namesOf(found: PersonSearch): string[] {
  if (found.kind === 'none') return found.nearest;
  if (found.kind === 'found') return [found.person.name];
  return found.kind === 'several' ? found.choices.map((one) => one.name) : [];
}
