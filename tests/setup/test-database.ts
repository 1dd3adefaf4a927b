import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

const MIGRATIONS = 'prisma/migrations';
const PGLITE_PACKAGE = 'node_modules/@electric-sql/pglite/package.json';
const IMAGES = 'node_modules/.cache/yinling-test-images';
let migratedImage: Promise<Blob> | null = null;

async function freshEmbedded(): Promise<Database> {
  migratedImage ??= migratedOnce();
  const pglite = await PGlite.create({ loadDataDir: await migratedImage });
  return embedded(pglite);
}

/** Setting a database up and migrating it takes seconds of every test file: it is kept for as long as the migrations stay the same. */
async function migratedOnce(): Promise<Blob> {
  const file = join(IMAGES, `${await migrationsDigest()}.tar`);
  const kept = await readFile(file).catch(() => null);
  if (kept) return new Blob([kept]);
  const image = await makeImage();
  await mkdir(IMAGES, { recursive: true });
  // Written aside and renamed: another test process may be reading.
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, image.stream());
  await rename(aside, file);
  for (const old of await readdir(IMAGES))
    if (old.endsWith('.tar') && join(IMAGES, old) !== file) await rm(join(IMAGES, old), { force: true });
  return image;
}

async function migrationsDigest(): Promise<string> {
  const digest = createHash('sha256');
  for (const file of [PGLITE_PACKAGE, ...(await migrationFiles())]) digest.update(file).update(await readFile(file));
  return digest.digest('hex').slice(0, 24);
}

async function migrationFiles(): Promise<string[]> {
  const files = await readdir(MIGRATIONS, { recursive: true });
  return files
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => join(MIGRATIONS, file));
}

async function makeImage(): Promise<Blob> {
  const pglite = await PGlite.create();
  await migrate(embedded(pglite), MIGRATIONS);
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
