import type { SlotValue } from '../../flows/slot-value.ts';
import { type ArchiveWriter, addBenefit } from '../../people/file/archive-writes-store.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Action, ActionContext, ActionDone } from '../actions-port.ts';
import type { Refusal } from '../engine/act.ts';
import { addPayment, householdOf, paidFor } from '../payment-store.ts';
import { reasons } from '../scarce/resource-texts.ts';
import { tierOf, whyOverLimit } from './limits.ts';

/** rules.yaml hardship.emergency advance_limit (illustrative), in yuan. */
const MOST_IN_ADVANCE = 2000;

const numberIn = (value: SlotValue | undefined) => (typeof value === 'number' ? value : null);

/** Money granted: judged again against what was really granted before, put down without what was paid in advance, and said to be paid. */
export const recordPayment: Action = async (context) => {
  const { case: current, outcome } = context;
  const granted = numberIn(current.slots[outcome?.amount ?? 'amount']);
  // Where the flow's condition leads to no money (nothing entered), nothing is paid.
  if (granted === null || granted === 0) return { ok: true, data: { amount: 0 } };
  const advance = await paidFor(context.tx, current.no);
  const rest = Math.max(0, granted - advance);
  const data = { amount: granted, ...(advance > 0 ? { advance } : {}) };
  if (rest === 0) return { ok: true, data };
  const paid = await pay(context, {
    id: `${current.no}-${outcome?.key ?? 'payment'}`,
    kind: outcome?.key ?? 'payment',
    granted,
    amount: rest,
  });
  return paid.ok ? { ...paid, data: { ...data, paidOn: dayOf(context.now) } } : paid;
};

/** 先行救助: as much of what is asked for as may be paid before the papers are complete; the last payment pays the rest. Once a case. */
export const payAdvance: Action = async (context) => {
  const granted = numberIn(context.case.slots['amount']);
  const already = await paidFor(context.tx, context.case.no);
  if (granted === null || granted === 0 || already > 0) return { ok: true };
  const amount = Math.min(granted, MOST_IN_ADVANCE);
  return pay(context, { id: `${context.case.no}-advance`, kind: 'advance', granted, amount });
};

async function pay(
  context: ActionContext,
  { id, kind, granted, amount }: { id: string; kind: string; granted: number; amount: number },
): Promise<ActionDone | Refusal> {
  const { tx, case: current, definition, now, actor, deps } = context;
  const { archiveNo } = current.subject;
  const year = Number(dayOf(now).slice(0, 4));
  const { slots, no: caseNo } = current;
  const refusal = archiveNo === null ? null : await whyOverLimit(tx, definition, { archiveNo, amount: granted, slots, year, caseNo });
  if (refusal) return refusal;
  const household = archiveNo === null ? null : await householdOf(tx, archiveNo);
  const paidOn = dayOf(now);
  const about = { id, caseNo, archiveNo, household, flow: definition.id, kind, title: definition.name, tier: tierOf(definition, slots) };
  await addPayment(tx, { ...about, amount, year, paidOn, by: actor.id });
  const writer: ArchiveWriter = { tx, sealer: deps.sealer, now, by: actor.id, reason: reasons.outcome(definition.name, caseNo), caseNo };
  if (archiveNo !== null) await addBenefit(writer, archiveNo, { id, kind, title: definition.name, amount, year, grantedOn: paidOn });
  return { ok: true, notices: [{ kind: 'paid', to: 'flow', when: 'paid' }] };
}
