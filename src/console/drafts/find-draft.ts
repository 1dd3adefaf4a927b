import { dialogueAtDesk } from '../../conversation/desk.ts';
import type { DialogueState, Draft } from '../../dialogue/dialogue-state.ts';
import type { FlowDefinition } from '../../flows/flow-definition.ts';
import type { Visit } from '../page.ts';

export interface FoundDraft {
  draft: Draft;
  flow: FlowDefinition;
  /** The conversation that it is part of; the draft need not be the one that is open in it. */
  dialogue: DialogueState;
}

/** One of this person's own drafts; null where there is none of that id (or its service is no more). */
export async function findDraft({ deps, staff }: Visit, id: string): Promise<FoundDraft | null> {
  const dialogue = await dialogueAtDesk(deps.conversation, staff);
  const draft = [dialogue.active, ...dialogue.left].find((one) => one?.id === id);
  const flow = draft && deps.flows.get(draft.flow)?.definition;
  return draft && flow ? { draft, flow, dialogue } : null;
}
