import { auditPage } from '../../audit/audit-store.ts';
import type { RoleId } from '../../organisation/role.ts';
import { addDays, dayOf, momentOf } from '../../platform/calendar/day.ts';
import type { Viewer } from '../access/access.ts';
import type { ExportRefusal } from './export-people.ts';
import type { ExportFilter, ExportSource } from './export-table.ts';
import { exportTexts as t } from './export-texts.ts';

const PAGE = 2000;
/** Whose duty the record is (organisation.yaml: audit and privacy). */
const readers: readonly RoleId[] = ['auditor', 'privacy-officer', 'bureau-chief'];

/** The audit record, oldest first. The purpose is left out: it is often the sentence as typed, with names in it. */
export function exportAudit(viewer: Viewer, filter: ExportFilter): ExportSource | ExportRefusal {
  if (!viewer.isActive || !viewer.roles.some((role) => readers.includes(role))) return { kind: 'refused', why: 'role' };
  const from = filter.from === undefined ? '' : momentOf(filter.from).toISOString();
  const until = filter.to === undefined ? null : momentOf(addDays(filter.to, 1)).toISOString();
  return {
    columns: t.columns.audit,
    pages: async function* (inTransaction) {
      let after = 0n;
      for (;;) {
        const records = await inTransaction((tx) => auditPage(tx, after, PAGE));
        const wanted = records.filter((one) => one.at >= from && (until === null || one.at < until));
        yield wanted.map((one) => ({
          archiveNo: null,
          classes: [],
          cells: [
            ...[one.seq.toString(), `${dayOf(new Date(one.at))} ${timeOf(one.at)}`, one.actor, one.action, one.subject ?? ''],
            ...[one.caseNo ?? '', one.channel, one.outcome, one.detail],
          ],
        }));
        if (records.length < PAGE) return;
        after = records.at(-1)?.seq ?? after;
      }
    },
  };
}

/** Shanghai's time of day. */
function timeOf(at: string): string {
  return new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(11, 19);
}
