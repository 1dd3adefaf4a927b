import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { Move } from './move.ts';
import { ownTask } from './own-task.ts';
import { type CaseTask, pendingTasks, type ServiceCase, type SideTask } from './service-case.ts';

type ActOf<Type extends CaseAct['type']> = Extract<CaseAct, { type: Type }>;

/** Someone else gives an opinion, then the task comes back (委派、协办). */
export function delegate(definition: FlowDefinition, current: ServiceCase, act: ActOf<'delegate'>, context: ActContext): Moved | Refusal {
  return addTask(definition, current, { ...act, kind: 'delegate' }, context);
}

/** A signer before, beside or after one's own task (前加签、并加签、后加签). */
export function addSigner(
  definition: FlowDefinition,
  current: ServiceCase,
  act: ActOf<'add-signer'>,
  context: ActContext,
): Moved | Refusal {
  return addTask(definition, current, { ...act, kind: act.place }, context);
}

interface Addition {
  kind: SideTask['kind'];
  to: ActOf<'delegate'>['to'];
  note: string | null;
  taskId?: string | undefined;
}

function addTask(definition: FlowDefinition, current: ServiceCase, added: Addition, context: ActContext): Moved | Refusal {
  const own = ownTask(current, added.taskId, context);
  if (!own.ok) return own;
  const refusal = whyNotAdd(current, own.task, added);
  if (refusal) return refusal;
  const move = new Move(definition, current, context, own.actingFor);
  const { to, kind, note } = added;
  if (kind === 'after') {
    const { after = {} } = move.case.run;
    move.case.run.after = { ...after, [own.task.id]: [...(after[own.task.id] ?? []), { staffId: to.id, by: context.actor.id }] };
  } else openSide(move, own.task, { kind, parent: own.task.id, staffId: to.id, by: context.actor.id });
  move.record(kind === 'delegate' ? 'task-delegated' : 'signer-added', {
    task: own.task.id,
    step: own.task.step,
    to: to.id,
    place: kind,
    note,
  });
  return move.done();
}

function whyNotAdd(current: ServiceCase, task: CaseTask, { to, kind }: Addition): Refusal | null {
  if (!to.isActive) return refuse('left-post', texts.leftPost(to.name));
  const { side = {}, after = {} } = current.run;
  if (side[task.id] && kind !== 'beside') return refuse('side-task', texts.noSignerOnSide);
  const isAsked = pendingTasks(current).some(
    (one) => one.assignees.includes(to.id) && (one.id === task.id || side[one.id]?.parent === task.id),
  );
  if (isAsked || after[task.id]?.some((one) => one.staffId === to.id)) return refuse('same-person', texts.signerThere(to.name));
  return null;
}

/** A task beside the flow's own. Before it and for an opinion the asking task waits. */
function openSide(move: Move, task: CaseTask, side: SideTask): CaseTask {
  const parent = move.case.tasks.find((one) => one.id === task.id);
  const opened = move.open({ step: task.step, party: task.party, role: task.role, days: null, assignees: [side.staffId] });
  opened.dueAt = task.dueAt;
  move.case.run.side = { ...move.case.run.side, [opened.id]: side };
  if (parent && (side.kind === 'delegate' || side.kind === 'before')) parent.state = 'waiting';
  return opened;
}

/** After a task's own approval: the next signer that was added behind it. False when there is none. */
export function openNextSigner(move: Move, task: CaseTask): boolean {
  const root = move.case.run.side?.[task.id]?.parent ?? task.id;
  const [next, ...rest] = move.case.run.after?.[root] ?? [];
  if (!next) return false;
  move.case.run.after = { ...move.case.run.after, [root]: rest };
  openSide(move, task, { kind: 'after', parent: root, ...next });
  return true;
}
