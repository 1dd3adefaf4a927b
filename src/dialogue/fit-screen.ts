import { texts } from './texts.ts';

const SHORT = 16;

/** Of more lines than fit a phone screen two short ones share one. */
export function fitScreen(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  const fitted: string[] = [];
  for (const line of lines) {
    const last = fitted.at(-1);
    if (last !== undefined && !last.includes(texts.between) && isShort(last) && isShort(line))
      fitted[fitted.length - 1] = `${last}${texts.between}${line.replace(/^- /, '')}`;
    else fitted.push(line);
  }
  return fitted;
}

function isShort(line: string): boolean {
  return line.replace(/\\(.)/g, '$1').length <= SHORT;
}
