import type { PGlite } from '@electric-sql/pglite';
import type { Pool } from 'pg';
import type { Prisma, PrismaClient } from './generated/prisma/client.ts';
import { createTurns } from './turns.ts';

/** What a store runs its statements on: the client itself, or the open transaction. Opaque outside stores. */
export type Tx = Prisma.TransactionClient;

/**
 * One PostgreSQL, embedded or not. Inside `transaction` use only the `tx` it hands out: the embedded database has a single
 * connection, and a statement on the outer client would wait for the transaction that waits for it.
 */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  readonly tx: Tx;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The driver below Prisma, for the job queue, migrations and the bench's bare limit. */
  readonly driver: { pglite: PGlite } | { pool: Pool; url: string; role?: string | null; atOnce?: number };
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** `postgresql://…`, or null for the embedded database. */
  url: string | null;
  /** Folder of the embedded database; null keeps it in memory (tests). */
  folder: string | null;
  poolSize?: number;
  /** What the sessions work as once the schema is there (`yinling_app`); null: as the connecting role. */
  role?: string | null;
}

export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  return options.url ? openPostgres(options.url, options.poolSize ?? 10, options.role ?? null) : openEmbedded(options.folder);
}

/** A server that does not answer must not hold a message for ever: unacknowledged, it comes again. */
const CONNECT_TIMEOUT_MS = 15_000;

async function openPostgres(url: string, poolSize: number, role: string | null): Promise<Database> {
  const [{ default: pg }, { PrismaPg }, { PrismaClient: Client }] = await Promise.all([
    import('pg'),
    import('@prisma/adapter-pg'),
    import('./generated/prisma/client.ts'),
  ]);
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    options: `-c TimeZone=UTC${role === null ? '' : ` -c role=${role}`}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // An idle connection that breaks emits here; unheard it would end the process. The next query reconnects or reports.
  pool.on('error', () => undefined);
  const client = new Client({ adapter: new PrismaPg(pool) });
  // Two are left for what runs outside transactions.
  const atOnce = Math.max(1, poolSize - 2);
  return database('postgres', client, { pool, url, role, atOnce }, async () => {
    await client.$disconnect();
    if (!pool.ended) await pool.end();
  });
}

async function openEmbedded(folder: string | null): Promise<Database> {
  const [{ openPglite }, { PrismaPGlite }, { PrismaClient: Client }] = await Promise.all([
    import('./embedded.ts'),
    import('pglite-prisma-adapter'),
    import('./generated/prisma/client.ts'),
  ]);
  const pglite = await openPglite(folder);
  const client = new Client({ adapter: new PrismaPGlite(pglite) });
  return database('pglite', client, { pglite }, async () => {
    await client.$disconnect();
    if (!pglite.closed) await pglite.close();
  });
}

/** Wraps an already open driver; tests hand in clones of a migrated database. */
export function database(kind: Database['kind'], client: PrismaClient, driver: Database['driver'], close: () => Promise<void>): Database {
  // Who waits for a connection here is not counted as waiting for a server that does not answer, however many ask at once.
  const turn = createTurns('pool' in driver ? (driver.atOnce ?? 1) : 1);
  return {
    kind,
    tx: client,
    driver,
    close,
    transaction: (work) => turn(() => client.$transaction(work, { maxWait: 30_000, timeout: 30_000 })),
  };
}
