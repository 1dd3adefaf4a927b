import { recordAudit } from '../audit/audit-store.ts';
import type { Slots } from '../flows/slot-value.ts';
import type { Staff } from '../organisation/staff.ts';
import { access } from '../people/access/access.ts';
import { type ArchiveKey, archiveFacts } from '../people/file/archive-facts.ts';
import { currentNo } from '../people/file/current-no-store.ts';
import { dayOf } from '../platform/calendar/day.ts';
import type { CaseDeps } from './case-deps.ts';
import type { CaseSubject } from './engine/service-case.ts';
import { subjectRefusal } from './subject-refusal.ts';

export interface FactsRequest {
  flow: string;
  archiveNo: string;
  /** Keys of the archive (`archiveKeys`) that the form can take over. */
  keys: readonly string[];
  now: Date;
  channel: string;
  purpose: string;
}

/** `unreachable`: no such file, or not one that this member of staff sees in full; which of the two is not said. */
export type FormFacts =
  | { kind: 'facts'; subject: CaseSubject & { archiveNo: string }; facts: Slots }
  | { kind: 'ineligible'; sentence: string }
  | { kind: 'unreachable' };

/**
 * What the archive knows of a person, for a form: only of somebody whose file the viewer may see in full and who may ask for the service. The
 * number of a merged file leads to the one that stands. The look or its refusal is recorded.
 */
export async function formFacts(deps: CaseDeps, staff: Staff, request: FactsRequest): Promise<FormFacts> {
  const { now, channel, purpose, keys, flow } = request;
  return deps.db.transaction(async (tx) => {
    const archiveNo = await currentNo(tx, request.archiveNo);
    const found = await archiveFacts({ tx, sealer: deps.sealer, now }, archiveNo, staff.id);
    const granted = found && access(staff, { town: found.facts.town, village: found.facts.village }, { inCase: found.inCase });
    const isAllowed = found !== null && granted?.archive_basic === 'full';
    const sentence = isAllowed ? await subjectRefusal(deps, tx, flow, archiveNo, dayOf(now)) : null;
    const about = { at: now, actor: staff.id, subject: found && archiveNo, caseNo: null, channel, purpose, detail: { keys: [...keys] } };
    const how = isAllowed ? ({ action: 'read', outcome: 'shown' } as const) : ({ action: 'read-refused', outcome: 'refused' } as const);
    await recordAudit(tx, [{ ...about, ...how }]);
    if (!isAllowed) return { kind: 'unreachable' };
    if (sentence !== null) return { kind: 'ineligible', sentence };
    const { facts } = found;
    const wanted = keys.map((key) => [key, facts[key as ArchiveKey] ?? null] as const);
    return {
      kind: 'facts',
      subject: { archiveNo, name: facts.name, town: facts.town, village: facts.village },
      facts: Object.fromEntries(wanted),
    };
  });
}
