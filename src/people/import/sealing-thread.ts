import { Worker } from 'node:worker_threads';
import type { PersonRow } from './read-person-row.ts';

/** What a sealer is made from; it goes to the thread in memory and nowhere else. */
export interface SealingKeys {
  keys: readonly { id: string; key: Uint8Array }[];
  indexKey: Uint8Array;
  suite: 'aes' | 'sm';
}

export interface SealingOrder {
  order: number;
  /** JSON of `SealingRow`s: a string crosses over at a tenth of the cost of as many objects. */
  rows: string;
}

/** What a row says, and the blind index of its identity number: half of what the whole file would be. */
export interface SealingRow {
  said: PersonRow;
  index: string | null;
}

/** Seals rows on a thread of its own, while this one reads the list and the database writes. */
export interface SealingThread {
  /** Whether it has started; until then sealing here is quicker. */
  isReady(): boolean;
  /** Rows must have a number. */
  seal(rows: readonly SealingRow[]): Promise<string[]>;
  close(): Promise<void>;
}

export function startSealingThread(keys: SealingKeys): SealingThread {
  // In dist/ the neighbour is JavaScript, in development TypeScript.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./sealing-worker.${extension}`, import.meta.url), { workerData: keys });
  const waiting = new Map<number, { resolve(rows: string[]): void; reject(error: unknown): void }>();
  let isReady = false;
  let last = 0;
  let fault: unknown = null;
  worker.on('message', (message: 'ready' | { order: number; rows: string[] }) => {
    if (message === 'ready') {
      isReady = true;
      return;
    }
    waiting.get(message.order)?.resolve(message.rows);
    waiting.delete(message.order);
  });
  worker.on('error', (error) => {
    fault = error;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  });
  return {
    isReady: () => isReady && fault === null,
    seal: (rows) =>
      new Promise((resolve, reject) => {
        const order = ++last;
        waiting.set(order, { resolve, reject });
        worker.postMessage({ order, rows: JSON.stringify(rows.map(({ said, index }) => ({ said, index }))) } satisfies SealingOrder);
      }),
    close: async () => void (await worker.terminate()),
  };
}
