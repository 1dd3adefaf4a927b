import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { onBothDatabases } from '../setup/test-database.ts';

/** The Prisma schema and the SQL migrations are written by hand: this proves that they say the same. */

const prismaTypes: Record<string, string> = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Json: 'jsonb',
  'DateTime @db.Date': 'date',
  'DateTime @db.Timestamptz(3)': 'timestamp with time zone',
  'Decimal @db.Decimal(12, 2)': 'numeric',
};

function schemaModels(): Map<string, string[]> {
  const text = readFileSync('prisma/schema.prisma', 'utf8');
  return new Map(
    [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => [
      name,
      body.split('\n').map((line) => line.trim()),
    ]),
  );
}

function columnsOf(lines: string[]): string[] {
  return lines.flatMap((line) => {
    const field = /^(\w+)\s+(String|Boolean|Int|BigInt|Float|Json|DateTime|Decimal)(\?)?(.*)$/.exec(line);
    if (!field) return [];
    const [, name, type = '', optional, rest = ''] = field;
    const native = /@db\.\w+(\([^)]*\))?/.exec(rest)?.[0];
    return [`${name} ${prismaTypes[native ? `${type} ${native}` : type]} ${optional ? 'YES' : 'NO'}`];
  });
}

function keysOf(lines: string[]): string[] {
  return lines.flatMap((line) => {
    const single = /^(\w+)\s.*@(id|unique)\b/.exec(line);
    if (single) return [`unique (${single[1]})`];
    const several = /^@@(id|unique)\(\[([^\]]*)\]/.exec(line);
    if (several) return [`unique (${several[2]})`];
    const index = /^@@index\(\[(.*)\], map: "(\w+)"\)/.exec(line);
    return index ? [`index ${index[2]}`] : [];
  });
}

onBothDatabases('the migrated database', (db) => {
  it('has the tables, columns, types and nullability of the Prisma schema', async () => {
    const rows = await db().tx.$queryRaw<{ table_name: string; text: string }[]>`
      SELECT table_name, column_name || ' ' || data_type || ' ' || is_nullable AS text FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY table_name, ordinal_position`;
    const actual = new Map<string, string[]>();
    for (const row of rows) actual.set(row.table_name, [...(actual.get(row.table_name) ?? []), row.text]);
    const expected = new Map([...schemaModels()].map(([name, lines]) => [name, columnsOf(lines)]));
    expect(Object.fromEntries([...actual].map(([name, columns]) => [name, columns.sort()]))).toEqual(
      Object.fromEntries([...expected].map(([name, columns]) => [name, columns.sort()])),
    );
  });

  it('has the keys and indexes of the Prisma schema', async () => {
    const rows = await db().tx.$queryRaw<{ table_name: string; name: string; is_unique: boolean; is_beyond: boolean; columns: string }[]>`
      SELECT t.relname AS table_name, i.relname AS name, x.indisunique AS is_unique, x.indpred IS NOT NULL OR x.indexprs IS NOT NULL AS is_beyond,
        (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(x.indkey) WITH ORDINALITY AS k (attnum, n)
          JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum) AS columns
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
      JOIN pg_namespace s ON s.oid = t.relnamespace WHERE s.nspname = 'public' AND t.relname <> '_prisma_migrations'`;
    const actual: Record<string, string[]> = {};
    for (const row of rows) {
      // The Prisma schema cannot say indexes that are partial or over an expression; they stand in the migration alone.
      if (row.is_beyond) continue;
      const key = row.is_unique ? `unique (${row.columns})` : `index ${row.name}`;
      actual[row.table_name] = [...(actual[row.table_name] ?? []), key].sort();
    }
    const expected = Object.fromEntries([...schemaModels()].map(([name, lines]) => [name, keysOf(lines).sort()]));
    expect(actual).toEqual(expected);
  });
});
