import type { Command, SlotValue } from '../dialogue/command.ts';

/** Where the conversation stands, as far as reading the next message needs it. */
export type UnderstandingContext =
  | { flow: string; asking: string; slots: Record<string, SlotValue> }
  | { choosing: string[] }
  | { case: string; step: string }
  | null;

export interface Utterance {
  text: string;
  /** Relative dates count from here, in Asia/Shanghai. */
  now: Date;
  speaker: { role: string; town?: string; village?: string };
  context: UnderstandingContext;
}

/**
 * Words → commands of the closed grammar, in the order they should run; never empty (`cannot-handle` instead). Never throws for
 * what a person typed.
 */
export interface Understander {
  understand(utterance: Utterance): Promise<Command[]>;
}
