import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PersonRow } from '../../../src/people/import/read-person-row.ts';
import { createSealedAhead } from '../../../src/people/import/sealed-ahead.ts';
import { startSealingThread } from '../../../src/people/import/sealing-thread.ts';
import type { NewPerson } from '../../../src/people/new-person.ts';
import { openFact } from '../../../src/people/person-seal.ts';
import { createSealer } from '../../../src/platform/seal.ts';
import { manyPeople } from '../many-people.ts';

describe.each(['aes', 'sm'] as const)('rows sealed on a thread of its own (%s)', (suite) => {
  const keys = { keys: [{ id: 'k1', key: Buffer.alloc(32, 7) }], indexKey: Buffer.alloc(32, 9), suite };
  const sealer = createSealer(keys.keys, keys.indexKey, suite);
  const rowOf = (person: NewPerson) => {
    const said = {
      ...person,
      categories: person.categories.map((one) => one.category),
      relations: undefined,
      benefits: undefined,
      certificates: undefined,
    };
    return { said: said as unknown as PersonRow, draft: person, index: sealer.index('idcard', person.idcard ?? '') };
  };
  const check = (person: NewPerson, text: string | undefined) => {
    const row = JSON.parse(text ?? '{}') as Record<string, string>;
    expect(row).toMatchObject({ archiveNo: person.archiveNo, name: person.name, namePinyin: expect.stringMatching(/^[a-z]+$/) });
    for (const fact of ['idcard', 'phone', 'address'] as const)
      expect(openFact(sealer, fact, row[fact] ?? '', person.archiveNo)).toBe(person[fact]);
    expect(row['idcardIndex']).toBe(sealer.index('idcard', person.idcard ?? ''));
    expect(row['phoneTailIndex']).toBe(sealer.index('phone-tail', person.phone?.slice(-4) ?? ''));
  };

  it('open and are found like those that are sealed here', async () => {
    const thread = startSealingThread(keys);
    const [some, others] = [manyPeople(150, 1), manyPeople(150, 2)];
    const sealed = await Promise.all([thread.seal(some.map(rowOf)), thread.seal(others.map(rowOf))]);
    for (const [people, rows] of [
      [some, sealed[0]],
      [others, sealed[1]],
    ] as const)
      for (const [index, person] of people.entries()) check(person, rows[index]);
    expect(thread.isReady()).toBe(true);
    await thread.close();
  });

  it('are all there when their turn comes, wherever they were sealed', async () => {
    const ahead = createSealedAhead(sealer, keys);
    const people = manyPeople(4000);
    for (let start = 0; start < people.length; start += 1000) {
      const batch = people.slice(start, start + 1000);
      for (const person of batch) ahead.add(rowOf(person));
      const rows = await ahead.take();
      expect(rows.size).toBe(1000);
      for (const person of batch.slice(0, 50)) check(person, rows.get(person));
      await sleep(150);
    }
    await ahead.close();
  });
});
