import type { FlowDefinition, StepDefinition } from '../../flows/flow-definition.ts';
import { partiesOf } from './move.ts';
import type { ServiceCase } from './service-case.ts';

export type Vote = 'open' | 'passed' | 'failed';

/** More than half passes where a flow does not say its share. */
const USUAL_SHARE = 0.5;

/**
 * How a vote (票签) stands: passed once the approvals weigh the step's share of all weights, failed once that cannot be reached any more or a
 * party with a veto rejected.
 */
export function voteOf(definition: FlowDefinition, current: ServiceCase, step: StepDefinition): Vote {
  const from = current.run.enteredFrom ?? current.run.firstPosition;
  const parties = partiesOf(step, definition, current);
  const said = (decision: string) =>
    parties.filter((party) =>
      current.tasks.some(
        (task) => task.step === step.key && task.party === party.key && task.position >= from && task.decision === decision,
      ),
    );
  const weigh = (of: typeof parties) => of.reduce((sum, party) => sum + (party.weight ?? 1), 0);
  const total = weigh(parties);
  const share = step.passShare ?? USUAL_SHARE;
  const enough = (weight: number) => (step.passShare === undefined ? weight > total * share : weight >= total * share - 1e-9);
  if (said('reject').some((party) => party.veto)) return 'failed';
  if (enough(weigh(said('approve')))) return 'passed';
  return enough(total - weigh(said('reject'))) ? 'open' : 'failed';
}
