import { Writable } from 'node:stream';
import type { Database } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { exportPart, insertExportPart } from './export-request-store.ts';

/** An export's file in the database: sealed in parts, so that it is never whole in memory and nothing of it is on disk in clear. */

interface FileDeps {
  db: Database;
  sealer: Sealer;
}

const PART = 256 * 1024;

function place(id: string, position: number) {
  return { table: 'export_file_part', column: 'body_sealed', row: `${id}/${position}` };
}

export function sealedSink({ db, sealer }: FileDeps, id: string): Writable {
  let waiting: Buffer[] = [];
  let length = 0;
  let position = 0;
  const flush = async () => {
    const at = position++;
    const sealed = sealer.seal(Buffer.concat(waiting).toString('base64'), place(id, at));
    waiting = [];
    length = 0;
    await db.transaction((tx) => insertExportPart(tx, id, at, sealed));
  };
  const settle = (work: Promise<void>, done: (error?: Error | null) => void) => void work.then(() => done(), done);
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      waiting.push(chunk);
      length += chunk.length;
      if (length < PART) done();
      else settle(flush(), done);
    },
    final: (done) => (length === 0 ? done() : settle(flush(), done)),
  });
}

export async function* partsOf({ db, sealer }: FileDeps, id: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const sealed = await exportPart(db.tx, id, position);
    if (sealed === null) return;
    yield Buffer.from(sealer.open(sealed, place(id, position)), 'base64');
  }
}
