import { fromPglite, fromPrisma, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Database, Tx } from './database.ts';
import { reasonOf } from './errors.ts';
import type { Log } from './log.ts';

/** How one kind of work is queued and tried again. */
export interface QueueOptions {
  /** Tries after the first; the wait doubles from `retryDelaySeconds`. */
  retryLimit?: number;
  retryDelaySeconds?: number;
  /** A job not finished by then counts as failed and is tried again (its worker died). */
  expireSeconds?: number;
  concurrency?: number;
}

export interface EnqueueOptions {
  startAfter?: Date;
}

/** The job queue in the same database (pg-boss). Payloads hold ids, never personal data. */
export interface Jobs {
  /** Declares a queue and, in a process with the role `worker`, its handler. Before `start`. */
  define<Payload extends object>(queue: string, handler: (payload: Payload) => Promise<void>, options?: QueueOptions): void;
  /** Queues within the caller's transaction: rolled back with it. */
  enqueue(tx: Tx, queue: string, payload: object, options?: EnqueueOptions): Promise<void>;
  /** Lets the workers of this process look at once; for after a commit. */
  nudge(queue: string): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  isHealthy(): boolean;
}

interface Definition {
  handler: (payload: never) => Promise<void>;
  options: QueueOptions;
}

const SCHEMA = 'jobs';

export function createJobs(db: Database, log: Log, options: { works: boolean; pollSeconds?: number }): Jobs {
  const boss = openBoss(db);
  const definitions = new Map<string, Definition>();
  const workers = new Map<string, string[]>();
  let lastError: number | null = null;
  boss.on('error', (error) => {
    // A database restart surfaces here; pg-boss goes on by itself once the database is back.
    lastError = Date.now();
    log.warn({ reason: reasonOf(error) }, 'job queue reported a fault');
  });
  return {
    define: (queue, handler, queueOptions = {}) => void definitions.set(queue, { handler: handler as never, options: queueOptions }),
    enqueue: async (tx, queue, payload, { startAfter } = {}) => {
      await boss.send(queue, payload, {
        db: fromPrisma(tx),
        ...(startAfter === undefined ? {} : { startAfter }),
      });
    },
    nudge: (queue) => {
      for (const id of workers.get(queue) ?? []) boss.notifyWorker(id);
    },
    start: async () => {
      await boss.start();
      for (const [queue, definition] of definitions) {
        await declareQueue(boss, queue, definition.options);
        if (options.works) workers.set(queue, await startWorkers(boss, queue, definition, options.pollSeconds ?? 1, log));
      }
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 5000, close: true });
    },
    isHealthy: () => lastError === null || Date.now() - lastError > 15_000,
  };
}

function openBoss(db: Database): PgBoss {
  const common = { schema: SCHEMA, supervise: true, schedule: false } as const;
  return 'pglite' in db.driver
    ? new PgBoss({ ...common, db: fromPglite(db.driver.pglite), backend: 'pglite' })
    : new PgBoss({ ...common, connectionString: withRole(db.driver.url, db.driver.role ?? null), max: 4 });
}

/** The queue's own connections work as the application's role too. */
function withRole(url: string, role: string | null): string {
  if (role === null) return url;
  const given = new URL(url);
  given.searchParams.set('options', `${given.searchParams.get('options') ?? ''} -c role=${role}`.trim());
  return given.toString();
}

async function declareQueue(boss: PgBoss, queue: string, options: QueueOptions): Promise<void> {
  const settings = {
    policy: 'standard' as const,
    retryLimit: options.retryLimit ?? 20,
    retryDelay: options.retryDelaySeconds ?? 2,
    retryBackoff: true,
    retryDelayMax: 300,
    expireInSeconds: options.expireSeconds ?? 120,
  };
  await boss.createQueue(queue, settings);
  const { policy: _, ...changeable } = settings;
  await boss.updateQueue(queue, changeable);
}

async function startWorkers(boss: PgBoss, queue: string, definition: Definition, pollSeconds: number, log: Log): Promise<string[]> {
  const ids: string[] = [];
  const how = { pollingIntervalSeconds: pollSeconds, batchSize: 1, includeMetadata: true as const };
  for (let index = 0; index < (definition.options.concurrency ?? 1); index += 1) {
    const id = await boss.work<object, void, typeof how>(queue, how, async (jobs) => {
      for (const job of jobs) await carryOut(job, definition, log);
    });
    ids.push(id);
  }
  return ids;
}

async function carryOut(job: JobWithMetadata<object>, definition: Definition, log: Log): Promise<void> {
  try {
    await definition.handler(job.data as never);
  } catch (error) {
    const reason = reasonOf(error);
    const fields = { queue: job.name, job: job.id, attempt: job.retryCount + 1, reason };
    if (job.retryCount < job.retryLimit) log.warn(fields, 'job failed and will be tried again');
    else log.error(fields, 'job failed for good');
    // The queue keeps what is thrown beside the job, in the clear; an error of a driver may quote what it was given.
    throw new Error(reason);
  }
}
