import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rotateKeys } from '../../../src/platform/keys/rotate-keys.ts';
import { placeName, type SealedColumns } from '../../../src/platform/keys/sealed-place.ts';
import { sealedRowsAfter, writeResealed } from '../../../src/platform/keys/sealed-rows-store.ts';
import { createSealer, keyIdOf, type SealKey } from '../../../src/platform/seal.ts';
import { sealedPlaces } from '../../../src/serving/sealed-places.ts';
import { onBothDatabases } from '../../setup/test-database.ts';

const key = (id: string, byte: number): SealKey => ({ id, key: Buffer.alloc(32, byte) });
const [k1, k2] = [key('k1', 1), key('k2', 2)];
const index = Buffer.alloc(32, 9);
const old = createSealer([k1], index, 'aes');
const both = createSealer([k2, k1], index, 'aes');
const now = () => new Date('2026-11-25T08:00:00Z');

const notes: SealedColumns = { table: 'note_of_test', key: ['kind', 'no:int'], columns: ['a_sealed', 'b_sealed'] };
const forms: SealedColumns = { table: 'form_of_test', key: ['no'], columns: ['slots'], json: { prefix: 'sealed:' } };

const place = (column: string, row: string) => ({ table: 'note_of_test', column, row });

it('every sealed column of the schema is declared by its room, and nothing else is', () => {
  const declared = sealedPlaces
    .flatMap((one) => one.columns.map((column) => `${one.table}.${column}`))
    .filter((name) => name !== 'service_case.slots');
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const columns = [...schema.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)].flatMap(([, table = '', body = '']) =>
    [...body.matchAll(/^ {2}(\w*sealed\w*)\s/gm)].map(([, column = '']) => `${table}.${column}`),
  );
  expect(columns.length).toBeGreaterThan(20);
  expect([...declared].sort()).toEqual(columns.sort());
});

onBothDatabases('rotating the keys', (db) => {
  it('seals every text anew with the first key, in columns and inside JSON, and then finds nothing to do', async () => {
    const { tx } = db();
    await tx.$executeRawUnsafe(`CREATE TABLE note_of_test (kind TEXT, no INT, a_sealed TEXT, b_sealed TEXT, PRIMARY KEY (kind, no))`);
    await tx.$executeRawUnsafe(`CREATE TABLE form_of_test (no TEXT PRIMARY KEY, slots JSONB NOT NULL)`);
    for (let no = 1; no <= 1203; no += 1) {
      const a = old.seal(`秘密${no}`, place('a_sealed', `k/${no}`));
      const b = no % 3 === 0 ? null : old.seal(`b${no}`, place('b_sealed', `k/${no}`));
      await tx.$executeRaw`INSERT INTO note_of_test VALUES ('k', ${no}::int, ${a}, ${b})`;
    }
    const phone = old.seal('"13800001234"', { table: 'form_of_test', column: 'slots', row: 'YZ1/phone' });
    await tx.$executeRaw`INSERT INTO form_of_test VALUES ('YZ1', ${JSON.stringify({ days: 5, phone: `sealed:${phone}` })}::jsonb)`;

    const progress: number[] = [];
    const deps = { db: db(), sealer: both, aim: 'aes.k2', now, onProgress: (done: number) => void progress.push(done) };
    const rotation = await rotateKeys(deps, [notes, forms]);
    expect(rotation).toEqual({ rows: 1204, resealed: 1204, keysInUse: { k2: 1203 + 802 + 1 }, unreadable: {} });
    expect(progress.at(-1)).toBe(1204);

    const onlyNew = createSealer([k2], index, 'aes');
    const [row] = await tx.$queryRaw<{ a: string; b: string | null }[]>`SELECT a_sealed AS a, b_sealed AS b FROM note_of_test WHERE no = 7`;
    expect(onlyNew.open(row?.a ?? '', place('a_sealed', 'k/7'))).toBe('秘密7');
    expect(onlyNew.open(row?.b ?? '', place('b_sealed', 'k/7'))).toBe('b7');
    const [form] = await tx.$queryRaw<{ slots: { days: number; phone: string } }[]>`SELECT slots FROM form_of_test`;
    expect(form?.slots.days).toBe(5);
    const sealed = form?.slots.phone.slice('sealed:'.length) ?? '';
    expect(onlyNew.open(sealed, { table: 'form_of_test', column: 'slots', row: 'YZ1/phone' })).toBe('"13800001234"');
    expect(await rotateKeys(deps, [notes, forms])).toMatchObject({ rows: 1204, resealed: 0 });
  });

  it('goes on where it was killed', async () => {
    const { tx } = db();
    const third = createSealer([key('k3', 3), k2, k1], index, 'sm');
    let calls = 0;
    const dying = {
      db: db(),
      sealer: third,
      aim: 'sm.k3',
      now,
      onProgress: () => {
        calls += 1;
        if (calls === 2) throw new Error('killed');
      },
    };
    await expect(rotateKeys(dying, [notes])).rejects.toThrow('killed');
    const rest = await rotateKeys({ db: db(), sealer: third, aim: 'sm.k3', now }, [notes]);
    // The second page was written before the kill and its mark was not: it is looked at again, and not written again.
    expect(rest).toMatchObject({ rows: 1003, resealed: 803 });
    const rows = await tx.$queryRaw<{ a: string }[]>`SELECT a_sealed AS a FROM note_of_test`;
    expect(new Set(rows.map((row) => keyIdOf(row.a)))).toEqual(new Set(['k3']));
  });

  it('leaves what no key opens, counts it by its key, and does the rest', async () => {
    const { tx } = db();
    const lost = createSealer([key('lost', 8)], index, 'aes').seal('x', place('a_sealed', 'k/5'));
    await tx.$executeRaw`UPDATE note_of_test SET a_sealed = ${lost} WHERE no = 5`;
    const fourth = createSealer([key('k4', 4), key('k3', 3)], index, 'aes');
    const rotation = await rotateKeys({ db: db(), sealer: fourth, aim: 'aes.k4', now }, [notes]);
    expect(rotation.unreadable).toEqual({ lost: 1 });
    expect(rotation.keysInUse).toEqual({ k4: 1202 + 802, lost: 1 });
  });

  it('never writes over a row that changed meanwhile', async () => {
    const { tx } = db();
    const [row] = await sealedRowsAfter(tx, notes, ['k', '1'], 1);
    if (!row) throw new Error('no row');
    await tx.$executeRaw`UPDATE note_of_test SET a_sealed = 'newer' WHERE kind = ${row.key[0]} AND no::text = ${row.key[1]}`;
    expect(await writeResealed(tx, notes, [{ key: row.key, before: row.values, after: ['stale', null] }])).toBe(0);
  });
});

it('names a place by its table and columns', () => {
  expect(placeName(notes)).toBe('note_of_test.a_sealed+b_sealed');
});
