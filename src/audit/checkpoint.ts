import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import type { Tx } from '../platform/database.ts';
import { auditHead, auditPage } from './audit-store.ts';

/** The head of the chain at a moment, signed and kept outside the database: whoever rewrites the whole chain cannot rewrite this. */
export interface Checkpoint {
  seq: string;
  hash: string;
  at: string;
  signature: string;
}

function sign(key: string, { seq, hash, at }: Omit<Checkpoint, 'signature'>): string {
  return createHmac('sha256', `audit-checkpoint:${key}`).update(`${seq}\n${hash}\n${at}`).digest('hex');
}

/** Adds the present head to the file of checkpoints; nothing while the chain is empty. */
export async function addCheckpoint(tx: Tx, path: string, key: string, now: Date): Promise<Checkpoint | null> {
  const head = await auditHead(tx);
  if (head === null || head.seq === 0n) return null;
  const said = { seq: head.seq.toString(), hash: head.hash, at: now.toISOString() };
  const checkpoint = { ...said, signature: sign(key, said) };
  await appendFile(path, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600 });
  return checkpoint;
}

export type CheckpointVerdict =
  | { ok: true; checked: number }
  | { ok: false; checked: number; seq: string; fault: 'altered' | 'rewritten' | 'missing' };

/** Compares every checkpoint with the record that now stands at its place. Records cut off by retention are not asked for. */
export async function verifyCheckpoints(tx: Tx, path: string, key: string, cutUpTo: bigint = 0n): Promise<CheckpointVerdict> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  let checked = 0;
  for (const line of text.split('\n').filter(Boolean)) {
    const one = JSON.parse(line) as Checkpoint;
    if (!isSigned(key, one)) return { ok: false, checked, seq: one.seq, fault: 'altered' };
    if (BigInt(one.seq) <= cutUpTo) continue;
    const [record] = await auditPage(tx, BigInt(one.seq) - 1n, 1);
    if (record === undefined || record.seq !== BigInt(one.seq)) return { ok: false, checked, seq: one.seq, fault: 'missing' };
    if (record.hash !== one.hash) return { ok: false, checked, seq: one.seq, fault: 'rewritten' };
    checked += 1;
  }
  return { ok: true, checked };
}

function isSigned(key: string, checkpoint: Checkpoint): boolean {
  const [given, due] = [Buffer.from(checkpoint.signature, 'hex'), Buffer.from(sign(key, checkpoint), 'hex')];
  return given.length === due.length && timingSafeEqual(given, due);
}
