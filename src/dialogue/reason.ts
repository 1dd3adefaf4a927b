import type { Command } from './command.ts';

const otherBusiness = new Set<Command['type']>([
  'find-person',
  'show-case',
  'list-tasks',
  'list-visits',
  'visit-progress',
  'count-people',
  'show-stats',
  'operate',
  'cancel',
  'back',
  'help',
  'hand-off',
  'why',
  'repeat',
]);

/** 好的, 你好: no reason by themselves; in a longer sentence they begin one. */
const openers = new Set<Command['type']>(['confirm', 'deny', 'greet', 'thanks', 'skip']);
const SHORTEST = 5;

/**
 * The reason of a decision in the person's own words, while one is awaited: whatever is no clear other request, whatever it was read as
 * (疗养申请表没签字 begins no case here). Null: not a reason.
 */
export function reasonIn(commands: readonly Command[], text: string): string | null {
  const [first] = commands;
  const words = text.trim();
  if (!first || words === '' || otherBusiness.has(first.type)) return null;
  if (first.type === 'decide') return first.case === undefined ? (first.opinion ?? null) : null;
  return openers.has(first.type) && words.length < SHORTEST ? null : words;
}
