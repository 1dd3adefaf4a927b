import type { Command } from '../dialogue/command.ts';
import type { Weighing } from '../understanding/understander.ts';

/** Services this much less likely than the first are asked for beside it, and so many at most. */
const NEAR = 8;
const MOST = 4;
/** What the likeliest must be worth before it is offered for words that were not understood. */
const LEAST = 0.1;
/** What is no business of ours is as likely: nothing is offered then. */
const ELSEWHERE = 'elsewhere';
const AS_LIKELY = 6;

/** A case begun by words alone is asked back while the next service is nearly as likely and the reading itself is not sure. */
const NEARLY_THE_SAME = 2.5;
const SURE = 0.75;

/**
 * Services that the words may mean, the likeliest first; empty where it is clear which, or that none is. `services`: ids that can be begun
 * here.
 */
export function likelyFlows(commands: readonly Command[], weighing: Weighing, services: ReadonlySet<string>): string[] {
  const { likeliest, rivals, confidence } = weighing;
  if (!likeliest || likeliest.isNamed) return [];
  const [first] = commands;
  if (first?.type === 'start-flow') {
    const others = rivals.filter(({ flow, gap }) => gap < NEARLY_THE_SAME && services.has(flow)).map(({ flow }) => flow);
    return confidence < SURE && others.length > 0 && first.flow === likeliest.flow ? [likeliest.flow, ...others].slice(0, MOST) : [];
  }
  const isUnread = commands.every((command) => command.type === 'cannot-handle') && confidence < 0.5;
  const isElsewhere = rivals.some(({ flow, gap }) => flow === ELSEWHERE && gap < AS_LIKELY);
  if (!isUnread || isElsewhere || likeliest.confidence < LEAST || !services.has(likeliest.flow)) return [];
  const others = rivals.filter(({ flow, gap }) => gap < NEAR && services.has(flow)).map(({ flow }) => flow);
  return [likeliest.flow, ...others].slice(0, MOST);
}
