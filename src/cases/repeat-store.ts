import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { Slots } from '../flows/slot-value.ts';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { readCase } from './case-store.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { isClosed } from './engine/service-case.ts';
import { texts } from './texts.ts';

/** Cases ended without effect do not stand in the way of another try. */
const COUNTING = ['draft', 'open', 'suspended', 'completed'];

/**
 * Why a person may not have another case of this service: one is open where only one may be, or the same was granted before (同一事由).
 * Two that are handed in at the same moment see each other.
 */
export async function whyRepeated(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  definition: FlowDefinition,
  archiveNo: string,
  slots: Slots,
): Promise<Refusal | null> {
  const { oneOpen, sameReason } = definition;
  if (!oneOpen && !sameReason) return null;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`start:${definition.id}:${archiveNo}`}, 0))`;
  const rows = await tx.$queryRaw<{ no: string }[]>`
    SELECT no FROM service_case WHERE subject_archive_no = ${archiveNo} AND flow = ${definition.id} AND state = ANY(${COUNTING}) ORDER BY no`;
  for (const { no } of rows) {
    const other = await readCase(tx, sealer, no);
    if (!other) continue;
    if (oneOpen && !isClosed(other.state)) return refuse('one-open', texts.oneOpen(definition.name, no));
    const isSame = sameReason?.every((key) => JSON.stringify(other.slots[key]) === JSON.stringify(slots[key]));
    if (isSame) return refuse('same-reason', texts.sameReason(definition.name, no, isClosed(other.state)));
  }
  return null;
}

/** The same as soon as the person is known, when nothing is filled in yet: only what is open can be told. */
export async function openCaseOf(tx: Tx, definition: FlowDefinition, archiveNo: string): Promise<Refusal | null> {
  if (!definition.oneOpen) return null;
  const [open] = await tx.$queryRaw<{ no: string }[]>`
    SELECT no FROM service_case WHERE subject_archive_no = ${archiveNo} AND flow = ${definition.id} AND state IN ('draft', 'open', 'suspended')
    ORDER BY no LIMIT 1`;
  return open ? refuse('one-open', texts.oneOpen(definition.name, open.no)) : null;
}
