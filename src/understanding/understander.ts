import type { Command, SlotValue } from '../dialogue/command.ts';
import type { FlowDefinition } from '../flows/flow-definition.ts';

/** Where the conversation stands, as far as reading the next message needs it. */
export type UnderstandingContext =
  /** `definition`: the form that is being filled in, where it is an earlier version than today's. */
  | { flow: string; asking: string; slots: Record<string, SlotValue>; definition?: FlowDefinition }
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
  /** What speaks for that reading; for whoever has to ask back or to say why. */
  weigh(utterance: Utterance): Weighing;
}

/** How sure a reading is, and which services the words sound like. Holds nothing of what was said. */
export interface Weighing {
  /** 0 … 1 of the whole reading by the rules. */
  confidence: number;
  /** The likeliest service by its words alone and how likely (0 … 1), then those behind it by how much less they fit. */
  likeliest: { flow: string; confidence: number; isNamed: boolean } | null;
  rivals: { flow: string; gap: number }[];
}
