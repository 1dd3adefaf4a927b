import type { Tx } from '../platform/database.ts';

/** Running cases of these flows that stand on another version than the one given. */
export async function outdatedCases(tx: Tx, today: readonly { flow: string; version: string }[]): Promise<{ no: string; flow: string }[]> {
  return tx.$queryRaw<{ no: string; flow: string }[]>`
    SELECT c.no, c.flow FROM service_case c JOIN jsonb_to_recordset(${JSON.stringify(today)}::jsonb) AS t(flow TEXT, version TEXT) ON t.flow = c.flow
    WHERE c.flow_version <> t.version AND c.state IN ('open', 'suspended') ORDER BY c.no`;
}
