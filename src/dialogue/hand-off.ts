import { titleOf } from './draft.ts';
import { askedFields } from './draft-commands.ts';
import { ask, digress, type Turn } from './turn.ts';

/** Wishes for the duty officer, with what is open and what was asked. */
export function handOff(turn: Turn): void {
  digress(turn);
  const { active, utterance } = turn.state;
  const asked = askedFields(turn).map((field) => field.label);
  const about = active ? titleOf(turn, active) : null;
  ask(turn, { type: 'hand-off', about, asked: asked.length > 0 ? asked.join('、') : null, said: utterance.text });
}
