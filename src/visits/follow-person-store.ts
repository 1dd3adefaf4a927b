import type { Tx } from '../platform/database.ts';

/** Visits still to be made to somebody who died or left the district are not made any more. */
export async function dropOpenVisits(tx: Tx, archiveNo: string): Promise<void> {
  await tx.$executeRaw`UPDATE visit_task SET state = 'cancelled' WHERE archive_no = ${archiveNo} AND state = 'todo'`;
}

/**
 * Visits still to be made go with a person to another place: to whoever of its station has the fewest, the town's officer where the village
 * has no liaison. Those of the district stay in the hands that have them.
 */
export async function moveOpenVisits(tx: Tx, to: { archiveNo: string; town: string; village: string | null }): Promise<void> {
  await tx.$executeRaw`
    WITH holder AS (
      SELECT s.id, r.role, s.village, (SELECT count(*) FROM visit_task o WHERE o.assignee_id = s.id AND o.state = 'todo') AS load
      FROM staff s JOIN staff_role r ON r.staff_id = s.id
      WHERE s.is_active AND s.town = ${to.town} AND r.role IN ('village-liaison', 'town-officer')
    ), chosen AS (
      SELECT (SELECT id FROM holder WHERE role = 'village-liaison' AND village = ${to.village} ORDER BY load, id LIMIT 1) AS liaison,
        (SELECT id FROM holder WHERE role = 'town-officer' ORDER BY load, id LIMIT 1) AS officer
    )
    UPDATE visit_task v SET town = ${to.town}, village = ${to.village},
      station_code = (SELECT code FROM station st WHERE st.town = ${to.town} AND st.village IS NOT DISTINCT FROM ${to.village} ORDER BY code LIMIT 1),
      assignee_id = CASE v.level WHEN 'district' THEN v.assignee_id WHEN 'town' THEN coalesce(c.officer, v.assignee_id)
        ELSE coalesce(c.liaison, c.officer, v.assignee_id) END
    FROM chosen c WHERE v.archive_no = ${to.archiveNo} AND v.state = 'todo'`;
}
