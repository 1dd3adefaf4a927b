import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertPeople, settlePeople } from '../../../src/people/import/people-bulk-store.ts';
import { readName } from '../../../src/people/name-reading.ts';
import type { NewPerson } from '../../../src/people/new-person.ts';
import type { PersonQuery } from '../../../src/people/search/person-query.ts';
import { findPeople } from '../../../src/people/search/person-search.ts';
import type { Database } from '../../../src/platform/database.ts';
import { freshDatabase, testSealer } from '../../setup/test-database.ts';
import { manyPeople } from '../many-people.ts';

const sealer = testSealer();
const now = new Date('2026-11-25T02:00:00Z');
const people = manyPeople(3000, 7);
const sample = people.filter((_, i) => i % 37 === 0);
const officer = { id: 'S1', roles: ['section-officer' as const], town: null, village: null, isActive: true };

/** Ways that staff ask for somebody, each made from the person's own facts. */
const ways: Record<string, (person: NewPerson) => PersonQuery> = {
  'by name': ({ name }) => ({ name }),
  'by name and town': ({ name, town }) => ({ name, town: town ?? undefined }),
  'by name, village and birth year': ({ name, town, village, birthOn }) => ({
    name,
    town: town ?? undefined,
    village: village ?? undefined,
    birthYear: Number(birthOn?.slice(0, 4)),
  }),
  'by pinyin': ({ name }) => ({ name: readName(name).pinyin }),
  'by initials and town': ({ name, town }) => ({ name: readName(name).initials, town: town ?? undefined }),
  'by surname and initials': ({ name }) => ({ name: (Array.from(name)[0] ?? '') + readName(name).initials.slice(1) }),
  'by 老 and surname, in the village': ({ name, town, village }) => ({
    name: `老${Array.from(name)[0]}`,
    town: town ?? undefined,
    village: village ?? undefined,
  }),
  'by name and 师傅': ({ name }) => ({ name: `${name}师傅` }),
  'by identity number': ({ idcard }) => ({ idcard: idcard ?? undefined }),
  'by identity number with a small x': ({ idcard }) => ({ idcard: idcard?.toLowerCase() }),
  'by the tail of the identity number and the name': ({ idcard, name }) => ({ idcardTail: idcard?.slice(-4), name }),
  'by phone': ({ phone }) => ({ phone: phone ?? undefined }),
  'by the tail of the phone and the birth year': ({ phone, birthOn }) => ({
    phoneTail: phone?.slice(-4),
    birthYear: Number(birthOn?.slice(0, 4)),
  }),
};

describe('recall of a search among thousands', () => {
  let db: Database | undefined;
  const find = async (query: PersonQuery) => {
    if (db === undefined) throw new Error('not open');
    return db.transaction((tx) => findPeople({ tx, sealer, now }, officer, query, { limit: 200 }));
  };

  const numbers = async (query: PersonQuery): Promise<string[]> => {
    const result = await find(query);
    if (result.kind === 'found') return [result.person.archiveNo];
    return result.kind === 'several' ? result.choices.map((one) => one.archiveNo) : [];
  };

  beforeAll(async () => {
    db = await freshDatabase('pglite');
    await db.transaction((tx) => insertPeople(tx, sealer, people));
    await settlePeople(db.tx);
  });
  afterAll(async () => {
    await db?.close();
  });

  it.each(Object.keys(ways))('%s is whole', async (way) => {
    const missed: string[] = [];
    for (const person of sample) {
      const found = await numbers(ways[way]?.(person) ?? {});
      if (!found.includes(person.archiveNo)) missed.push(person.name);
    }
    expect(missed).toEqual([]);
  });

  it('offers the right name where one character is wrong', async () => {
    const wrong = sample.filter(({ name }) => Array.from(name).length === 3).slice(0, 40);
    let offered = 0;
    for (const { name } of wrong) {
      const [first = '', second = ''] = Array.from(name);
      // 錡 is in no name: whoever is found is found by likeness.
      const result = await find({ name: `${first}${second}錡` });
      if (result.kind === 'none' && result.nearest.some((one) => one.startsWith(first + second))) offered += 1;
    }
    expect(offered).toBe(wrong.length);
  });
});
