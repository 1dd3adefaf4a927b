import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { approve } from './finish.ts';
import { Move, stepOf } from './move.ts';
import type { ServiceCase } from './service-case.ts';

/** Who agreed at the step right before this one and holds its task too; null when the flow asks again or nobody does (审批去重). */
export function agreedBefore(definition: FlowDefinition, current: ServiceCase, taskId: string): string | null {
  const task = current.tasks.find((one) => one.id === taskId);
  const step = stepOf(definition, task?.step ?? null);
  if (!task || !step?.oncePerPerson) return null;
  const before = definition.steps[definition.steps.indexOf(step) - 1];
  const agreed = current.tasks.findLast((one) => one.step === before?.key && one.decision === 'approve' && one.position < task.position);
  return agreed?.decidedBy && task.assignees.includes(agreed.decidedBy) ? agreed.decidedBy : null;
}

/** The task is agreed to by itself, in the name of who agreed right before; the record says that they were not asked again. */
export function skipAgreed(
  definition: FlowDefinition,
  current: ServiceCase,
  act: CaseAct & { type: 'skip-agreed' },
  context: ActContext,
): Moved | Refusal {
  const task = current.tasks.find((one) => one.id === act.taskId && one.state === 'open');
  if (!task || agreedBefore(definition, current, act.taskId) !== act.staffId) return refuse('not-yours', texts.notYours(current));
  const move = new Move(definition, current, context);
  const settled = move.settle(task.id, 'approve', texts.agreedBefore);
  settled.decidedBy = act.staffId;
  move.record('task-decided', {
    task: task.id,
    step: task.step,
    party: task.party,
    decision: 'approve',
    opinion: texts.agreedBefore,
    auto: 'once',
  });
  approve(move, settled);
  return move.done();
}
