import { randomUUID } from 'node:crypto';
import type { Database } from '../../platform/database.ts';

interface Taped {
  sql: string;
  values: unknown[];
}

type Query = (sql: string | { text: string; values?: unknown[] }, values?: unknown[], ...rest: unknown[]) => unknown;
interface Queryable {
  query: Query;
}

/**
 * Records the statements that the product sends to the database driver, to send the same ones bare: the limit that a figure is
 * compared with.
 */
export interface StatementTape {
  record<Result>(work: () => Promise<Result>): Promise<Result>;
  statements(): readonly Taped[];
  /** Sends what was recorded straight through the driver, with fresh keys where keys were; `swap`: other words put in for some. */
  replay(on: Database, swap?: Readonly<Record<string, string>>): Promise<void>;
}

const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export function createTape(db: Database, isKey: (text: string) => boolean = () => false): StatementTape {
  let taped: Taped[] = [];
  let isRecording = false;
  const note = (sql: unknown, values: unknown) => {
    if (!isRecording) return;
    const statement = readStatement(sql, values);
    if (!/^(BEGIN|COMMIT|ROLLBACK|SET|DEALLOCATE|VACUUM|ANALYZE)/i.test(statement.sql)) taped.push(statement);
  };
  const listening = listen(db, note);
  return {
    record: async (work) => {
      await listening;
      taped = [];
      isRecording = true;
      try {
        return await work();
      } finally {
        isRecording = false;
      }
    },
    statements: () => taped,
    replay: (on, swap = {}) => replay(on, taped, renewer(isKey, swap)),
  };
}

/** Both drivers take text with values, or one object that holds them. */
function readStatement(sql: unknown, values: unknown): Taped {
  if (typeof sql === 'string') return { sql, values: Array.isArray(values) ? values : [] };
  const { text = '', values: within } = sql as { text?: string; values?: unknown[] };
  return { sql: text, values: Array.isArray(values) ? values : (within ?? []) };
}

/** Hooks the driver: PGlite itself and its transactions, or what all clients of the pool are made of. */
async function listen(db: Database, note: (sql: unknown, values: unknown) => void): Promise<void> {
  const hook = (target: Queryable) => {
    const original = target.query;
    target.query = function (this: Queryable, sql, values, ...rest) {
      note(sql, values);
      return original.call(this, sql, values, ...rest);
    };
  };
  if ('pglite' in db.driver) {
    const pglite = db.driver.pglite as unknown as Queryable & { transaction: (work: (tx: Queryable) => unknown) => unknown };
    hook(pglite);
    const begin = pglite.transaction.bind(pglite);
    pglite.transaction = (work) =>
      begin((tx) => {
        hook(tx);
        return work(tx);
      });
    return;
  }
  const client = await db.driver.pool.connect();
  hook(Object.getPrototypeOf(client) as Queryable);
  client.release();
}

/** Puts fresh keys in, the same for the same key throughout one replay; keys within JSON texts too. */
function renewer(isKey: (text: string) => boolean, swap: Readonly<Record<string, string>>): (value: unknown) => unknown {
  const fresh = new Map<string, string>();
  const renewed = (key: string) => {
    const known = fresh.get(key) ?? randomUUID();
    fresh.set(key, known);
    return known;
  };
  return (value) => {
    if (typeof value !== 'string') return value;
    if (isKey(value)) return renewed(value);
    const swapped = Object.entries(swap).reduce((text, [from, to]) => text.replaceAll(from, to), value);
    return swapped.replace(UUIDS, renewed);
  };
}

async function replay(db: Database, taped: readonly Taped[], renew: (value: unknown) => unknown): Promise<void> {
  const send = async (query: (sql: string, values: unknown[]) => Promise<unknown>) => {
    for (const { sql, values } of taped) await query(sql, values.map(renew));
  };
  if ('pglite' in db.driver) {
    const { pglite } = db.driver;
    await pglite.transaction((tx) => send((sql, values) => tx.query(sql, values)));
    return;
  }
  const client = await db.driver.pool.connect();
  try {
    await client.query('BEGIN');
    await send((sql, values) => client.query(sql, values));
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}
