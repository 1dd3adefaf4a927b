import { type DialogueState, openDialogue } from '../dialogue/dialogue-state.ts';
import type { DialogueButton } from '../dialogue/wish.ts';
import type { Explained } from './explain/explained.ts';
import type { Pending } from './pending.ts';

export interface Said {
  markdown: string;
  buttons: DialogueButton[];
}

/**
 * A write that is about to be carried out, put down before it is: 同意 without a number means the only task there is, and once it is
 * decided there is none, or another. Worked out again after a crash, the message must not be read anew but go on from here.
 */
export interface Intent {
  /** Key of the message that it follows from. */
  key: string;
  /** The dialogue as it awaits the answer to the write. */
  dialogue: DialogueState;
  /** What was said in this turn before. */
  said: Said[];
  /** Writes of this turn so far, this one included: each has a key of its own. */
  writes: number;
}

/** One person's conversation as it is saved (as JSON text, sealed by the inbox). */
export interface Thread {
  dialogue: DialogueState;
  intent: Intent | null;
  /** What a typed request still asks for. */
  pending?: Pending | null;
  /** How the last message was read (为什么这么答). */
  explained?: Explained | null;
}

export function openThread(saved: string | null): Thread {
  const raw: unknown = saved === null ? {} : JSON.parse(saved);
  const { dialogue, intent, pending, explained } = (raw ?? {}) as Partial<Omit<Thread, 'dialogue'>> & { dialogue?: unknown };
  const opened = intent ? { ...intent, dialogue: openDialogue(intent.dialogue) } : null;
  return { dialogue: openDialogue(dialogue ?? {}), intent: opened, pending: pending ?? null, explained: explained ?? null };
}

export function savedThread(thread: Thread): string {
  return JSON.stringify(thread);
}
