import { parentPort, workerData } from 'node:worker_threads';
import { createSealer } from '../../platform/seal.ts';
import type { NewPerson } from '../new-person.ts';
import { sealedRow } from './people-bulk-store.ts';
import type { SealingKeys, SealingOrder } from './sealing-thread.ts';

/** The other side of `sealing-thread.ts`: seals rows, one batch a message. */
const { keys, indexKey, suite } = workerData as SealingKeys;
const sealer = createSealer(
  keys.map(({ id, key }) => ({ id, key: Buffer.from(key) })),
  Buffer.from(indexKey),
  suite,
);
parentPort?.on('message', ({ order, people }: SealingOrder) => {
  const rows = (JSON.parse(people) as NewPerson[]).map((person) => sealedRow(sealer, person));
  parentPort?.postMessage({ order, rows });
});
parentPort?.postMessage('ready');
