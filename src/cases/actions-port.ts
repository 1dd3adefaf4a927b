import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { OutcomeDefinition } from '../flows/outcome-definition.ts';
import type { Staff } from '../organisation/staff.ts';
import type { LifecycleFollower } from '../people/change/lifecycle.ts';
import type { Tx } from '../platform/database.ts';
import type { Sealer } from '../platform/seal.ts';
import type { NoticeIntent, Refusal } from './engine/act.ts';
import type { ServiceCase } from './engine/service-case.ts';
import type { IsWorkday } from './engine/working-time.ts';
import type { SubjectFacts } from './subject-store.ts';

/** What an action has at hand. It works in the transaction of the decision and is undone with it. */
export interface ActionContext {
  tx: Tx;
  case: ServiceCase;
  definition: FlowDefinition;
  now: Date;
  actor: Staff;
  /** The row of the flow's outcome that is being written; null for other actions. */
  outcome: OutcomeDefinition | null;
  deps: {
    sealer: Sealer;
    isWorkday: IsWorkday;
    /** What else follows when a file is closed. */
    followers?: readonly LifecycleFollower[] | undefined;
  };
}

export interface ActionDone {
  ok: true;
  /** outcome actions: what was granted, kept with the outcome. */
  data?: Record<string, unknown>;
  /** step actions: nothing is left to give and the case waits, for this reason. */
  wait?: string;
  /** Said besides what the transition says. */
  notices?: NoticeIntent[];
  /** Numbers of other cases that were waiting and were given something now. */
  awakened?: string[];
}

/** A row of actions.ts. A refusal undoes the whole act that called it. */
export type Action = (context: ActionContext) => Promise<ActionDone | Refusal>;

/** Name → action: all that a flow may call. */
export type ActionTable = Readonly<Record<string, Action>>;

/** Why somebody may not ask for a service, by their file alone; null when they may. Pure. */
export type SubjectCheck = (facts: SubjectFacts) => Refusal | null;

export type SubjectCheckTable = Readonly<Record<string, SubjectCheck>>;
