import type { FieldDefinition, FlowDefinition } from '../../../src/flows/flow-definition.ts';
import type { SlotValue } from '../../../src/flows/slot-value.ts';
import { flows } from '../../cases/district.ts';

/** What writers call things, read into what the product calls them. */

export function flowCalled(said: string): FlowDefinition {
  const all = flows.list().map((flow) => flow.definition);
  const found =
    all.find((flow) => flow.id === said || flow.name === said) ??
    all.find((flow) => flow.aliases.includes(said)) ??
    all.find((flow) => flow.name.includes(said));
  if (!found) throw new Error(`没有“${said}”这个事项`);
  return found;
}

export function fieldCalled(flow: FlowDefinition, said: string): FieldDefinition {
  const found = flow.fields.find((field) => field.label === said || field.key === said);
  if (!found) throw new Error(`“${flow.name}”没有“${said}”这一项，有：${flow.fields.map((field) => field.label).join('、')}`);
  return found;
}

const core = (label: string) => label.split('（')[0] ?? label;

/** A value as the product keeps it: options by their labels, 是 and 否 of a yes-or-no question. */
export function valueCalled(field: FieldDefinition, said: string | number | boolean | string[]): SlotValue {
  if (field.type === 'bool') return said === '是' || said === true;
  if (field.type === 'enum') return optionCalled(field, String(said));
  if (field.type === 'multi') return [said].flat().map((one) => optionCalled(field, String(one)));
  if (field.type === 'daterange' && typeof said === 'string') {
    const [from = '', to = ''] = said.split('到');
    return { from, to };
  }
  return Array.isArray(said) ? said : said;
}

function optionCalled(field: FieldDefinition, said: string): string {
  const found = Object.entries(field.options ?? {}).find(([key, label]) => key === said || label === said || core(label) === said);
  if (!found) throw new Error(`“${field.label}”没有“${said}”这个选项，有：${Object.values(field.options ?? {}).join('、')}`);
  return found[0];
}

const UNITS: Record<string, number> = { 秒: 1000, 分钟: 60_000, 小时: 3_600_000, 天: 86_400_000 };

/** 31分钟, 2小时, 30天, as milliseconds. */
export function timeCalled(said: string): number {
  const [, count, unit = ''] = /^(\d+)\s*(秒|分钟|小时|天)$/.exec(said.trim()) ?? [];
  const each = UNITS[unit];
  if (!count || !each) throw new Error(`“过: ${said}”要写成 31分钟、2小时、30天`);
  return Number(count) * each;
}

export const caseStates: Record<string, string> = {
  在办: 'open',
  挂起: 'suspended',
  办结: 'completed',
  不予办理: 'rejected',
  撤回: 'withdrawn',
  终止: 'terminated',
};
