import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import { type ActContext, type CaseAct, type Moved, type Refusal, refuse } from './act.ts';
import { approve } from './finish.ts';
import { mayGovern } from './governing.ts';
import { Move } from './move.ts';
import { type CaseTask, isClosed, pendingTasks, type ServiceCase } from './service-case.ts';

type ActOf<Type extends CaseAct['type']> = Extract<CaseAct, { type: Type }>;

/** Takes a signer away who has not acted; the last one of a task stays (减签). */
export function removeSigner(
  definition: FlowDefinition,
  current: ServiceCase,
  act: ActOf<'remove-signer'>,
  context: ActContext,
): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  // Without the signer the case might go on, which it must not while it stands still.
  if (current.state === 'suspended') return refuse('suspended', texts.suspended(current));
  const { side = {}, after = {} } = current.run;
  const listed = Object.entries(after).find(([, signers]) => signers.some((one) => one.staffId === act.staffId));
  const task = pendingTasks(current).find((one) => side[one.id]?.staffId === act.staffId);
  const sign = task ? side[task.id] : listed?.[1].find((one) => one.staffId === act.staffId);
  if (!sign) return refuse('no-signer', texts.noSuchSigner);
  if (sign.by !== context.actor.id && !mayGovern(context.actor)) return refuse('forbidden', texts.onlyAdderRemoves);
  const move = new Move(definition, current, context);
  if (task) dropSide(move, task);
  else if (listed) move.case.run.after = { ...after, [listed[0]]: listed[1].filter((one) => one.staffId !== act.staffId) };
  move.record('signer-removed', { task: task?.id ?? listed?.[0] ?? null, staff: act.staffId, note: act.note });
  move.notify({ kind: 'signer-removed', to: 'staff', staffId: act.staffId });
  return move.done();
}

function dropSide(move: Move, { id }: CaseTask): void {
  const side = move.case.run.side?.[id];
  const task = move.case.tasks.find((one) => one.id === id);
  const parent = move.case.tasks.find((one) => one.id === side?.parent);
  if (!side || !task || !parent) return;
  task.state = 'cancelled';
  const isHeld = Object.entries(move.case.run.side ?? {}).some(
    ([other, one]) =>
      one.parent === side.parent && other !== id && one.kind !== 'beside' && pendingTasks(move.case).some((open) => open.id === other),
  );
  if (isHeld) return;
  if (parent.state === 'waiting') {
    parent.state = 'open';
    move.notify({ kind: 'task-opened', to: 'assignees', taskId: parent.id });
  }
  // The task that the signer stood behind is approved already: nothing else would take the case on.
  if (parent.state === 'done' && parent.decision === 'approve') approve(move, task);
}
