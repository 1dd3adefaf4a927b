import type { FlowDefinition } from '../../flows/flow-definition.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { advance, decide, wait } from './decide.ts';
import { comment, resume, suspend, terminate, transfer, urge, withdraw } from './operate.ts';
import type { ServiceCase } from './service-case.ts';
import { resubmit, submit } from './submit.ts';

/**
 * The engine: what a case becomes when someone does something with it, or why they cannot. Pure: the time, the actor and the working days
 * come in with `context`; people for the opened tasks, the actions and the notices that follow are data for the caller.
 */
export function transition(definition: FlowDefinition, current: ServiceCase, act: CaseAct, context: ActContext): Moved | Refusal {
  switch (act.type) {
    case 'submit':
      return submit(definition, current, context);
    case 'resubmit':
      return resubmit(definition, current, act, context);
    case 'decide':
      return decide(definition, current, act, context);
    case 'advance':
      return advance(definition, current, context);
    case 'wait':
      return wait(definition, current, act, context);
    case 'withdraw':
      return withdraw(definition, current, act, context);
    case 'terminate':
      return terminate(definition, current, act, context);
    case 'suspend':
      return suspend(definition, current, act, context);
    case 'resume':
      return resume(definition, current, context);
    case 'transfer':
      return transfer(definition, current, act, context);
    case 'urge':
      return urge(definition, current, context);
    case 'comment':
      return comment(definition, current, act, context);
  }
}
