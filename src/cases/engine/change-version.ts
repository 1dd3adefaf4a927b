import type { FlowDefinition, StepDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import { type ActContext, type CaseAct, type Moved, type Refusal, refuse } from './act.ts';
import { mayGovern } from './governing.ts';
import { Move, stepOf } from './move.ts';
import { CORRECTION, isClosed, pendingTasks, type ServiceCase } from './service-case.ts';

/**
 * Moves a running case to another version of its flow; the difference was shown to whoever asks for it. `definition` is the new one, `act.before`
 * the one that the case stands on. Not while it stands at a step that the new one does not have or asks of others: what was agreed to there would
 * count for something else. The promise that was made stays.
 */
export function changeVersion(
  definition: FlowDefinition,
  current: ServiceCase,
  act: CaseAct & { type: 'change-version' },
  context: ActContext,
): Moved | Refusal {
  if (isClosed(current.state)) return refuse('closed', texts.closed(current));
  if (!mayGovern(context.actor)) return refuse('forbidden', texts.onlySectionGoverns('升级流程版本'));
  if (act.version === current.flowVersion) return refuse('same-version', texts.sameVersion(current.no));
  const gone = standingAt(current).find((key) => !stepOf(definition, key));
  if (gone !== undefined) return refuse('step-gone', texts.stepGone(current.no));
  const other = standingAt(current).find((key) => asks(stepOf(definition, key)) !== asks(stepOf(act.before, key)));
  if (other !== undefined) return refuse('step-changed', texts.stepChanged(current.no, stepOf(definition, other)?.name ?? other));
  const move = new Move(definition, current, context);
  move.case = { ...move.case, flowVersion: act.version };
  forget(move);
  move.record('version-changed', { from: current.flowVersion, to: act.version, changes: act.changes });
  return move.done();
}

/** Steps that something is still open of. */
function standingAt(current: ServiceCase): string[] {
  const steps = [current.step, ...pendingTasks(current).map((task) => task.step)];
  return [...new Set(steps)].filter((key): key is string => key !== null && key !== CORRECTION);
}

/** Whom a step asks and when it is done. */
function asks(step: StepDefinition | undefined): string {
  const parties = (step?.parties ?? []).map(({ key, weight, veto }) => [key, weight, veto]);
  return JSON.stringify([
    parties,
    step?.join,
    step?.passShare,
    step?.quorum,
    step?.onReject,
    step?.wait !== undefined,
    step?.subCases?.flow,
  ]);
}

/** What is remembered of steps that are no more leads nowhere. */
function forget(move: Move): void {
  const { run } = move.case;
  const isThere = (key: string | null | undefined) => stepOf(move.definition, key ?? null) !== undefined;
  run.passed = [];
  run.ended = null;
  if (!isThere(run.straightTo)) run.straightTo = null;
  if (run.jump && !isThere(run.jump.to)) run.jump = null;
  run.named = Object.fromEntries(Object.entries(run.named ?? {}).filter(([key]) => isThere(key)));
}
