import { step } from '../dialogue/dialogue.ts';
import type { AnswerEvent, DialogueEvent } from '../dialogue/dialogue-event.ts';
import type { DialogueState } from '../dialogue/dialogue-state.ts';
import type { Wish } from '../dialogue/wish.ts';
import { AppError, reasonOf } from '../platform/errors.ts';
import type { Speaking } from './conversation-deps.ts';
import { bookFor } from './draft-versions.ts';
import { performWish } from './perform-wish.ts';
import type { Intent, Said } from './thread.ts';

/** A turn that goes on longer than this has lost its way; nothing a person says needs half of it. */
const MOST_STEPS = 40;

/** Wishes that change records. */
const writes = new Set<Wish['type']>(['submit-case', 'decide', 'operate', 'record-visit']);

export interface Played {
  dialogue: DialogueState;
  said: Said[];
}

type Begun = Omit<Intent, 'key'> & { event: DialogueEvent | null };

/** Keeps a write that is about to be carried out (thread.ts). */
export type KeepIntent = (intent: Omit<Intent, 'key'>) => Promise<void>;

/** Steps the dialogue with what was heard until nothing is awaited any more. */
export function playTurn(speaking: Speaking, dialogue: DialogueState, heard: DialogueEvent, keep: KeepIntent): Promise<Played> {
  return play(speaking, { dialogue, event: heard, said: [], writes: 0 }, keep);
}

/** Goes on with a turn that was broken off at a write: the write is asked for again under its own key, which carries it out once. */
export async function resumeTurn(speaking: Speaking, intent: Intent, keep: KeepIntent): Promise<Played> {
  const { dialogue, said, writes: count } = intent;
  const wish = dialogue.waiting;
  const event = wish ? await carryOut(keyed(speaking, count), wish) : null;
  return play(speaking, { dialogue, event, said: [...said], writes: count }, keep);
}

async function play(speaking: Speaking, begun: Begun, keep: KeepIntent): Promise<Played> {
  const { deps, staff, now } = speaking;
  const { said } = begun;
  let { dialogue, event, writes: count } = begun;
  for (let steps = 0; event && steps < MOST_STEPS; steps += 1) {
    const next = step(dialogue, event, { flows: await bookFor(deps, dialogue, event), now, speaker: staff });
    dialogue = next.state;
    for (const wish of next.wishes) if (wish.type === 'say') said.push({ markdown: wish.markdown, buttons: wish.buttons });
    const asked = next.wishes.find((wish) => wish.type !== 'say');
    if (asked && writes.has(asked.type)) {
      count += 1;
      await keep({ dialogue, said, writes: count });
    }
    event = asked ? await carryOut(keyed(speaking, count), asked) : null;
  }
  return { dialogue, said };
}

/** What the person can do nothing about is thrown on, so that the message is tried again; all else is told to them. */
async function carryOut(speaking: Speaking, wish: Wish): Promise<AnswerEvent | null> {
  if (wish.type === 'say') return null;
  try {
    return await performWish(speaking, wish);
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'upstream') throw error;
    speaking.deps.log.warn({ wish: wish.type, reason: reasonOf(error) }, 'a wish was refused');
    return { type: 'refused', sentence: error.sentence };
  }
}

/** Each write of a message has a key of its own: two operations on one case are two. */
function keyed(speaking: Speaking, count: number): Speaking {
  return { ...speaking, key: `${speaking.key}:${count}` };
}
