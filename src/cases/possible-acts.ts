import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { Staff } from '../organisation/staff.ts';
import type { ActContext, CaseAct } from './engine/act.ts';
import type { Decision, ServiceCase } from './engine/service-case.ts';
import { transition } from './engine/transition.ts';
import type { Operation } from './operations.ts';

export interface PossibleAct {
  id: Decision | Operation;
  /** Null: it can be done now. Else why it cannot, as the engine itself says. */
  why: string | null;
}

export const decisionIds: readonly Decision[] = ['approve', 'return', 'reject'];

/** What is still to be filled in by whoever does it is no obstacle: the probe names nobody and no step that would fit. */
const open = new Set(['wrong-body', 'no-such-staff', 'separation']);

/**
 * Everything that this person could do with a case, tried on the engine without doing it: which they may do now, and why not the others. Pure.
 * `superiors` for escalation, by task id, as the caller found them.
 */
export function possibleActs(
  definition: FlowDefinition,
  current: ServiceCase,
  context: ActContext,
  superiors: Readonly<Record<string, readonly Staff[]>>,
): PossibleAct[] {
  const probes = probesFor(definition, current, context, superiors);
  return Object.entries(probes).map(([id, act]) => {
    const tried = transition(definition, current, act, context);
    const isPossible = tried.ok || (id !== 'approve' && open.has(tried.code));
    return { id: id as PossibleAct['id'], why: isPossible ? null : tried.sentence };
  });
}

const WHY = '（试）';

/** One act of every kind as somebody would do it, with nobody in particular where a colleague is named. */
function probesFor(
  definition: FlowDefinition,
  current: ServiceCase,
  { actor }: ActContext,
  superiors: Readonly<Record<string, readonly Staff[]>>,
): Record<Decision | Operation, CaseAct> {
  const to: Staff = { ...actor, id: '', name: '', isActive: true };
  const at = definition.steps.findIndex((step) => step.key === current.step);
  const other = definition.steps.find((step) => step.key !== current.step)?.key ?? '';
  const decide = (decision: Decision): CaseAct => ({ type: 'decide', decision, opinion: WHY });
  return {
    approve: decide('approve'),
    return: decide('return'),
    reject: decide('reject'),
    comment: { type: 'comment', text: WHY },
    urge: { type: 'urge' },
    claim: { type: 'claim' },
    'give-back': { type: 'give-back' },
    'take-back': { type: 'take-back', note: null },
    transfer: { type: 'transfer', to, note: null },
    delegate: { type: 'delegate', to, note: null },
    'add-signer': { type: 'add-signer', to, place: 'before', note: null },
    'remove-signer': { type: 'remove-signer', staffId: signerOf(current) ?? '', note: null },
    'name-handlers': { type: 'name-handlers', step: definition.steps[at + 1]?.key ?? '', staff: [to] },
    copy: { type: 'copy', to: [to], note: null },
    circulate: { type: 'circulate', to: [to], note: null },
    withdraw: { type: 'withdraw', reason: WHY },
    suspend: { type: 'suspend', reason: WHY },
    resume: { type: 'resume' },
    escalate: { type: 'escalate', superiors, isByClock: false },
    terminate: { type: 'terminate', reason: WHY },
    reopen: { type: 'reopen', step: null, reason: WHY },
    jump: { type: 'jump', step: other, reason: WHY },
    'confirm-jump': { type: 'confirm-jump' },
  };
}

/** Someone who was asked to sign beside a task and has not yet. */
function signerOf({ run }: ServiceCase): string | undefined {
  return Object.values(run.side ?? {}).at(-1)?.staffId ?? Object.values(run.after ?? {}).flat()[0]?.staffId;
}
