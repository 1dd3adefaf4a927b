import type { Staff } from '../organisation/staff.ts';
import { access, isOutside, reachOf } from '../people/access/access.ts';
import { maskName } from '../people/access/masking.ts';
import type { ExportRefusal } from '../people/export/export-people.ts';
import type { ExportFilter, ExportRow, ExportSource } from '../people/export/export-table.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { exportTexts as t } from './export-texts.ts';
import { type ExportedVisit, visitsPage } from './export-visits-store.ts';
import { reasonText } from './texts.ts';

const PAGE = 2000;

/** The visits that a viewer may list (rules.yaml visibility, visit_record and archive_basic), names masked for export. */
export function exportVisits(deps: { now: Date }, viewer: Staff, filter: ExportFilter): ExportSource | ExportRefusal {
  const reach = reachOf(viewer);
  if (reach === null) return { kind: 'refused', why: 'role' };
  const { town = null, village = null, from = null, to = null } = filter;
  if (isOutside(reach, town, village)) return { kind: 'refused', why: 'outside' };
  const areas = reach.isEverywhere ? null : reach.areas;
  return {
    columns: t.columns,
    pages: async function* (inTransaction) {
      let after = '';
      for (;;) {
        const page = { areas, town, village, from, to, today: dayOf(deps.now), after, limit: PAGE };
        const visits = await inTransaction((tx) => visitsPage(tx, page));
        yield visits.flatMap((visit) => visitCells(visit, viewer));
        if (visits.length < PAGE) return;
        after = visits.at(-1)?.id ?? '';
      }
    },
  };
}

function visitCells(visit: ExportedVisit, viewer: Staff): ExportRow[] {
  const granted = access(viewer, visit, { inCase: false });
  const isListed = [granted.archive_basic, granted.visit_record].every((level) => level === 'full' || level === 'masked');
  if (!isListed) return [];
  const { archiveNo } = visit;
  // Health is not exported to anybody (rules.yaml masks).
  const reason = reasonText.shown(visit.reason, { merit: granted.merit === 'full', health: false });
  const cells = [
    ...[visit.campaign, archiveNo, maskName(visit.name, 'export', true), visit.town, visit.village, t.levels[visit.level], reason],
    ...[t.states[visit.state], visit.assignee, visit.visitedOn, granted.visit_record === 'full' ? visit.visitor : null],
    visit.way === null ? null : t.ways[visit.way],
  ];
  return [{ archiveNo, cells: cells.map((cell) => cell ?? ''), classes: ['archive_basic:masked', 'visit_record:masked'] }];
}
