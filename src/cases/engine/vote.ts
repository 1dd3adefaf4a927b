import type { FlowDefinition, PartyDefinition, StepDefinition } from '../../flows/flow-definition.ts';
import { partiesOf, stepOf } from './move.ts';
import type { CaseTask, ServiceCase } from './service-case.ts';

/** More than half passes where a flow does not say its share. */
const USUAL_SHARE = 0.5;

/** What a party has said, once it and every signer beside it have. */
export function voiceOf(current: ServiceCase, step: StepDefinition, party: PartyDefinition): 'approve' | 'reject' | null {
  const { side = {}, enteredFrom: from = current.run.firstPosition } = current.run;
  const key = step.parties ? party.key : null;
  const tasks = current.tasks.filter(
    (task) => task.step === step.key && task.party === key && task.position >= from && task.state !== 'cancelled',
  );
  if (tasks.some((task) => task.decision === 'reject')) return 'reject';
  const own = tasks.findLast((task) => !side[task.id]);
  return own?.decision === 'approve' && tasks.every((task) => task.state === 'done') ? 'approve' : null;
}

export interface VoteCount {
  result: 'open' | 'passed' | 'failed';
  /** How many parties have said yes and no. */
  approvals: number;
  rejections: number;
}

/**
 * How a vote (票签) stands: passed once the approvals weigh the step's share of all weights, failed once that cannot be reached any more or a
 * party with a veto rejected. Where a quorum is asked for, nothing is passed or failed before so many have spoken.
 */
export function voteOf(definition: FlowDefinition, current: ServiceCase, step: StepDefinition): VoteCount {
  const parties = partiesOf(step, definition, current);
  const saying = (voice: 'approve' | 'reject') => parties.filter((party) => voiceOf(current, step, party) === voice);
  const [approving, rejecting] = [saying('approve'), saying('reject')];
  const count = { approvals: approving.length, rejections: rejecting.length };
  if (rejecting.some((party) => party.veto)) return { result: 'failed', ...count };
  const quorum = Math.min(step.quorum ?? 0, parties.length);
  if (count.approvals + count.rejections < quorum) return { result: 'open', ...count };
  const weigh = (of: PartyDefinition[]) => of.reduce((sum, party) => sum + (party.weight ?? 1), 0);
  const total = weigh(parties);
  const enough = (weight: number) =>
    step.passShare === undefined ? weight > total * USUAL_SHARE : weight >= total * step.passShare - 1e-9;
  if (enough(weigh(approving))) return { result: 'passed', ...count };
  return { result: enough(total - weigh(rejecting)) ? 'open' : 'failed', ...count };
}

/** Whether somebody has a seat of the same vote already: nobody gets a second. */
export function hasSeat(definition: FlowDefinition, current: ServiceCase, task: CaseTask, staffId: string): boolean {
  const { side = {}, enteredFrom: from = current.run.firstPosition } = current.run;
  if (stepOf(definition, task.step)?.join !== 'vote' || side[task.id]) return false;
  return current.tasks.some(
    (one) =>
      one.step === task.step &&
      one.party !== task.party &&
      one.position >= from &&
      one.state !== 'cancelled' &&
      one.assignees.includes(staffId),
  );
}

/** Whether one of these people, or somebody for them, has spoken for another party of the same vote: one voice a person. */
export function hasVoice(definition: FlowDefinition, current: ServiceCase, task: CaseTask, staffIds: readonly string[]): boolean {
  const { side = {}, enteredFrom: from = current.run.firstPosition } = current.run;
  if (stepOf(definition, task.step)?.join !== 'vote' || side[task.id]) return false;
  return current.tasks.some(
    (one) =>
      one.step === task.step &&
      one.party !== task.party &&
      one.position >= from &&
      !side[one.id] &&
      one.decision !== null &&
      [one.decidedBy, one.onBehalfOf].some((id) => id !== null && staffIds.includes(id)),
  );
}
