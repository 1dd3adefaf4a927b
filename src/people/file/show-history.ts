import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { access } from '../access/access.ts';
import { type RevealField, revealClass } from '../access/reveal-field.ts';
import type { DataClass } from '../access/visibility.ts';
import { listChanges } from './archive-writes-store.ts';
import { readPersonFile } from './person-file-store.ts';

export interface HistoryLine {
  at: string;
  by: string;
  reason: string;
  what: string;
  /** Facts by name, before and after; those that the viewer may not see whole are named and not shown. */
  facts: { fact: string; before: unknown; after: unknown }[];
}

export interface HistoryDeps {
  tx: Tx;
  sealer: Sealer;
  now: Date;
  channel: string;
}

const classOf: Partial<Record<string, DataClass>> = {
  ...Object.fromEntries(Object.entries(revealClass) as [RevealField, DataClass][]),
  emergencyName: 'phone',
  bankName: 'bankcard',
  merit: 'merit',
  disabilityGrade: 'health',
  disabilityNature: 'health',
  disabilityOn: 'health',
};

const HIDDEN = '（已变更，不显示内容）';

/** The history of a file, newest first, as the viewer may see it; recorded as a look. Null when it is out of reach. Call it last in a transaction. */
export async function showHistory(deps: HistoryDeps, viewer: Staff, archiveNo: string, limit: number): Promise<HistoryLine[] | null> {
  const file = await readPersonFile(deps.tx, deps.sealer, archiveNo, viewer.id, dayOf(deps.now));
  const granted = file && access(viewer, file, { inCase: file.inCase });
  const isOpen = granted?.archive_basic === 'full';
  const changes = isOpen ? await listChanges(deps.tx, deps.sealer, archiveNo, limit) : [];
  const about = { at: deps.now, actor: viewer.id, subject: archiveNo, caseNo: null, channel: deps.channel, purpose: null };
  await recordAudit(deps.tx, [
    {
      ...about,
      action: isOpen ? 'read' : 'read-refused',
      outcome: isOpen ? 'ok' : 'unreachable',
      detail: { sections: ['history'], lines: changes.length },
    },
  ]);
  if (!granted || !isOpen) return null;
  const shows = (fact: string) => granted[classOf[fact] ?? 'archive_basic'] === 'full' && classOf[fact] === undefined;
  return changes.map(({ changedAt, changedBy, reason, what, before, after }) => ({
    at: changedAt.toISOString(),
    by: changedBy,
    reason,
    what,
    facts: factsOf(before, after).map(([fact, from, to]) => ({
      fact,
      before: shows(fact) ? from : HIDDEN,
      after: shows(fact) ? to : HIDDEN,
    })),
  }));
}

function factsOf(before: unknown, after: unknown): [string, unknown, unknown][] {
  const from = (before ?? {}) as Record<string, unknown>;
  const to = (after ?? {}) as Record<string, unknown>;
  if (typeof from !== 'object' || typeof to !== 'object') return [['value', from, to]];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].map((key) => [key, from[key] ?? null, to[key] ?? null]);
}
