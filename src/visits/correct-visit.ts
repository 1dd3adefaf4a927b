import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/audit-store.ts';
import type { Staff } from '../organisation/staff.ts';
import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import { cleanNeeds, needPlace, notePlace, type RecordDeps, refusedUnseen, sealedNeeds } from './record-visit.ts';
import { correctionRefusals } from './texts.ts';
import { insertNeeds, keepHistory, removeOpenNeeds, type StoredRecord, takeVisitRecord, updateVisitRecord } from './visit-record-store.ts';

/** What is to be put right; what is left out stays as it is. */
export interface VisitCorrection {
  staff: Staff;
  recordId: string;
  visitedOn?: Day;
  note?: string | null;
  needs?: readonly string[];
  now: Date;
  channel: string;
}

export type CorrectionRefusal = keyof typeof correctionRefusals;
export type CorrectionResult = { ok: true; changed: boolean } | { ok: false; code: CorrectionRefusal; sentence: string };

interface Clear {
  visitedOn: Day;
  note: string | null;
  needs: string[];
}

/** Corrects one's own record. What it said before is kept, sealed, with the changes of the person's file. */
export async function correctVisit(deps: RecordDeps, correction: VisitCorrection): Promise<CorrectionResult> {
  return deps.db.transaction((tx) => correctWithin(deps, tx, correction));
}

function refuse(code: CorrectionRefusal): CorrectionResult {
  return { ok: false, code, sentence: correctionRefusals[code] };
}

async function correctWithin(deps: RecordDeps, tx: Tx, correction: VisitCorrection): Promise<CorrectionResult> {
  const { staff, now, channel } = correction;
  const stored = await takeVisitRecord(tx, correction.recordId);
  if (!stored || stored.visitorId !== staff.id) return refuse('not-yours');
  const before = openRecord(deps, stored);
  const after = applied(before, correction);
  const refused = refusedUnseen({ ...after, now });
  if (refused) return refuse(refused);
  const gone = stored.needs.filter((_, index) => !after.needs.includes(before.needs[index] ?? ''));
  if (gone.some((need) => need.state !== 'open')) return refuse('need-in-case');
  if (JSON.stringify(before) === JSON.stringify(after)) return { ok: true, changed: false };
  await writeCorrection(deps, tx, correction, stored, { before, after, gone: gone.map((need) => need.id) });
  const detail = { record: stored.id, needs: after.needs.length };
  await recordAudit(tx, [
    {
      at: now,
      actor: staff.id,
      action: 'write',
      subject: stored.archiveNo,
      caseNo: null,
      channel,
      purpose: '更正走访记录',
      outcome: 'visit-corrected',
      detail,
    },
  ]);
  return { ok: true, changed: true };
}

function openRecord({ sealer }: RecordDeps, stored: StoredRecord): Clear {
  return {
    visitedOn: stored.visitedOn,
    note: stored.noteSealed === null ? null : sealer.open(stored.noteSealed, notePlace(stored.id)),
    needs: stored.needs.map((need) => sealer.open(need.textSealed, needPlace(need.id))),
  };
}

function applied(before: Clear, { visitedOn, note, needs }: VisitCorrection): Clear {
  return {
    visitedOn: visitedOn ?? before.visitedOn,
    note: note === undefined ? before.note : note?.trim() || null,
    needs: needs === undefined ? before.needs : cleanNeeds(needs),
  };
}

async function writeCorrection(
  deps: RecordDeps,
  tx: Tx,
  { staff, now }: VisitCorrection,
  stored: StoredRecord,
  { before, after, gone }: { before: Clear; after: Clear; gone: string[] },
): Promise<void> {
  const { sealer } = deps;
  const noteSealed = after.note === null ? null : sealer.seal(after.note, notePlace(stored.id));
  await updateVisitRecord(tx, stored.id, { visitedOn: after.visitedOn, noteSealed });
  await removeOpenNeeds(tx, gone);
  const added = after.needs.filter((need) => !before.needs.includes(need));
  await insertNeeds(tx, { id: stored.id, archiveNo: stored.archiveNo, needs: sealedNeeds(deps, added, now) }, now);
  const id = randomUUID();
  const sealed = sealer.seal(JSON.stringify({ visit: stored.id, before, after }), {
    table: 'person_change',
    column: 'sealed_change',
    row: id,
  });
  await keepHistory(tx, { id, archiveNo: stored.archiveNo, by: staff.id, reason: '更正走访记录', sealed }, now);
}
