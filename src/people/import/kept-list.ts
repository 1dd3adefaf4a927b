import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Database } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { chunksOf, type TableBytes } from '../../platform/table-text.ts';
import {
  emptyListFiles,
  findListFile,
  finishListFile,
  insertListFile,
  insertListPart,
  type ListFile,
  listFilesBefore,
  listPart,
} from './list-file-store.ts';

export interface KeptListDeps {
  db: Database;
  sealer: Sealer;
  now: Date;
  /** Staff id, or `operator`. */
  by: string;
  channel: string;
}

/** Original lists are kept for 30 days after they came in, then their content goes (rules.yaml retention: 导入的原始名单文件). */
export const LIST_DAYS = 30;

const PART = 512 * 1024;

function place(id: string, position: number) {
  return { table: 'import_file_part', column: 'body_sealed', row: `${id}/${position}` };
}

/** Keeps an imported list as it came, sealed in parts; the same content again is not kept twice. Returns its id. */
export async function keepList(deps: KeptListDeps, kind: string, source: TableBytes, counts: Record<string, number>): Promise<string> {
  const { sha256, bytes } = await digestOf(source);
  const known = await findListFile(deps.db.tx, kind, sha256);
  if (known !== null) return known;
  const id = randomUUID();
  const file = { id, kind, sha256, bytes, importedBy: deps.by, importedAt: deps.now };
  await deps.db.transaction(async (tx) => {
    await insertListFile(tx, file);
    await recordAudit(tx, [auditOf(deps, 'list-kept', { id, kind, bytes })]);
  });
  let position = 0;
  for await (const part of partsOf(source)) {
    const at = position++;
    const sealed = deps.sealer.seal(gzipSync(part, { level: 1 }).toString('base64'), place(id, at));
    await deps.db.transaction((tx) => insertListPart(tx, id, at, sealed));
  }
  await deps.db.transaction((tx) => finishListFile(tx, id, { ...counts, parts: position }));
  return id;
}

async function digestOf(source: TableBytes): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunksOf(source)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function* partsOf(source: TableBytes): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(source)) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < PART) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/** The content of a kept list, part by part. */
export async function* readKeptList({ db, sealer }: Pick<KeptListDeps, 'db' | 'sealer'>, id: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const sealed = await listPart(db.tx, id, position);
    if (sealed === null) return;
    yield gunzipSync(Buffer.from(sealer.open(sealed, place(id, position)), 'base64'));
  }
}

/** Lists whose 30 days are over; for the list of what is to be destroyed. */
export async function overdueLists(deps: Pick<KeptListDeps, 'db' | 'now'>, limit = 1000): Promise<ListFile[]> {
  return listFilesBefore(deps.db.tx, new Date(deps.now.getTime() - LIST_DAYS * 86_400_000), limit);
}

/** Destroys the content of these lists; that they came in, and when, stays on record. Returns how many still had content. */
export async function destroyLists(deps: KeptListDeps, ids: readonly string[]): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const destroyed = await emptyListFiles(tx, ids, deps.now);
    await recordAudit(tx, [auditOf(deps, 'list-destroyed', { destroyed })]);
    return destroyed;
  });
}

function auditOf(deps: KeptListDeps, action: string, detail: Record<string, unknown>) {
  return {
    ...{ at: deps.now, actor: deps.by, action, subject: null, caseNo: null, channel: deps.channel, purpose: null, outcome: 'ok', detail },
  };
}
