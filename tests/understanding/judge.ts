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

function bare(text: string): string {
  return text.normalize('NFKC').replace(/[\p{P}\p{S}\s]/gu, '');
}

function alike(key: string, wanted: unknown, said: unknown): boolean {
  if (typeof wanted === 'string' && typeof said === 'string') {
    if (!LOOSE.has(key)) return wanted === said;
    const [one, other] = [bare(wanted), bare(said)];
    return one !== '' && other !== '' && (one.includes(other) || other.includes(one));
  }
  if (Array.isArray(wanted) && Array.isArray(said)) {
    return wanted.length === said.length && wanted.every((part) => said.some((one) => alike(key, part, one)));
  }
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
