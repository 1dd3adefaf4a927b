import { stepName } from './case-progress.ts';
import { type Refusal, refuse } from './engine/act.ts';
import { handOf } from './engine/own-task.ts';
import { openTasks } from './engine/service-case.ts';
import { texts } from './texts.ts';
import type { HeldCase } from './with-case.ts';

/**
 * Which of several parts of a step is meant, where one person holds more than one (two sub-items of one office): by its name or a word of
 * it among what was said. Undefined where there is no choice; refused where it is not said.
 */
export function partMeant({ case: current, definition, context }: HeldCase, said: string | null): string | Refusal | undefined {
  const own = openTasks(current).filter((task) => handOf(task, context) !== undefined && task.party !== null);
  if (own.length < 2) return undefined;
  const named = own.map((task) => ({ task, name: stepName(definition, task).split('·').at(-1) ?? '' }));
  const scored = named.map(({ task, name }) => ({ task, score: shared(name, said ?? '') })).toSorted((a, b) => b.score - a.score);
  const [first, second] = scored;
  if (first && second && first.score > second.score) return first.task.id;
  return refuse(
    'which-part',
    texts.whichPart(
      current.no,
      named.map(({ name }) => name),
    ),
  );
}

/** How many pairs of characters of a name are among the words. */
function shared(name: string, said: string): number {
  let count = 0;
  for (let at = 0; at + 2 <= name.length; at += 1) if (said.includes(name.slice(at, at + 2))) count += 1;
  return count;
}
