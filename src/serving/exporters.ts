import type { App } from '../app.ts';
import { exportCases } from '../cases/export-cases.ts';
import type { Staff } from '../organisation/staff.ts';
import { exportAudit } from '../people/export/export-audit.ts';
import { type ExportRefusal, exportPeople } from '../people/export/export-people.ts';
import type { ExportFilter, ExportKind, ExportSource } from '../people/export/export-table.ts';
import { exportVisits } from '../visits/export-visits.ts';

type Exporter = (app: App, staff: Staff, filter: ExportFilter) => ExportSource | ExportRefusal;

/** What can be exported, with the feature that says who may see what of it. */
export const exporters: Record<ExportKind, Exporter> = {
  people: (app, staff, filter) => exportPeople({ sealer: app.sealer, now: app.clock.now() }, staff, filter),
  cases: (app, staff, filter) =>
    exportCases({ now: app.clock.now(), flowTitle: (flow) => app.flows.get(flow)?.definition.name ?? flow }, staff, filter),
  visits: (app, staff, filter) => exportVisits({ now: app.clock.now() }, staff, filter),
  audit: (_app, staff, filter) => exportAudit(staff, filter),
};
