import type { Command } from './command.ts';
import type { DialogueEvent } from './dialogue-event.ts';
import { skip } from './draft-commands.ts';
import { back, canUndo, undo } from './draft-ways.ts';
import { type Aside, asideIn } from './plain-words.ts';
import { texts } from './texts.ts';
import { pose, type Turn } from './turn.ts';

/** What an aside may have been read as: nothing, or the words of an open text question. */
const mayBeAside = new Set<Command['type']>(['cannot-handle', 'set-slot', 'skip', 'find-person']);
/** 撤销, 恢复 are commands by themselves, which mean something else where there is something to take back. */
const mayBeUndo = new Set<Command['type']>([...mayBeAside, 'operate', 'resume', 'back', 'cancel']);

/** 等一下, 不想说, 撤销刚才的: taken up before anything else, for an open text question would keep them as its answer. True when it was one. */
export function takeAside(turn: Turn, event: Extract<DialogueEvent, { type: 'commands' }>): boolean {
  const aside = asideIn(event.text);
  if (aside === null) return false;
  const allowed = aside === 'undo' ? mayBeUndo : mayBeAside;
  return event.commands.every((command) => allowed.has(command.type)) && asides[aside](turn);
}

const asides: Record<Aside, (turn: Turn) => boolean> = {
  wait: (turn) => {
    pose(turn, texts.takeYourTime);
    return true;
  },
  undo: (turn) => {
    const { active } = turn.state;
    const hasAnswers = active?.answers.some((keys) => keys.length > 0) ?? false;
    if (!canUndo(turn) && !hasAnswers) return false;
    if (canUndo(turn)) undo(turn);
    else back(turn);
    return true;
  },
  refuse: leaveOut,
  unknown: leaveOut,
};

/** Not said, or not known: left out where it may be, else what it is needed for and what becomes of the draft without it. */
function leaveOut(turn: Turn): boolean {
  const { active, choice, opinion } = turn.state;
  if (!active || active.asking.length === 0 || choice || opinion) return false;
  skip(turn);
  return true;
}
