import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { relationPlace, sealedColumns } from '../../src/people/person-seal.ts';
import { type District, inBothDistricts } from '../setup/district.ts';

const OFFICER = 'T330212012C';

/** Everything of people that must stand nowhere in the clear: as it is, and as base64 and hex. */
async function needlesOf(district: District): Promise<string[]> {
  const { sealer } = district.app;
  const facts = ['idcard', 'phone', 'bankcard', 'address', 'health'] as const;
  const columns = facts.map((fact) => `${sealedColumns[fact]} AS "${fact}"`).join(', ');
  const people = await district.rows<Record<string, string | null>>(`SELECT archive_no AS no, ${columns} FROM person`);
  const values = people.flatMap((row) =>
    facts.flatMap((fact) => {
      const sealed = row[fact];
      return sealed ? [sealer.open(sealed, { table: 'person', column: sealedColumns[fact], row: String(row['no']) })] : [];
    }),
  );
  const minors = await district.rows<{ id: string; name: string }>(`SELECT id, name_sealed AS name FROM person_relation WHERE is_minor`);
  const names = new Set(
    (await district.rows<{ name: string }>('SELECT name FROM person UNION SELECT name FROM staff')).map((row) => row.name),
  );
  const children = minors.map((row) => sealer.open(row.name, relationPlace('name_sealed', row.id))).filter((name) => !names.has(name));
  return [...new Set([...values.filter((value) => value.length >= 6), ...children])];
}

function spellings(needle: string): string[] {
  const bytes = Buffer.from(needle, 'utf8');
  const base64 = bytes.toString('base64').replace(/=+$/, '').slice(0, -1);
  return [needle, ...(bytes.length >= 9 ? [base64, bytes.toString('hex')] : [])];
}

/** Every row of every table of every schema but the database's own, as text. */
async function dump(district: District): Promise<{ table: string; text: string }[]> {
  const tables = await district.rows<{ name: string }>(
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const all = [];
  for (const { name } of tables) {
    const rows = await district.rows<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    all.push({ table: name, text: rows.map((row) => row.text).join('\n') });
  }
  return all;
}

/** Where any of the needles stands. */
function holding(texts: { table: string; text: string }[], wanted: readonly string[]): string[] {
  return texts.flatMap(({ table, text }) => wanted.filter((needle) => text.includes(needle)).map((needle) => `${table}: ${needle}`));
}

/** Files beside the database's own. */
async function filesOf(district: District, kind: string): Promise<{ table: string; text: string }[]> {
  const { dataDir } = district.app.config;
  const names = (await readdir(dataDir, { recursive: true })).filter((name) => !(kind === 'pglite' && name.startsWith('pglite')));
  return Promise.all(
    names.map(async (name) => ({ table: name, text: (await readFile(join(dataDir, name)).catch(() => Buffer.alloc(0))).toString('utf8') })),
  );
}

inBothDistricts('a dump of everything that was stored', (district, kind) => {
  it('shows nobody’s numbers, address, health or children, nor do the logs', async () => {
    const officer = await district().person(OFFICER);
    const needles = await needlesOf(district());
    expect(needles.length).toBeGreaterThan(500);
    const [one] = await district().rows<{ no: string; name: string; idcard: string; phone: string }>(
      `SELECT archive_no AS no, name, idcard_sealed AS idcard, phone_sealed AS phone FROM person WHERE town = '东柳街道' AND status = '在世'
       AND idcard_sealed IS NOT NULL AND phone_sealed IS NOT NULL ORDER BY archive_no LIMIT 1`,
    );
    const open = (column: string, sealed: string) => district().app.sealer.open(sealed, { table: 'person', column, row: one?.no ?? '' });
    const [idcard, phone] = [open('idcard_sealed', one?.idcard ?? ''), open('phone_sealed', one?.phone ?? '')];

    // What people really type: lookups by number, a booking left half-way, a transfer with a child, a visit, faults.
    const talk = [
      `查一下身份证${idcard}`,
      `电话${phone}是谁`,
      `查看完整手机号 ${one?.no} 事由：上门前核对一下`,
      `紧急查看 YZ-0000001 事由：老人走失要联系`,
      `帮${one?.name}报个疗养，身份证${idcard}，电话${phone}`,
      '取消',
      `给${one?.name}家小孩办转学，孩子叫欧阳小满，身份证330212201606011236`,
      '先放一放',
      `${one?.name}走访过了，身体还好，有高血压，电话${phone}没变`,
      `\u0000坏字符 ${idcard} ${phone}`,
      '我的待办',
    ];
    for (const text of talk) await officer.says(text);
    await district().settle();

    const wanted = [...needles, '330212201606011236', '欧阳小满'].flatMap(spellings);
    const tables = await dump(district());
    expect(holding(tables, wanted)).toEqual([]);
    // The same search finds what may stand there, so that it would find the rest.
    expect(holding(tables, [one?.name ?? '']).length).toBeGreaterThan(0);
    expect(holding(await filesOf(district(), kind), wanted)).toEqual([]);
    expect(holding([{ table: 'log', text: JSON.stringify(district().log) }], wanted)).toEqual([]);
  });
});
