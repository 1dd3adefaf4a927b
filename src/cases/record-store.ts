import { dayOf } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

/** Moves a closed case to the archive's record under the next number of the year; one that was there keeps its number. */
export async function keepRecord(tx: Tx, caseNo: string, closedAt: Date): Promise<void> {
  const year = Number(dayOf(closedAt).slice(0, 4));
  const [known] = await tx.$queryRaw<unknown[]>`SELECT 1 FROM case_record WHERE case_no = ${caseNo}`;
  if (known !== undefined) return;
  await tx.$executeRaw`
    WITH next AS (INSERT INTO case_counter (day, last) VALUES (${`record-${year}`}, 1)
      ON CONFLICT (day) DO UPDATE SET last = case_counter.last + 1 RETURNING last)
    INSERT INTO case_record (case_no, year, number, recorded_at) SELECT ${caseNo}, ${year}::int, last, ${closedAt} FROM next`;
}

/** 鄞退归〔2026〕0001; null while the case was never closed. */
export async function recordNo(tx: Tx, caseNo: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ year: number; number: number }[]>`SELECT year, number FROM case_record WHERE case_no = ${caseNo}`;
  return row ? `鄞退归〔${row.year}〕${String(row.number).padStart(4, '0')}` : null;
}
