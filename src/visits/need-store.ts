import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';

export interface NeedRow {
  id: string;
  archiveNo: string;
  name: string;
  town: string | null;
  village: string | null;
  textSealed: string;
  state: string;
  dueOn: Day;
  closedOn: Day | null;
  confirmedOn: Day | null;
}

const COLUMNS = `n.id, n.archive_no AS "archiveNo", p.name, p.town, p.village, n.text_sealed AS "textSealed", n.state, n.due_on::text AS "dueOn",
  n.closed_on::text AS "closedOn", n.confirmed_on::text AS "confirmedOn"`;

/** One need, taken for this transaction. */
export async function takeNeed(tx: Tx, id: string): Promise<NeedRow | null> {
  const [row] = await tx.$queryRawUnsafe<NeedRow[]>(
    `SELECT ${COLUMNS} FROM visit_need n JOIN person p USING (archive_no) WHERE n.id = $1 FOR UPDATE OF n`,
    id,
  );
  return row ?? null;
}

export async function writeNeed(tx: Tx, id: string, act: 'close' | 'confirm', on: Day, by: string): Promise<void> {
  if (act === 'close')
    await tx.$executeRaw`UPDATE visit_need SET state = 'closed', closed_on = ${on}::date, settled_by = ${by} WHERE id = ${id}`;
  else await tx.$executeRaw`UPDATE visit_need SET confirmed_on = ${on}::date, settled_by = ${by} WHERE id = ${id}`;
}

/** Open needs, and met ones that nobody asked about yet, of an area (null: everywhere). */
export async function openNeeds(tx: Tx, area: { town: string | null; village: string | null }, limit: number): Promise<NeedRow[]> {
  return tx.$queryRawUnsafe<NeedRow[]>(
    `SELECT ${COLUMNS} FROM visit_need n JOIN person p USING (archive_no)
     WHERE (n.state = 'open' OR (n.closed_on IS NOT NULL AND n.confirmed_on IS NULL))
       AND ($1::text IS NULL OR p.town = $1) AND ($2::text IS NULL OR p.village = $2) ORDER BY n.due_on, n.id LIMIT $3::int`,
    area.town,
    area.village,
    limit,
  );
}
