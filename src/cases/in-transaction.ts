import type { Database, Tx } from '../platform/database.ts';
import { reasonOf } from '../platform/errors.ts';
import type { Refusal } from './engine/act.ts';

/** Carries a refusal out of a transaction, so that what was written before it is undone. */
class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const ATTEMPTS = 3;

/**
 * Runs the work in one transaction; a refusal rolls it back. Two transactions that wait for each other are broken up by the database:
 * the one that lost is tried again.
 */
export async function inTransaction<T extends { ok: true }>(db: Database, work: (tx: Tx) => Promise<T | Refusal>): Promise<T | Refusal> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(async (tx) => {
        const result = await work(tx);
        if (!result.ok) throw new Refused(result);
        return result;
      });
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      if (attempt === ATTEMPTS || !wasBrokenUp(error)) throw error;
    }
  }
}

function wasBrokenUp(error: unknown): boolean {
  return /40P01|40001|P2034|deadlock detected|could not serialize/.test(`${reasonOf(error)} ${codeOf(error)}`);
}

function codeOf(error: unknown): string {
  const { code, meta } = error as { code?: unknown; meta?: unknown };
  return `${String(code)} ${JSON.stringify(meta ?? null)}`;
}
