import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { type Database, database, openDatabase } from '../../src/platform/database.ts';
import { PrismaClient } from '../../src/platform/generated/prisma/client.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { createSealer, type Sealer } from '../../src/platform/seal.ts';

export type DatabaseKind = Database['kind'];

/** A fresh, migrated, empty database of the given kind. Close it when done. */
export async function freshDatabase(kind: DatabaseKind): Promise<Database> {
  return kind === 'pglite' ? freshEmbedded() : freshPostgres();
}

let migratedImage: Promise<Blob> | null = null;

async function freshEmbedded(): Promise<Database> {
  migratedImage ??= makeImage();
  const pglite = await PGlite.create({ loadDataDir: await migratedImage });
  return embedded(pglite);
}

async function makeImage(): Promise<Blob> {
  const pglite = await PGlite.create();
  await migrate(embedded(pglite), 'prisma/migrations');
  const image = await pglite.dumpDataDir('none');
  await pglite.close();
  return image;
}

function embedded(pglite: PGlite): Database {
  const client = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
  return database('pglite', client, { pglite }, async () => {
    await client.$disconnect();
    if (!pglite.closed) await pglite.close();
  });
}

async function freshPostgres(): Promise<Database> {
  const server = inject('postgresUrl');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = await openDatabase({ url: `${server}/postgres`, folder: null, poolSize: 1 });
  await admin.tx.$executeRawUnsafe(`CREATE DATABASE ${name} TEMPLATE template_yinling`);
  await admin.close();
  return openDatabase({ url: `${server}/${name}`, folder: null });
}

/**
 * Runs the same tests on PGlite and on a real PostgreSQL. `db()` gives the database of the running kind, shared by the tests of
 * the block.
 */
export function onBothDatabases(title: string, body: (db: () => Database, kind: DatabaseKind) => void): void {
  for (const kind of ['pglite', 'postgres'] as const) {
    describe(`${title} (${kind})`, () => {
      let db: Database | undefined;
      beforeAll(async () => {
        db = await freshDatabase(kind);
      });
      afterAll(async () => {
        await db?.close();
      });
      body(() => {
        if (!db) throw new Error('the database is open only inside tests');
        return db;
      }, kind);
    });
  }
}

export function testSealer(): Sealer {
  return createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }], Buffer.alloc(32, 9), 'aes');
}
