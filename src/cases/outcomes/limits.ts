import type { CeilingDefinition, FlowDefinition } from '../../flows/flow-definition.ts';
import type { Slots } from '../../flows/slot-value.ts';
import type { Tx } from '../../platform/database.ts';
import { type Refusal, refuse } from '../engine/act.ts';
import { type Granted, grantedBefore } from '../payment-store.ts';
import { texts } from '../texts.ts';

export interface Asking {
  archiveNo: string | null;
  household: string | null;
  /** Yuan. */
  amount: number;
  slots: Slots;
  year: number;
  /** Its own payments do not count against it; empty before it has a number. */
  caseNo: string;
}

/** The ceilings that count over several cases: sums and times in a year or ever, of a person or a family. Those of one case are checks of the form. */
export function standingCeilings(definition: FlowDefinition): CeilingDefinition[] {
  return definition.ceilings.filter((one) => one.tier === undefined && (one.per === 'year' || one.per === 'person'));
}

/** Pure: why a further payment goes beyond a ceiling; null when it does not. */
export function overCeiling(ceiling: CeilingDefinition, before: Granted, amount: number): Refusal | null {
  if (ceiling.field === 'times')
    return before.times + 1 > ceiling.max ? refuse('over-times', texts.overTimes(ceiling.max, before.times, ceiling.scope ?? null)) : null;
  const left = Math.max(0, ceiling.max - before.amount);
  return amount > left ? refuse('over-amount', texts.overAmount(ceiling.max, before.amount, left, ceiling.scope ?? null)) : null;
}

/** Why a payment may not be made, by what was really granted before (case-operations.md, Limits). For submission and again for the payment itself. */
export async function whyOverLimit(tx: Tx, definition: FlowDefinition, asking: Asking): Promise<Refusal | null> {
  for (const ceiling of standingCeilings(definition)) {
    const sum = asking.slots[ceiling.field];
    if (ceiling.field !== 'times' && typeof sum !== 'number') continue;
    const household = ceiling.scope?.includes('家庭') ? asking.household : null;
    const { archiveNo, caseNo } = asking;
    const year = ceiling.per === 'year' ? asking.year : null;
    const before = await grantedBefore(tx, { flow: definition.id, archiveNo, household, year, caseNo });
    const refusal = overCeiling(ceiling, before, typeof sum === 'number' ? sum : asking.amount);
    if (refusal) return refusal;
  }
  return null;
}
