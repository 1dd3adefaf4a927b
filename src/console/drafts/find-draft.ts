import { type DeskDraft, desk } from '../../conversation/desk.ts';
import type { DialogueState } from '../../dialogue/dialogue-state.ts';
import type { Visit } from '../page.ts';

export interface FoundDraft extends DeskDraft {
  /** The conversation that it is part of; the draft need not be the one that is open in it. */
  dialogue: DialogueState;
}

/** One of this person's own drafts; null where there is none of that id (or its service is no more). */
export async function findDraft({ deps, staff }: Visit, id: string): Promise<FoundDraft | null> {
  const { dialogue, drafts } = await desk(deps.conversation, staff);
  const found = drafts.find(({ draft }) => draft.id === id);
  return found ? { ...found, dialogue } : null;
}
