import type { Speaking } from '../conversation-deps.ts';
import type { Pending } from '../pending.ts';
import type { Said } from '../thread.ts';

export interface Answered extends Said {
  /** What the next message answers; null when nothing is asked. */
  pending: Pending | null;
}

/**
 * Something that strict rules alone read in a 1:1 chat, before understanding: looks that need a reason and their reviews. No language model
 * can produce one, and the grammar of commands does not hold them.
 */
export interface TypedRequest {
  /** Null: the text is not this request. */
  read(text: string): ((speaking: Speaking, near: Near) => Promise<Answered>) | null;
}

/** What is on the screen and meant where nothing is named. */
export interface Near {
  caseNo: string | null;
}

export function plain(markdown: string, buttons: Said['buttons'] = []): Answered {
  return { markdown, buttons, pending: null };
}
