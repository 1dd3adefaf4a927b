import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';

/** What became of a form that was sent before under the same key. `at-work`: the first sending is still being carried out. */
export type Earlier = { kind: 'fresh' } | { kind: 'at-work' } | { kind: 'done'; wentTo: string };

/** Takes a form's key: whoever comes first carries it out. */
export async function takeSubmission(tx: Tx, key: string, staffId: string, now: Date): Promise<Earlier> {
  const taken =
    await tx.$executeRaw`INSERT INTO console_submission (key, staff_id, at) VALUES (${key}, ${staffId}, ${now}) ON CONFLICT (key) DO NOTHING`;
  if (taken > 0) return { kind: 'fresh' };
  const [row] = await tx.$queryRaw<{ wentTo: string | null }[]>`
    SELECT went_to AS "wentTo" FROM console_submission WHERE key = ${key} AND staff_id = ${staffId}`;
  return row?.wentTo ? { kind: 'done', wentTo: row.wentTo } : { kind: 'at-work' };
}

export async function settleSubmission(tx: Tx, key: string, wentTo: string): Promise<void> {
  await tx.$executeRaw`UPDATE console_submission SET went_to = ${wentTo} WHERE key = ${key}`;
}

/** It was not carried out: the same form may be sent again. */
export async function freeSubmission(tx: Tx, key: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM console_submission WHERE key = ${key} AND went_to IS NULL`;
}

/** A form whose session had ended when it was sent. */
export interface KeptForm {
  id: string;
  staffId: string;
  path: string;
  fields: [name: string, value: string][];
}

export async function keepForm(tx: Tx, sealer: Sealer, form: KeptForm, now: Date): Promise<void> {
  const sealed = sealer.seal(JSON.stringify(form.fields), formPlace(form.id));
  await tx.$executeRaw`INSERT INTO console_kept_form (id, staff_id, path, form_sealed, at)
    VALUES (${form.id}, ${form.staffId}, ${form.path}, ${sealed}, ${now})`;
}

export async function findKeptForm(tx: Tx, sealer: Sealer, id: string, staffId: string): Promise<KeptForm | null> {
  const [row] = await tx.$queryRaw<{ path: string; sealed: string }[]>`
    SELECT path, form_sealed AS sealed FROM console_kept_form WHERE id = ${id} AND staff_id = ${staffId}`;
  return row ? { id, staffId, path: row.path, fields: JSON.parse(sealer.open(row.sealed, formPlace(id))) as KeptForm['fields'] } : null;
}

export async function dropKeptForm(tx: Tx, id: string, staffId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM console_kept_form WHERE id = ${id} AND staff_id = ${staffId}`;
}

function formPlace(id: string) {
  return { table: 'console_kept_form', column: 'form_sealed', row: id };
}
