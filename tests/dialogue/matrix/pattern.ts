import { expect } from 'vitest';
import type { Command } from '../../../src/dialogue/command.ts';
import type { Draft } from '../../../src/dialogue/dialogue-state.ts';
import type { MatrixStep } from './matrix-steps.ts';
import type { Matter } from './matrix-talk.ts';

/** The rows of the table of patterns that every service must hold at every step. */
export type Row =
  | 'correction'
  | 'digression'
  | 'cancel, undo'
  | 'clarify'
  | 'skip, refuse, a moment, why, repeat, back, restart'
  | 'wrong answers'
  | 'out of scope, unknown'
  | 'hand-off'
  | 'time-out'
  | 'group chats'
  | 'restart, upgrade, redelivery';

export interface Pattern {
  row: Row;
  name: string;
  /** Why the pattern cannot be met at a step; null where it can. */
  doesNotApply(step: MatrixStep): string | null;
  /** Throws where the cell fails. `talk` is the step's own copy. */
  plays(step: MatrixStep, talk: Matter): void;
}

export const bare = (
  type: Extract<
    Command,
    {
      type:
        | 'confirm'
        | 'deny'
        | 'cancel'
        | 'back'
        | 'skip'
        | 'why'
        | 'repeat'
        | 'restart'
        | 'resume'
        | 'hand-off'
        | 'greet'
        | 'thanks'
        | 'help'
        | 'cannot-handle';
    }
  >['type'],
): Command => ({ type });

/** At any step at which something is being taken down. */
export const whileOpen = (step: MatrixStep): string | null => (step.kind === 'submitted' ? 'nothing is being taken down any more' : null);

/** What must be as before: whom it is for, what was said, what is asked. */
export function standing({ subject, slots, asking, phase }: Draft) {
  return { subject, slots, asking, phase };
}

/** The question of the step stands again, or the summary waits again. */
export function expectAskedAgain(step: MatrixStep, said: string): void {
  const [first] = step.asked;
  if (!first) expect(said).toMatch(/说“确认”提交/);
  else if (step.asked.length > 1) expect(said).toContain(first.must ? first.label.replace('能否', '能').replace(/^是否/, '') : first.label);
  else expect(said).toContain(first.question.slice(0, 6));
}
