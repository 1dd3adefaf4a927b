import { findFlowVersion, keepFlowVersion } from '../cases/case-store.ts';
import type { DialogueEvent } from '../dialogue/dialogue-event.ts';
import type { DialogueState } from '../dialogue/dialogue-state.ts';
import type { FlowBook, LoadedFlow } from '../flows/flow-definition.ts';
import { withEarlier } from '../flows/load-flows.ts';
import type { Database, Tx } from '../platform/database.ts';

interface Begun {
  flow: string;
  flowVersion: string;
}

// A version never changes, so what was read once stays right.
const read = new Map<string, LoadedFlow>();

/**
 * The book with the versions that the drafts of a conversation began with: a form that somebody has half filled in stays the one that it was
 * when the product is upgraded. What is no longer stored is missing from it, and the draft goes on with today's.
 */
export async function bookFor(
  { db, flows }: { db: Database; flows: FlowBook },
  dialogue: DialogueState,
  event: DialogueEvent | null = null,
): Promise<FlowBook> {
  const drafts: Begun[] = [dialogue.active, ...dialogue.left, event?.type === 'case-loaded' ? event : null].filter((one) => one !== null);
  const earlier: LoadedFlow[] = [];
  for (const { flow, flowVersion } of drafts) {
    const today = flows.get(flow)?.version;
    const known = today === undefined || today === flowVersion ? undefined : await earlierFlow(db.tx, flowVersion);
    if (known) earlier.push(known);
  }
  return earlier.length > 0 ? withEarlier(flows, earlier) : flows;
}

async function earlierFlow(tx: Tx, version: string): Promise<LoadedFlow | undefined> {
  const known = read.get(version);
  if (known) return known;
  const definition = await findFlowVersion(tx, version);
  if (!definition) return undefined;
  const flow = { definition, version };
  read.set(version, flow);
  return flow;
}

const stored = new WeakMap<Database, Set<string>>();

/** Puts the definition of a draft just begun down with the turn, so that it can be gone on with after an upgrade. Null: nothing to put down. */
export function keeperOf({ db, flows }: { db: Database; flows: FlowBook }, dialogue: DialogueState): ((tx: Tx) => Promise<void>) | null {
  const known = stored.get(db) ?? new Set();
  stored.set(db, known);
  const { active } = dialogue;
  const flow = active && !known.has(active.flowVersion) ? flows.get(active.flow, active.flowVersion) : undefined;
  if (!flow || flow.version !== active?.flowVersion) return null;
  return async (tx) => {
    // Only what an earlier transaction has put down is surely there: this one may still fail.
    if (!(await keepFlowVersion(tx, flow))) known.add(flow.version);
  };
}
