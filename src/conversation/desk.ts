import { randomUUID } from 'node:crypto';
import type { Command } from '../dialogue/command.ts';
import type { DialogueState, Draft } from '../dialogue/dialogue-state.ts';
import { putAside, takeUp } from '../dialogue/draft.ts';
import { idleAt } from '../dialogue/idle.ts';
import { openTurn, type Turn } from '../dialogue/turn.ts';
import type { FlowDefinition } from '../flows/flow-definition.ts';
import type { Staff } from '../organisation/staff.ts';
import { AppError } from '../platform/errors.ts';
import type { ConversationDeps, Speaking } from './conversation-deps.ts';
import { bookFor, keeperOf } from './draft-versions.ts';
import { conversationKeyOf } from './inbox.ts';
import { playTurn } from './play-turn.ts';
import { texts } from './texts.ts';
import { openThread, type Said, savedThread, type Thread } from './thread.ts';
import { giveThreadBack, readThread, takeThread } from './thread-store.ts';

/**
 * The same conversation as in the chat, worked on from a page: a draft begun there goes on here and back, through the same steps and the
 * same checks.
 */

/** How a page changes the conversation before its commands are played. */
export interface DeskTurn {
  now: Date;
  /** The request's own key: what is written because of it is written once. */
  key: string;
  /** Which draft the commands are about; the open one when left out. */
  draftId?: string;
  /** Brings the dialogue to where the commands mean something, on a turn of its own. */
  prepare?: (turn: Turn) => void;
  commands: readonly Command[];
}

export interface DeskPlayed {
  dialogue: DialogueState;
  /** What the bot would say, without the question it would end with: that is on the page. */
  remarks: Said[];
  /** That question. */
  posed: Said | null;
}

interface Held {
  key: string;
  holder: string;
  staffId: string;
  now: Date;
}

const LEASE_MS = 30_000;
const WAITS_MS = [50, 100, 200, 400, 800, 1600];

/** A draft on the definition that it began with. */
export interface DeskDraft {
  draft: Draft;
  flow: FlowDefinition;
}

/** The drafts of a member of staff, the open one first, and the dialogue that they are part of. */
export async function desk(deps: ConversationDeps, staff: Staff): Promise<{ dialogue: DialogueState; drafts: DeskDraft[] }> {
  const { dialogue } = openThread(await readThread(deps.db.tx, deps.sealer, keyOf(staff)));
  const book = await bookFor(deps, dialogue);
  const drafts = [dialogue.active, ...dialogue.left].flatMap((draft) => {
    const flow = draft && book.get(draft.flow, draft.flowVersion)?.definition;
    return draft && flow ? [{ draft, flow }] : [];
  });
  return { dialogue, drafts };
}

/** Plays commands of a page. Throws AppError `conversation-busy` while a message of the same person is being answered for too long. */
export async function playAtDesk(deps: ConversationDeps, staff: Staff, turn: DeskTurn): Promise<DeskPlayed> {
  return withThread(deps, staff, turn.now, async (thread) => {
    const speaking: Speaking = { deps, staff, now: turn.now, channel: 'console', key: `console:${turn.key}` };
    const dialogue = await prepared(speaking, thread.dialogue, turn);
    const heard = { type: 'commands' as const, commands: [...turn.commands], text: '', key: speaking.key };
    // What is written is keyed by the draft or the request: done again after a crash, it is done once.
    const played = await playTurn(speaking, dialogue, heard, async () => undefined);
    const { isPosed } = played.dialogue.utterance;
    const remarks = isPosed ? played.said.slice(0, -1) : played.said;
    const posed = isPosed ? (played.said.at(-1) ?? null) : null;
    return { thread: { ...thread, dialogue: played.dialogue }, result: { dialogue: played.dialogue, remarks, posed } };
  });
}

/** Takes a draft away for good. False when there is none of that id. */
export async function dropDraft(deps: ConversationDeps, staff: Staff, draftId: string, now: Date): Promise<boolean> {
  return withThread(deps, staff, now, async (thread) => {
    const { active, left } = thread.dialogue;
    const isOpen = active?.id === draftId;
    const isThere = isOpen || left.some((draft) => draft.id === draftId);
    const rest = { ...thread.dialogue, active: isOpen ? null : active, left: left.filter((draft) => draft.id !== draftId) };
    return { thread: { ...thread, dialogue: isOpen ? { ...rest, choice: null } : rest }, result: isThere };
  });
}

async function prepared({ deps, now, staff }: Speaking, dialogue: DialogueState, { draftId, prepare }: DeskTurn): Promise<DialogueState> {
  const turn = openTurn(dialogue, { flows: await bookFor(deps, dialogue), now, speaker: staff });
  if (draftId !== undefined && turn.state.active?.id !== draftId) takeUp(turn, draftId);
  prepare?.(turn);
  return turn.state;
}

/** Puts the open draft aside and makes a returned case the one that is corrected next (command `resume`). */
export function turnToCorrection(turn: Turn, caseNo: string): void {
  putAside(turn);
  turn.state.openCase = { caseNo, step: '', canCorrect: true };
}

async function withThread<Result>(
  deps: ConversationDeps,
  staff: Staff,
  now: Date,
  work: (thread: Thread) => Promise<{ thread: Thread; result: Result }>,
): Promise<Result> {
  const held: Held = { key: keyOf(staff), holder: `console-${randomUUID()}`, staffId: staff.id, now };
  const saved = await take(deps, held);
  let next: Thread | null = null;
  try {
    const { thread, result } = await work(openThread(saved));
    next = thread;
    return result;
  } finally {
    const isKept = await giveBack(deps, held, next);
    if (!isKept) deps.log.warn({ staff: staff.id }, 'a conversation was taken over while a page worked on it');
  }
}

/** Saves what came of it, with the definition that a new draft began with. Null: nothing came of it. */
function giveBack(deps: ConversationDeps, held: Held, thread: Thread | null): Promise<boolean> {
  const save = thread && keeperOf(deps, thread.dialogue);
  const next = thread && { state: savedThread(thread), remindsAt: idleAt(thread.dialogue, held.now) };
  return deps.db.transaction(async (tx) => {
    const isKept = await giveThreadBack(tx, deps.sealer, held, next);
    if (isKept) await save?.(tx);
    return isKept;
  });
}

async function take(deps: ConversationDeps, held: Pick<Held, 'key' | 'holder'>): Promise<string | null> {
  for (const wait of [...WAITS_MS, 0]) {
    const now = deps.clock.now();
    const taken = await takeThread(deps.db.tx, deps.sealer, { ...held, now, until: new Date(now.getTime() + LEASE_MS) });
    if (taken.kind === 'taken') return taken.state;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new AppError('conflict', 'conversation-busy', texts.busy);
}

/** Somebody without a DingTalk account has a thread that only pages work on. */
function keyOf(staff: Staff): string {
  const { dingtalkUserId: senderUserId } = staff;
  if (senderUserId === null) return `console:with:${staff.id}`;
  return conversationKeyOf({ channel: 'dingtalk', conversationId: '', isGroup: false, senderUserId, senderNick: staff.name });
}
