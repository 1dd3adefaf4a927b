import type { Light as LightColour } from '../../cases/engine/working-time.ts';

const words: Record<LightColour, string> = { green: '正常', yellow: '过半', red: '将到期', overdue: '已逾期' };

/** How much of the promised time is used, in colour, shape and words. */
export function Light({ light }: { light: LightColour }) {
  return <span class={`light ${light}`}>{words[light]}</span>;
}
