import type { FlowBook } from '../flows/flow-definition.ts';
import { isFilled } from '../flows/slot-value.ts';
import type { DialogueState } from './dialogue-state.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { texts } from './texts.ts';
import { quotable } from './turn.ts';

const IDLE_MS = 30 * 60_000;

/** When somebody who has left a form half filled in is told that it is kept; null while there is nothing to tell. */
export function idleAt({ active, handOff }: DialogueState, now: Date): Date | null {
  const isBegun = active !== null && (active.answers.some((keys) => keys.length > 0) || Object.keys(active.said).length > 0);
  return isBegun && handOff === null ? new Date(now.getTime() + IDLE_MS) : null;
}

/** What they are told then; null where nothing is open any more. */
export function keptNotice({ active }: DialogueState, flows: FlowBook): string | null {
  const definition = active && flows.get(active.flow, active.flowVersion)?.definition;
  if (!active || !definition) return null;
  const said = active.slots[definition.subjectField];
  const name = active.subject?.name ?? (isFilled(said) ? String(said) : null);
  const title = quotable(definition.name);
  return texts.keptWhileAway(name === null ? title : `${title}（${plainMarkdown(name)}）`);
}
