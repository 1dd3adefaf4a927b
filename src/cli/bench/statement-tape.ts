import type { Results } from '@electric-sql/pglite';
import type { QueryResult } from 'pg';
import type { Database } from '../../platform/database.ts';
import { createRenewal, type Renewal } from './renewal.ts';
import { type Driver, listen } from './tape-driver.ts';

/** What came of a statement, as far as a replay is compared with it. */
export interface Outcome {
  /** Rows given back or changed. */
  rows: number;
  /** Numbers that the database itself handed out (`id bigserial`): a replay is handed others. */
  ids: string[];
}

export type Taped = { do: 'begin' } | { do: 'end' } | { do: 'send'; sql: string; values: unknown[]; outcome: Outcome | null };

/** How faithful a replay was: statements that touched as many rows as when they were recorded, of all. */
export interface Replayed {
  alike: number;
  all: number;
}

/**
 * Records the statements that the product sends to the database driver, to send the same ones bare: the limit that a figure is
 * compared with.
 */
export interface StatementTape {
  /** Only one statement at a time must be in the work: what runs at once is recorded as if it ran in one transaction. */
  record<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Statements recorded last, transactions' beginnings and ends not counted. */
  count(): number;
  /** The recorded statements alone whose text fits, each outside any transaction. */
  only(pattern: RegExp): Taped[];
  /**
   * Sends what was recorded (or `taped`) straight through the driver, transaction by transaction, with fresh keys where keys were. `swap`:
   * other words put in for some.
   */
  replay(on: Database, swap?: Readonly<Record<string, string>>, taped?: readonly Taped[]): Promise<Replayed>;
  /** Sends what was recorded into another database, word for word: looking for keys in megabytes of rows would slow the limit down. */
  repeat(on: Database): Promise<Replayed>;
}

/** The job queue looks for work by itself; what it sends outside a transaction belongs to no turn. */
const FROM_THE_QUEUE = /\bjobs\.|"jobs"\./;

export function createTape(db: Database): StatementTape {
  let taped: Taped[] = [];
  let isRecording = false;
  let depth = 0;
  listen(db, {
    begun: () => {
      depth += 1;
      if (isRecording && depth === 1) taped.push({ do: 'begin' });
    },
    ended: () => {
      depth -= 1;
      if (isRecording && depth === 0) taped.push({ do: 'end' });
    },
    sent: (sql, values) => {
      if (!isRecording || (depth === 0 && FROM_THE_QUEUE.test(sql))) return () => undefined;
      const step: Taped = { do: 'send', sql, values, outcome: null };
      taped.push(step);
      return (result) => {
        step.outcome = outcomeOf(result);
      };
    },
  });
  return {
    record: async (work) => {
      taped = [];
      isRecording = true;
      try {
        return await work();
      } finally {
        isRecording = false;
      }
    },
    count: () => taped.filter((step) => step.do === 'send').length,
    only: (pattern) => taped.filter((step) => step.do === 'send' && pattern.test(step.sql)),
    replay: async (on, swap = {}, steps = taped) => replay(on.driver, steps, createRenewal(swap)),
    repeat: async (on) => replay(on.driver, taped, { renew: (value) => value, replace: () => undefined }),
  };
}

const INT8 = 20;

/** Rows come as lists from Prisma's adapters and as records otherwise. */
export function outcomeOf({ rows, fields, ...rest }: Results<unknown> | QueryResult): Outcome {
  const changed = 'rowCount' in rest ? rest.rowCount : rest.affectedRows;
  const at = fields.findIndex((field) => field.name === 'id' && field.dataTypeID === INT8);
  const idOf = (row: unknown) => String(Array.isArray(row) ? row[at] : (row as { id: unknown }).id);
  return { rows: Math.max(rows.length, changed ?? 0), ids: at < 0 ? [] : rows.map(idOf) };
}

type Send = (sql: string, values: unknown[]) => Promise<Results<unknown> | QueryResult>;

async function replay(driver: Driver, taped: readonly Taped[], renewal: Renewal): Promise<Replayed> {
  const tally: Replayed = { alike: 0, all: 0 };
  const play = async (steps: readonly Taped[], send: Send) => {
    for (const step of steps) {
      if (step.do !== 'send') continue;
      const outcome = outcomeOf(await send(step.sql, step.values.map(renewal.renew)));
      tally.all += 1;
      if (outcome.rows === step.outcome?.rows) tally.alike += 1;
      step.outcome?.ids.forEach((id, index) => {
        renewal.replace(id, outcome.ids[index] ?? id);
      });
    }
  };
  for (const part of transactionsOf(taped)) {
    if ('pglite' in driver) await onEmbedded(driver.pglite, part, play);
    else await onServer(driver.pool, part, play);
  }
  return tally;
}

interface Part {
  isTransaction: boolean;
  steps: Taped[];
}

function transactionsOf(taped: readonly Taped[]): Part[] {
  const parts: Part[] = [];
  let open: Part | null = null;
  for (const step of taped) {
    if (step.do === 'end') open = null;
    else if (step.do === 'begin' || open === null) {
      const part = { isTransaction: step.do === 'begin', steps: [step] };
      parts.push(part);
      if (part.isTransaction) open = part;
    } else open.steps.push(step);
  }
  return parts;
}

type Play = (steps: readonly Taped[], send: Send) => Promise<void>;

async function onEmbedded(pglite: Extract<Driver, { pglite: unknown }>['pglite'], { isTransaction, steps }: Part, play: Play) {
  if (isTransaction) await pglite.transaction((tx) => play(steps, (sql, values) => tx.query(sql, values)));
  else await play(steps, (sql, values) => pglite.query(sql, values));
}

async function onServer(pool: Extract<Driver, { pool: unknown }>['pool'], { isTransaction, steps }: Part, play: Play) {
  const client = await pool.connect();
  try {
    if (isTransaction) await client.query('BEGIN');
    await play(steps, (sql, values) => client.query(sql, values));
    if (isTransaction) await client.query('COMMIT');
  } catch (error) {
    if (isTransaction) await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
