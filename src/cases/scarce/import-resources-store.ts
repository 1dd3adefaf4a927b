import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { ResourceKind } from './resource-store.ts';

/** A row of the list of scarce things. */
export interface ListedResource {
  code: string;
  kind: ResourceKind;
  name: string;
  startsOn: Day | null;
  endsOn: Day | null;
  capacity: number;
  stage: string | null;
  note: string | null;
}

/** What is stored of these codes, and how much of it is taken. Held for this transaction: nobody takes the last one meanwhile. */
export async function storedResources(tx: Tx, codes: readonly string[]): Promise<(ListedResource & { taken: number })[]> {
  return tx.$queryRaw<(ListedResource & { taken: number })[]>`
    SELECT code, kind, name, starts_on::text AS "startsOn", ends_on::text AS "endsOn", capacity, stage, note, taken
    FROM resource WHERE code = ANY(${[...codes]}::text[]) ORDER BY code FOR UPDATE`;
}

export async function writeResources(tx: Tx, resources: readonly ListedResource[]): Promise<void> {
  if (resources.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO resource (code, kind, name, starts_on, ends_on, capacity, stage, note)
    SELECT code, kind, name, "startsOn", "endsOn", capacity, stage, note
    FROM jsonb_to_recordset(${JSON.stringify(resources)}::jsonb) AS r(code TEXT, kind TEXT, name TEXT, "startsOn" DATE, "endsOn" DATE,
      capacity INT, stage TEXT, note TEXT)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
      capacity = excluded.capacity, stage = excluded.stage, note = excluded.note`;
}
