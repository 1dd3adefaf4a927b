import type { Thread } from '../../../src/conversation/thread.ts';
import type { DialogueButton } from '../../../src/dialogue/wish.ts';

/** What came of one line. */
export interface Played {
  /** What the speaker was answered, as it is read: without the escapes of Markdown. */
  reply: string;
  buttons: DialogueButton[];
  thread: Thread;
}
