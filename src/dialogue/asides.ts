import type { Command } from './command.ts';
import type { DialogueEvent } from './dialogue-event.ts';
import { skip } from './draft-commands.ts';
import { back, canUndo, undo } from './draft-ways.ts';
import { handOff } from './hand-off.ts';
import { type Aside, asideIn } from './plain-words.ts';
import { texts } from './texts.ts';
import { digress, pose, type Turn } from './turn.ts';

/** 撤销, 恢复 are commands by themselves, which mean something else where there is nothing to take back. */
const mayBeUndo = new Set<Command['type']>(['cannot-handle', 'skip', 'find-person', 'operate', 'resume', 'back', 'cancel']);
/** 再问一遍 sounds like asking for time and is a command. */
const plainly = new Set<Command['type']>(['confirm', 'resume', 'repeat', 'why', 'hand-off']);

/**
 * 等一下, 不想说, 撤销刚才的: whole sentences of a closed list, taken up before anything else, whatever they were read as; an open question
 * would keep them as its answer. True when it was one.
 */
export function takeAside(turn: Turn, event: Extract<DialogueEvent, { type: 'commands' }>): boolean {
  const aside = asideIn(event.text);
  return aside !== null && isMeant(turn, aside, event.commands) && asides[aside](turn);
}

function isMeant(turn: Turn, aside: Aside, commands: readonly Command[]): boolean {
  if (aside === 'wait') return commands.every((command) => !plainly.has(command.type));
  return aside !== 'undo' || canUndo(turn) || commands.every((command) => mayBeUndo.has(command.type));
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
  back: (turn) => {
    if (!turn.state.active) return false;
    back(turn);
    return true;
  },
  person: (turn) => {
    // 找个人 alone may be a look for somebody.
    if (!turn.state.active && !/问|帮|说|办/.test(turn.state.utterance.text)) return false;
    handOff(turn);
    return true;
  },
  refuse: leaveOut,
  unknown: leaveOut,
};

/** Not said, or not known: left out where it may be, else what it is needed for and what becomes of the draft without it. */
function leaveOut(turn: Turn): boolean {
  const { active, choice, opinion } = turn.state;
  if (!active || choice || opinion) return false;
  if (active.asking.length > 0) skip(turn);
  // At the summary nothing is asked: it waits on.
  else digress(turn);
  return true;
}
