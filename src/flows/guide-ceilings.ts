import type { CeilingDefinition, FlowDefinition, Origin, Parameter } from './flow-definition.ts';
import { guideTexts as say } from './texts.ts';

/** What is granted at most, each limit with whose it is and what it counts, and the published figures that sums are worked out from. */
export function ceilingLines(flow: FlowDefinition): string[] {
  const figures = Object.values(flow.parameters ?? {}).flatMap(figureLines);
  if (flow.ceilings.length === 0 && figures.length === 0) return [say.noCeiling];
  return [...flow.ceilings.map((ceiling) => ceilingLine(flow, ceiling)), ...figures];
}

function ceilingLine(flow: FlowDefinition, ceiling: CeilingDefinition): string {
  const { field: key, max, per, tier, scope, note } = ceiling;
  const field = flow.fields.find((one) => one.key === key);
  const whose = [tier, scope].filter((part) => part !== undefined).join('，');
  const isMoney = field?.type === 'money';
  // A sum whose unit is 人 is a sum for each person (每人每年).
  const each = isMoney && ceiling.unit === say.person ? say.each : '';
  const amount = say.atMost(`${each}${say.per[per] ?? per}`, quantity(max, isMoney ? say.yuan : (ceiling.unit ?? '')));
  return `- ${whose ? `${whose}：` : ''}${field?.label ?? say.times}${amount}${originMark(ceiling.origin)}${note ? `（${note}）` : ''}`;
}

function quantity(max: number, unit: string): string {
  return unit === say.share ? say.percent(max * 100) : `${max}${say.units[unit] ?? unit}`;
}

function figureLines({ name, value, unit, year, source, origin }: Parameter): string[] {
  return value === undefined ? [] : [`- ${say.figure(name, value, unit, year)}${originMark(origin)}（${source}）`];
}

/** How sure a figure or a title is. */
export function originMark(origin: Origin): string {
  if (origin === 'illustrative') return say.illustrative;
  return origin === 'public-unchecked' ? say.unchecked : '';
}
