import type { FlowDefinition } from '../../flows/flow-definition.ts';
import { texts } from '../texts.ts';
import type { ActContext, CaseAct, Moved, Refusal } from './act.ts';
import { refuse } from './act.ts';
import { Move } from './move.ts';
import type { ServiceCase } from './service-case.ts';

/** A copy for information (抄送, once a person a case) or a paper to be read (传阅). Whether it was read is kept beside the case. */
export function spread(
  definition: FlowDefinition,
  current: ServiceCase,
  act: CaseAct & { type: 'copy' | 'circulate' },
  context: ActContext,
): Moved | Refusal {
  const left = act.to.find((one) => !one.isActive);
  if (left) return refuse('left-post', texts.leftPost(left.name));
  const had = new Set(current.run.copied ?? []);
  const fresh = act.to.filter((one, index) => !had.has(one.id) && act.to.findIndex((other) => other.id === one.id) === index);
  if (fresh.length === 0) return refuse('copied-already', texts.copiedAlready(act.to.map((one) => one.name)));
  const move = new Move(definition, current, context);
  const ids = fresh.map((one) => one.id);
  move.case.run.copied = [...had, ...ids];
  move.record(act.type === 'copy' ? 'case-copied' : 'case-circulated', { to: ids, note: act.note });
  for (const staffId of ids) {
    move.copies.push({ staffId, kind: act.type });
    move.notify({ kind: act.type === 'copy' ? 'copied' : 'circulated', to: 'staff', staffId });
  }
  return move.done();
}
