import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { Move, stepOf } from './move.ts';
import type { ServiceCase } from './service-case.ts';

type ActOf<Type extends CaseAct['type']> = Extract<CaseAct, { type: Type }>;

/** The cases of a step are there: the case waits for them, or goes on at once. */
export function subCasesStarted(
  definition: FlowDefinition,
  current: ServiceCase,
  act: ActOf<'sub-cases-started'>,
  context: ActContext,
): Moved | Refusal {
  const step = stepOf(definition, current.step);
  if (!step?.subCases) return refuse('no-sub-cases', texts.unknownStep);
  const { waits } = step.subCases;
  const move = new Move(definition, current, context);
  const started = act.children.map(({ no }) => ({ no, step: step.key, waits, closed: false }));
  move.case.run.children = [...(move.case.run.children ?? []), ...started];
  move.record('sub-cases-started', { step: step.key, children: act.children.map(({ no }) => no) });
  if (waits && started.length > 0) move.pause('sub-cases', texts.waitsForSubCases(started.length));
  else move.enterFrom(definition.steps.indexOf(step) + 1);
  return move.done();
}

/** One of them ended; with the last that is waited for the case goes on. */
export function subCaseClosed(
  definition: FlowDefinition,
  current: ServiceCase,
  act: ActOf<'sub-case-closed'>,
  context: ActContext,
): Moved | Refusal {
  const child = current.run.children?.find((one) => one.no === act.no && !one.closed);
  if (!child) return refuse('no-sub-cases', texts.notFound(act.no));
  const move = new Move(definition, current, context);
  const children = (move.case.run.children ?? []).map((one) => (one.no === act.no ? { ...one, closed: true } : one));
  move.case.run.children = children;
  move.record('sub-case-closed', { no: act.no, state: act.state });
  const isWaiting =
    current.run.pause?.kind === 'sub-cases' && children.every((one) => one.closed || !one.waits || one.step !== current.step);
  if (!isWaiting) return move.done();
  move.wake();
  move.enterFrom(definition.steps.findIndex((step) => step.key === current.step) + 1);
  return move.done();
}
