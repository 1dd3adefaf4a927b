import { holds } from '../../flows/condition.ts';
import type { CeilingDefinition, FlowDefinition } from '../../flows/flow-definition.ts';
import type { Slots } from '../../flows/slot-value.ts';
import type { Tx } from '../../platform/database.ts';
import { type Refusal, refuse } from '../engine/act.ts';
import { type Granted, grantedBefore, grantedToFamily, householdOf } from '../payment-store.ts';
import { texts } from '../texts.ts';

export interface Asking {
  archiveNo: string;
  /** Yuan; null where the form has no sum of this name. */
  amount: number | null;
  slots: Slots;
  year: number;
  /** Its own payments do not count against it; empty before it has a number. */
  caseNo: string;
}

/**
 * The ceilings that count over several cases: sums and times in a year or ever, of a person or a family. Those of one case are checks of the
 * form. A tier counts only with the condition that says whose it is.
 */
export function standingCeilings(definition: FlowDefinition, slots: Slots): CeilingDefinition[] {
  return definition.ceilings.filter(
    (one) =>
      (one.per === 'year' || one.per === 'person') &&
      (one.tier === undefined || one.when !== undefined) &&
      holds(definition.fields, one.when, slots),
  );
}

/** Which tier a payment counts against; null where the service has none that counts over several cases. */
export function tierOf(definition: FlowDefinition, slots: Slots): string | null {
  return standingCeilings(definition, slots).find((one) => one.tier !== undefined)?.tier ?? null;
}

/** Pure: why a further payment goes beyond a ceiling; null when it does not. */
export function overCeiling(ceiling: CeilingDefinition, before: Granted, amount: number): Refusal | null {
  const whose = [ceiling.scope, ceiling.tier].filter((part) => part !== undefined).join('·') || null;
  if (ceiling.field === 'times')
    return before.times + 1 > ceiling.max ? refuse('over-times', texts.overTimes(ceiling.max, before.times, whose)) : null;
  const left = Math.max(0, ceiling.max - before.amount);
  return amount > left ? refuse('over-amount', texts.overAmount(ceiling.max, before.amount, left, whose)) : null;
}

/** Why a payment may not be made, by what was really granted before (case-operations.md, Limits): asked at submission and again at payment. */
export async function whyOverLimit(tx: Tx, definition: FlowDefinition, asking: Asking): Promise<Refusal | null> {
  const ceilings = standingCeilings(definition, asking.slots);
  if (ceilings.length === 0 && definition.sameExpense === undefined) return null;
  const family = await householdOf(tx, asking.archiveNo);
  const beyond = await whyBeyondExpense(tx, definition, asking, family);
  if (beyond) return beyond;
  for (const ceiling of ceilings) {
    const refusal = await whyOverOne(tx, definition.id, ceiling, asking, family);
    if (refusal) return refusal;
  }
  return null;
}

/** Several funds may share an expense; together they never grant more than was spent (rules.yaml care_fund.principle). */
async function whyBeyondExpense(tx: Tx, { sameExpense }: FlowDefinition, { slots, year }: Asking, family: string): Promise<Refusal | null> {
  const spent = slots[sameExpense?.spent ?? ''];
  const { amount } = slots;
  if (sameExpense === undefined || typeof spent !== 'number' || typeof amount !== 'number' || spent === 0) return null;
  const others = await grantedToFamily(tx, sameExpense.grantedBy, family, year);
  const left = Math.max(0, spent - others);
  return others > 0 && amount > left ? refuse('same-expense', texts.sameExpense(spent, others, left)) : null;
}

async function whyOverOne(tx: Tx, flow: string, ceiling: CeilingDefinition, asking: Asking, family: string): Promise<Refusal | null> {
  const said = asking.slots[ceiling.field];
  const sum = typeof said === 'number' ? said : asking.amount;
  if (ceiling.field !== 'times' && sum === null) return null;
  const household = ceiling.scope?.includes('家庭') ? family : null;
  const year = ceiling.per === 'year' ? asking.year : null;
  const { archiveNo, caseNo } = asking;
  const before = await grantedBefore(tx, { flow, archiveNo, household, year, caseNo, tier: ceiling.tier ?? null });
  return overCeiling(ceiling, before, sum ?? 0);
}

/** Why nothing more can be granted this year, whatever is asked: said as soon as the person is known. */
export async function whyExhausted(tx: Tx, definition: FlowDefinition, archiveNo: string, year: number): Promise<Refusal | null> {
  const least = Object.fromEntries(definition.ceilings.map((one) => [one.field, 0.01]));
  return whyOverLimit(
    tx,
    { ...definition, ceilings: definition.ceilings.filter((one) => one.when === undefined) },
    {
      archiveNo,
      amount: null,
      slots: least,
      year,
      caseNo: '',
    },
  );
}
