import { parentPort, workerData } from 'node:worker_threads';
import { createSealer } from '../../platform/seal.ts';
import { newFile } from './new-file.ts';
import { sealedRow } from './people-bulk-store.ts';
import type { SealingKeys, SealingOrder, SealingRow } from './sealing-thread.ts';

/** The other side of `sealing-thread.ts`: seals rows, one batch a message. */
const { keys, indexKey, suite } = workerData as SealingKeys;
const sealer = createSealer(
  keys.map(({ id, key }) => ({ id, key: Buffer.from(key) })),
  Buffer.from(indexKey),
  suite,
);
parentPort?.on('message', ({ order, rows }: SealingOrder) => {
  const sealed = (JSON.parse(rows) as SealingRow[]).map(({ said, index }) => sealedRow(sealer, newFile(said, said.archiveNo ?? ''), index));
  parentPort?.postMessage({ order, rows: sealed });
});
parentPort?.postMessage('ready');
