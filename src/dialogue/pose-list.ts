import type { Offer } from './dialogue-event.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { texts } from './texts.ts';
import { pose, type Turn } from './turn.ts';

const MOST_BUTTONS = 5;

/** A numbered list to choose from, the first five as buttons too. */
export function poseList(turn: Turn, heading: string, options: readonly Offer[], tail: string | null = null): void {
  const lines = options.map((option, index) => texts.numbered(index + 1, plainMarkdown(option.label)));
  const labels = tellingApart(options.map((option) => option.label));
  const buttons = labels.slice(0, MOST_BUTTONS).map((label, index) => texts.pick(index + 1, label));
  pose(turn, [heading, ...lines, ...(tail ? [tail] : [])].join('\n\n'), buttons);
}

/** A button is short: of 张建国（东柳街道园丁社区，1958年生） among namesakes of one town it says 园丁社区，1958年生. */
function tellingApart(labels: string[]): string[] {
  const [first = '', ...others] = labels;
  if (others.length === 0) return labels;
  const shared = others.reduce((length, label) => Math.min(length, sharedLength(first, label)), first.length);
  const opening = /^.*(?:[（，镇乡]|街道)/u.exec(first.slice(0, shared))?.[0] ?? '';
  const closing = opening.includes('（') ? /）$/u : /(?!)/;
  const rest = labels.map((label) => label.slice(opening.length).replace(closing, '').trim());
  return rest.some((label) => label === '') ? labels : rest;
}

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
