import type { Staff } from '../organisation/staff.ts';
import { leavesOn } from '../organisation/staff-store.ts';
import { access } from '../people/access/access.ts';
import { maskName } from '../people/access/masking.ts';
import type { ExportFilter, ExportRow, ExportSource } from '../people/export/export-table.ts';
import { addDays, dayOf, momentOf } from '../platform/calendar/day.ts';
import { caseReach } from './case-sight.ts';
import { deputisesFor } from './deputies.ts';
import { casesPage, type ExportedCase } from './export-cases-store.ts';
import { exportTexts as t } from './export-texts.ts';

const PAGE = 2000;

/** The cases that a viewer may see (case-sight.ts), their subjects masked for export. `from` and `to` are days of their start. */
export function exportCases(deps: { now: Date; flowTitle: (flow: string) => string }, viewer: Staff, filter: ExportFilter): ExportSource {
  const { town, village, from, to } = filter;
  const window = { from: from ? momentOf(from) : undefined, until: to ? momentOf(addDays(to, 1)) : undefined };
  return {
    columns: t.columns,
    pages: async function* (inTransaction) {
      const leaves = await inTransaction((tx) => leavesOn(tx, dayOf(deps.now)));
      const sight = sightOf(viewer, deputisesFor(viewer.id, leaves));
      let after = '';
      for (;;) {
        const page = { sight, town, village, ...window, after, limit: PAGE };
        const cases = await inTransaction((tx) => casesPage(tx, page));
        yield cases.map((one) => caseCells(one, viewer, deps.flowTitle));
        if (cases.length < PAGE) return;
        after = cases.at(-1)?.no ?? '';
      }
    },
  };
}

/** Who left their post sees nothing. */
function sightOf(viewer: Staff, deputises: readonly string[]) {
  if (!viewer.isActive) return { reach: { isEverywhere: false, towns: [], villages: [] }, hands: [] };
  return { reach: caseReach(viewer), hands: [viewer.id, ...deputises] };
}

/** Who sees a case does not therefore see whose it is: that is the archive's to say. */
function caseCells(one: ExportedCase, viewer: Staff, flowTitle: (flow: string) => string): ExportRow {
  const level = access(viewer, one, { inCase: one.inCase }).archive_basic;
  const isNamed = level === 'full' || level === 'masked';
  const archiveNo = isNamed ? one.archiveNo : null;
  const cells = [
    ...[one.no, flowTitle(one.flow), t.states[one.state], archiveNo, isNamed ? maskName(one.subjectName, 'export', true) : null],
    ...[one.town, one.village, one.startedBy, one.startedOn, one.dueOn, one.closedOn],
  ];
  return { archiveNo, cells: cells.map((cell) => cell ?? ''), classes: ['archive_basic:masked'] };
}
