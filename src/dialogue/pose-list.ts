import type { Offer } from './dialogue-event.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { texts } from './texts.ts';
import { pose, type Turn } from './turn.ts';

const MOST_BUTTONS = 5;

/** A numbered list to choose from, the first five as buttons too. */
export function poseList(turn: Turn, heading: string, options: readonly Offer[], tail: string | null = null): void {
  const lines = options.map((option, index) => texts.numbered(index + 1, plainMarkdown(option.label)));
  const buttons = options.slice(0, MOST_BUTTONS).map((option, index) => texts.pick(index + 1, option.label));
  pose(turn, [heading, ...lines, ...(tail ? [tail] : [])].join('\n\n'), buttons);
}
