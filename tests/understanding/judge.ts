import { readFileSync } from 'node:fs';
import type { Command } from '../../src/dialogue/command.ts';
import type { Utterance } from '../../src/understanding/understander.ts';

/** One labelled line, in the form of shared/eval/understanding-sample.jsonl. */
export interface LabelledLine {
  id: string;
  text: string;
  now: string;
  staff: Utterance['speaker'];
  context: Utterance['context'];
  gold: Command[];
  accept?: Command[][];
}

export function readLabelled(file: URL): LabelledLine[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Free texts are right when one holds the other, punctuation aside, as in shared/eval/score-understanding.mjs. */
const LOOSE = new Set(['opinion', 'note', 'needs']);
/** Fields of several lines, likewise. */
const LOOSE_SLOTS = /^(?:content|question|deed|brief|summary|situation|need|history|preference|posts|need_detail)$/;

function bare(text: string): string {
  return text.normalize('NFKC').replace(/[\p{P}\p{S}\s]/gu, '');
}

function holdsOther(wanted: string, said: string): boolean {
  const [one, other] = [bare(wanted), bare(said)];
  return one !== '' && other !== '' && (one.includes(other) || other.includes(one));
}

function isLooseSlot(part: unknown): part is { slot: string; value: string } {
  if (part === null || typeof part !== 'object' || !('slot' in part) || !('value' in part)) return false;
  return typeof part.value === 'string' && LOOSE_SLOTS.test(String(part.slot));
}

function alike(key: string, wanted: unknown, said: unknown): boolean {
  if (typeof wanted === 'string' && typeof said === 'string') return LOOSE.has(key) ? holdsOther(wanted, said) : wanted === said;
  if (Array.isArray(wanted) && Array.isArray(said)) {
    return wanted.length === said.length && wanted.every((part) => said.some((one) => alike(key, part, one)));
  }
  if (isLooseSlot(wanted) && isLooseSlot(said) && wanted.slot === said.slot) return alike('note', wanted.value, said.value);
  if (wanted === null || said === null || typeof wanted !== 'object' || typeof said !== 'object') return wanted === said;
  const [left, right] = [Object.entries(wanted), new Map(Object.entries(said))];
  return left.length === right.size && left.every(([name, part]) => alike(LOOSE.has(key) ? key : name, part, right.get(name)));
}

function isSlot(command: Command): boolean {
  return command.type === 'set-slot';
}

/** Slots in any order, other commands in the order said. */
function isSame(wanted: Command[], said: Command[]): boolean {
  const [slots, saidSlots] = [wanted.filter(isSlot), said.filter(isSlot)];
  const [rest, saidRest] = [wanted.filter((one) => !isSlot(one)), said.filter((one) => !isSlot(one))];
  const areSlotsSame = slots.length === saidSlots.length && slots.every((slot) => saidSlots.some((one) => alike('', slot, one)));
  return areSlotsSame && rest.length === saidRest.length && rest.every((one, at) => alike('', one, saidRest[at]));
}

export function isRight(line: LabelledLine, said: Command[]): boolean {
  return [line.gold, ...(line.accept ?? [])].some((wanted) => isSame(wanted, said));
}

function slotsMatched(wanted: Command[], said: Command[]): number {
  const left = said.filter(isSlot);
  return wanted.filter(isSlot).filter((slot) => {
    const at = left.findIndex((one) => alike('', slot, one));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}

export interface Figures {
  intent: number;
  /** Of the messages that start a service, those that start the right one. */
  flow: number;
  /** F1 over the slots, each message against the reading that suits it best. */
  slots: number;
}

const flowsIn = (commands: Command[]): string => commands.flatMap((one) => (one.type === 'start-flow' ? [one.flow] : [])).join();

/** The figures of shared/eval/score-understanding.mjs that a bar is set for. */
export function figuresOf(lines: LabelledLine[], said: Command[][]): Figures {
  const sums = { matched: 0, wanted: 0, said: 0 };
  lines.forEach((line, at) => {
    const own = said[at] ?? [];
    const readings = [line.gold, ...(line.accept ?? [])].map((wanted) => {
      const [matched, count] = [slotsMatched(wanted, own), wanted.filter(isSlot).length];
      return { matched, count, worth: 2 * matched - count };
    });
    const best = readings.reduce((one, other) => (other.worth > one.worth ? other : one));
    sums.matched += best.matched;
    sums.wanted += best.count;
    sums.said += own.filter(isSlot).length;
  });
  const starting = lines.map((line, at) => ({ line, own: said[at] ?? [] })).filter(({ line }) => flowsIn(line.gold) !== '');
  const isRightFlow = starting.filter(({ line, own }) => [line.gold, ...(line.accept ?? [])].some((one) => flowsIn(one) === flowsIn(own)));
  return {
    intent: lines.filter((line, at) => isIntentRight(line, said[at] ?? [])).length / lines.length,
    flow: starting.length === 0 ? 1 : isRightFlow.length / starting.length,
    slots: (2 * sums.matched) / Math.max(1, sums.wanted + sums.said),
  };
}

const HEAD = ['flow', 'decision', 'operation', 'about', 'which'];

function intentOf(commands: Command[]): string {
  const heads = commands
    .filter((one) => !isSlot(one))
    .map((one) => [one.type, ...HEAD.map((key) => Object.entries(one).find(([name]) => name === key)?.[1] ?? '')].join(':'));
  return heads.length > 0 ? heads.sort().join(' + ') : 'set-slot';
}

/** What was wanted, without the particulars. */
export function isIntentRight(line: LabelledLine, said: Command[]): boolean {
  return [line.gold, ...(line.accept ?? [])].some((wanted) => intentOf(wanted) === intentOf(said));
}
