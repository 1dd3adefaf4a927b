import { describe, expect, it } from 'vitest';
import { checkSlots } from '../../src/flows/applicable-fields.ts';
import { derivedSlots, derivedValue, workingOf } from '../../src/flows/derive.ts';
import { floorYears } from '../../src/flows/expression-functions.ts';
import type { FieldDefinition, FlowDefinition, Parameter } from '../../src/flows/flow-definition.ts';
import { parseFlow } from '../../src/flows/load-flows.ts';
import { withParameters } from '../../src/flows/load-parameters.ts';
import { simpleFlow } from './simple-flow.ts';

const base: Parameter = { name: '补助基数', value: 67_324, unit: '元', year: 2020, source: '示例', origin: 'public' };
const months: Parameter = { name: '月数', table: { disabled: 12, none: 0 }, unit: '月', year: 2024, source: '示例', origin: 'public' };

const field = (given: Partial<FieldDefinition> & Pick<FieldDefinition, 'key' | 'type'>): FieldDefinition => ({
  label: given.key,
  required: true,
  question: '？',
  why: '。',
  ...given,
});

function flowWith(fields: FieldDefinition[]): FlowDefinition {
  return withParameters({ ...simpleFlow(), fields, checks: [] }, { lump_sum_base: base, funeral_months: months });
}

const years = field({ key: 'service_years', type: 'number' });
const amount = field({
  key: 'amount',
  type: 'money',
  max: 134_648,
  derive: 'round(parameter("lump_sum_base") * (1.0 + 0.1 * (service_years - 2.0)))',
  working: '{lump_sum_base} ×（1 + 10% ×（{service_years} − 2））',
});

describe('what follows from other values is worked out', () => {
  it.each([
    [2, 67_324],
    [5, 87_521],
    [12, 134_648],
  ])('the lump sum for %i years', (served, due) => {
    const flow = flowWith([years, amount]);
    expect(derivedValue(flow, amount, { service_years: served }, '2026-11-25')).toBe(due);
  });

  it('waits until all that it reads is there', () => {
    expect(derivedValue(flowWith([years, amount]), amount, {}, '2026-11-25')).toBeUndefined();
  });

  it('goes on from one derived value to the next', () => {
    const flow = flowWith([
      field({ key: 'category', type: 'enum', options: { disabled: '残疾军人抚恤金', none: '无' } }),
      field({ key: 'monthly_benefit', type: 'money' }),
      field({ key: 'months', type: 'number', derive: 'lookup("funeral_months", category)' }),
      field({ key: 'funeral_amount', type: 'money', derive: 'monthly_benefit * months' }),
    ]);
    expect(derivedSlots(flow, { category: 'disabled', monthly_benefit: 1500 }, '2026-11-25')).toEqual({
      months: 12,
      funeral_amount: 18_000,
    });
  });

  it('reads an age out of an identity number', () => {
    const age = field({ key: 'age', type: 'number', derive: 'age_of(applicant_idcard, today)' });
    const flow = flowWith([field({ key: 'applicant_idcard', type: 'idcard' }), age]);
    expect(derivedValue(flow, age, { applicant_idcard: '330299196611260005' }, '2026-11-25')).toBe(59);
    expect(derivedValue(flow, age, { applicant_idcard: '330299196611250005' }, '2026-11-25')).toBe(60);
  });

  it.each([
    ['2020-09-01', '2025-08-31', 4],
    ['2020-09-01', '2025-09-01', 5],
    ['2025-09-01', '2020-09-01', 0],
  ])('whole years from %s to %s are %i', (from, to, whole) => {
    expect(floorYears(from, to)).toBe(whole);
  });

  it('replaces what was said otherwise when the form is judged', () => {
    const checked = checkSlots(flowWith([years, amount]), { service_years: 5, amount: 99_999 }, { today: '2026-11-25' });
    expect(checked).toEqual({ ok: true, slots: { service_years: 5, amount: 87_521 } });
  });

  it('shows the working with its figures', () => {
    const flow = flowWith([years, amount]);
    expect(workingOf(flow, amount, { service_years: 5 })).toBe('67324 ×（1 + 10% ×（5 − 2））');
  });
});

describe('a derivation that cannot work stops the load', () => {
  const yaml = (derive: string) =>
    JSON.stringify({ ...simpleFlow(), id: 'lump', category: 'demo', fields: [years, { ...amount, derive }], subjectField: 'amount' });

  it.each([
    ['unknown_slot * 2.0', /unknown_slot/i],
    ['"text"', /yields string/],
    ['service_years *', /derive/],
  ])('%s', (derive, fault) => {
    const parsed = parseFlow(yaml(derive), 'demo/lump.yaml', { lump_sum_base: base });
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.faults.join('\n')).toMatch(fault);
  });

  it('names a parameter that flows/parameters.yaml lacks', () => {
    const parsed = parseFlow(yaml('parameter("nowhere") * service_years'), 'demo/lump.yaml', { lump_sum_base: base });
    expect(parsed.ok ? '' : parsed.faults.join('\n')).toMatch(/nowhere/);
  });
});
