import type { Day } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';

export interface DemoResource {
  code: string;
  kind: 'sanatorium-batch' | 'school';
  name: string;
  startsOn: Day | null;
  endsOn: Day | null;
  capacity: number;
  taken: number;
  stage: 'kindergarten' | 'primary' | 'junior' | null;
  note: string;
}

export async function writeDemoResources(tx: Tx, resources: readonly DemoResource[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO resource (code, kind, name, starts_on, ends_on, capacity, taken, stage, note, demo)
    SELECT code, kind, name, "startsOn", "endsOn", capacity, taken, stage, note, true
    FROM jsonb_to_recordset(${JSON.stringify(resources)}::jsonb) AS r(code TEXT, kind TEXT, name TEXT, "startsOn" DATE, "endsOn" DATE,
      capacity INTEGER, taken INTEGER, stage TEXT, note TEXT)
    ON CONFLICT (code) DO NOTHING`;
}
