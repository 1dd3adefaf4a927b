import { describe, expect, it } from 'vitest';
import { handsOf, type PastChange } from '../../../src/people/import/field-hands.ts';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const change = (day: number, by: string, facts: Partial<PastChange>): PastChange => ({
  ...{ at: at(day), by, reason: '来电', what: 'facts', before: {}, after: {} },
  ...facts,
});

describe('the last hand at a field', () => {
  it('is that of the latest change, a list or a person', () => {
    const hands = handsOf([
      change(5, 'S1', { reason: 'import', after: { phone: '1' } }),
      change(4, 'S9', { before: { phone: '2', town: '甲' }, after: { phone: '3' } }),
      change(3, 'S8', { what: 'last-sanatorium-year', before: 2020, after: 2024 }),
    ]);
    expect(hands.get('phone')).toEqual({ by: 'S1', at: at(5), isImport: true });
    expect(hands.get('town')).toEqual({ by: 'S9', at: at(4), isImport: false });
    expect(hands.get('lastSanatoriumYear')?.by).toBe('S8');
    expect(hands.get('address')).toBeUndefined();
  });

  it('is not that of a relative’s or a benefit’s row', () => {
    const hands = handsOf([
      change(5, 'S9', { what: 'relation', before: null, after: { id: 'r1', name: '李四', birthOn: '1955-01-01' } }),
      change(4, 'S9', { what: 'tag', before: null, after: 'x' }),
    ]);
    expect(hands.get('name')).toBeUndefined();
    expect(hands.get('birthOn')).toBeUndefined();
  });
});
