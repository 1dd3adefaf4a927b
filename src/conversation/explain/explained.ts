import type { Command } from '../../dialogue/command.ts';
import type { DialogueState } from '../../dialogue/dialogue-state.ts';
import { isFilled } from '../../flows/slot-value.ts';
import type { Weighing } from '../../understanding/understander.ts';

/** Where a conversation stood, by names of things alone: no value of anybody's. */
export interface Standing {
  flow: string | null;
  asking: string[];
  filled: string[];
  phase: 'collecting' | 'confirming' | null;
  choosing: string | null;
  reason: boolean;
  handedOff: boolean;
  kept: number;
}

/** How one message was read and what it changed; kept with the thread until the next. */
export interface Explained {
  at: string;
  /** `undefined` slots stay out: of `set-slot` only the field is kept. */
  commands: { type: string; what: string | null }[];
  confidence: number;
  likeliest: Weighing['likeliest'];
  rivals: Weighing['rivals'];
  before: Standing;
  after: Standing;
}

export function standingOf({ active, choice, opinion, handOff, left }: DialogueState): Standing {
  return {
    flow: active?.flow ?? null,
    asking: active?.asking ?? [],
    filled: Object.keys(active?.slots ?? {}).filter((key) => isFilled(active?.slots[key])),
    phase: active?.phase ?? null,
    choosing: choice?.about.kind ?? null,
    reason: opinion !== null,
    handedOff: handOff !== null,
    kept: left.length,
  };
}

/** What a command is about, without what it says: a service, a field, a decision. Never a name, a number or a date. */
export function withoutValues(command: Command): Explained['commands'][number] {
  switch (command.type) {
    case 'start-flow':
      return { type: command.type, what: command.flow };
    case 'set-slot':
      return { type: command.type, what: command.slot };
    case 'decide':
      return { type: command.type, what: command.decision };
    case 'operate':
      return { type: command.type, what: command.operation };
    case 'ask-guide':
      return { type: command.type, what: command.about };
    case 'list-tasks':
    case 'list-visits':
      return { type: command.type, what: command.which };
    case 'show-stats':
      return { type: command.type, what: command.topic };
    case 'find-person':
      return { type: command.type, what: Object.keys(command.by).join('+') || null };
    case 'count-people':
      return { type: command.type, what: Object.keys(command.filter).join('+') || null };
    default:
      return { type: command.type, what: null };
  }
}

export function explain(
  at: Date,
  commands: readonly Command[],
  { confidence, likeliest, rivals }: Weighing,
  before: DialogueState,
  after: DialogueState,
): Explained {
  return {
    at: at.toISOString(),
    commands: commands.map(withoutValues),
    confidence,
    likeliest,
    rivals: rivals.slice(0, 3),
    before: standingOf(before),
    after: standingOf(after),
  };
}
