import type { FlowDefinition } from '../flows/flow-definition.ts';
import { canonicalJson } from '../flows/flow-version.ts';
import type { Slots } from '../flows/slot-value.ts';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import { readCase } from './case-store.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { isClosed, type ServiceCase } from './engine/service-case.ts';
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
  const { oneOpen, sameReason, grantedApart } = definition;
  if (!oneOpen && !sameReason && grantedApart === undefined) return null;
  const twice = partsOf(slots, grantedApart).find((part, index, all) => all.indexOf(part) < index);
  if (twice !== undefined) return refuse('part-twice', texts.partTwice(twice));
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`start:${definition.id}:${archiveNo}`}, 0))`;
  const rows = await tx.$queryRaw<{ no: string }[]>`
    SELECT no FROM service_case WHERE subject_archive_no = ${archiveNo} AND flow = ${definition.id} AND state = ANY(${COUNTING}) ORDER BY no`;
  for (const { no } of rows) {
    const other = await readCase(tx, sealer, no);
    const refusal = other && whyNotBeside(definition, other, slots);
    if (refusal) return refusal;
  }
  return null;
}

/** Why a case may not stand beside another of the same person. */
function whyNotBeside(definition: FlowDefinition, other: ServiceCase, slots: Slots): Refusal | null {
  const { oneOpen, sameReason, grantedApart } = definition;
  if (oneOpen && !isClosed(other.state)) return refuse('one-open', texts.oneOpen(definition.name, other.no));
  const isSame = sameReason?.every((key) => canonicalJson(other.slots[key]) === canonicalJson(slots[key]));
  if (isSame) {
    const sentence = texts.sameReason(definition.name, other.no, isClosed(other.state), labelsOf(definition, sameReason ?? []));
    return refuse('same-reason', sentence);
  }
  const wanted = partsOf(slots, grantedApart);
  const taken = partsOf(other.slots, grantedApart).find((part) => wanted.includes(part));
  return taken === undefined ? null : refuse('part-granted', texts.partGranted(taken, other.no));
}

function labelsOf({ fields }: FlowDefinition, keys: readonly string[]): string[] {
  return keys.map((key) => fields.find((field) => field.key === key)?.label ?? key);
}

function partsOf(slots: Slots, key: string | undefined): string[] {
  const value = key === undefined ? null : slots[key];
  return typeof value === 'string' ? value.split(',') : [];
}

/** The same as soon as the person is known, when nothing is filled in yet: only what is open can be told. */
export async function openCaseOf(tx: Tx, definition: FlowDefinition, archiveNo: string): Promise<Refusal | null> {
  if (!definition.oneOpen) return null;
  const [open] = await tx.$queryRaw<{ no: string }[]>`
    SELECT no FROM service_case WHERE subject_archive_no = ${archiveNo} AND flow = ${definition.id} AND state IN ('draft', 'open', 'suspended')
    ORDER BY no LIMIT 1`;
  return open ? refuse('one-open', texts.oneOpen(definition.name, open.no)) : null;
}
