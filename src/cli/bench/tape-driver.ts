import type { Results } from '@electric-sql/pglite';
import type { PoolClient, QueryResult } from 'pg';
import type { Database } from '../../platform/database.ts';

export type Driver = Database['driver'];

type Result = Results<unknown> | QueryResult;

export interface TapeListener {
  begun(): void;
  ended(): void;
  /** Gives back what hears of the result. */
  sent(sql: string, values: unknown[]): (result: Result) => void;
}

type Callback = (error: unknown, result: Result) => void;
type Query = (sql: string | { text: string; values?: unknown[] }, ...rest: unknown[]) => unknown;
interface Queryable {
  query: Query;
}

/** Hooks the driver: PGlite itself and its transactions, or each client as it leaves the pool. For the life of the database. */
export function listen({ driver }: Database, listener: TapeListener): void {
  if ('pglite' in driver) {
    listenEmbedded(driver.pglite as unknown as EmbeddedDriver, listener);
    return;
  }
  const heard = new WeakSet<PoolClient>();
  driver.pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    hook(client as unknown as Queryable, listener);
  });
}

interface EmbeddedDriver extends Queryable {
  transaction(work: (tx: Queryable) => Promise<unknown>): Promise<unknown>;
}

function listenEmbedded(pglite: EmbeddedDriver, listener: TapeListener): void {
  hook(pglite, listener);
  const begin = pglite.transaction.bind(pglite);
  pglite.transaction = (work) =>
    begin(async (tx) => {
      hook(tx, listener);
      listener.begun();
      try {
        return await work(tx);
      } finally {
        listener.ended();
      }
    });
}

function hook(target: Queryable, listener: TapeListener): void {
  const original = target.query;
  target.query = function (this: Queryable, sql, ...rest) {
    const { text, values } = readStatement(sql, rest[0]);
    if (/^BEGIN/i.test(text)) listener.begun();
    if (/^(COMMIT|ROLLBACK)$/i.test(text)) listener.ended();
    if (/^(BEGIN|COMMIT|ROLLBACK|SET|DEALLOCATE|VACUUM|ANALYZE)/i.test(text)) return original.call(this, sql, ...rest);
    const hear = listener.sent(text, values);
    const last = rest.at(-1);
    // The pool's own short way asks its client with a callback.
    if (typeof last === 'function') return original.call(this, sql, ...rest.slice(0, -1), overhearing(last as Callback, hear));
    const answer = original.call(this, sql, ...rest) as Promise<Result>;
    return answer.then((result) => {
      hear(result);
      return result;
    });
  };
}

function overhearing(callback: Callback, hear: (result: Result) => void): Callback {
  return (error, result) => {
    if (!error) hear(result);
    callback(error, result);
  };
}

/** Both drivers take text with values, or one object that holds them. */
function readStatement(sql: Parameters<Query>[0], values: unknown): { text: string; values: unknown[] } {
  if (typeof sql === 'string') return { text: sql, values: Array.isArray(values) ? values : [] };
  return { text: sql.text, values: Array.isArray(values) ? values : (sql.values ?? []) };
}
