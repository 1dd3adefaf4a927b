import { describe, expect, it } from 'vitest';
import { departments, industries, readBody, sections } from '../../src/organisation/departments.ts';
import { createPlaceBook } from '../../src/organisation/place-book.ts';
import { highestLevel, readRole, roles } from '../../src/organisation/role.ts';
import { townsInScope, townsOutOfScope } from '../../src/organisation/towns.ts';

describe('the organisation', () => {
  it('has what organisation.yaml and catalogue.yaml count', () => {
    expect(roles).toHaveLength(20);
    expect(departments).toHaveLength(20);
    expect(industries).toHaveLength(11);
    expect(sections.map((one) => one.id)).toEqual(['office', 'rights', 'placement', 'pension', 'center']);
    expect(townsInScope).toHaveLength(21);
    expect(townsOutOfScope).toHaveLength(4);
    for (const list of [roles, departments, industries, townsInScope]) expect(new Set(list.map((one) => one.id)).size).toBe(list.length);
  });

  it('reads roles by id and by Chinese name, but never the machine’s own', () => {
    expect(readRole(' town-head ')).toBe('town-head');
    expect(readRole('镇街站站长（武装部部长）')).toBe('town-head');
    expect(readRole('镇街站站长')).toBe('town-head');
    expect(roles.filter((role) => role.id !== 'system').map((role) => readRole(role.name))).not.toContain(null);
    expect(readRole('system')).toBeNull();
    expect(readRole('系统自动')).toBeNull();
    expect(readRole('保安')).toBeNull();
  });

  it('reads departments by any of their names', () => {
    for (const text of ['edu', '区教育局', '教育局', '鄞州区教育局']) expect(readBody(departments, text)?.id).toBe('edu');
    expect(readBody(sections, '拥军优抚科')?.id).toBe('pension');
    expect(readBody(departments, '')).toBeNull();
    expect(readBody(departments, '水利局')).toBeNull();
  });

  it('knows the highest of several levels', () => {
    expect(highestLevel(['village-head', 'town-officer'])).toBe('town');
    expect(highestLevel([])).toBe('village');
  });
});

describe('the place book', () => {
  const book = createPlaceBook([
    { town: null, village: null },
    { town: '东柳街道', village: null },
    { town: '东吴镇', village: null },
    { town: '东柳街道', village: '东柳社区' },
    { town: '东柳街道', village: '东城社区' },
    { town: '东吴镇', village: '东城社区' },
    { town: '东吴镇', village: '甲村村' },
    { town: '东吴镇', village: '甲社区' },
  ]);

  it('knows official names and what people call them', () => {
    expect(book.towns).toEqual(['东柳街道', '东吴镇']);
    for (const name of ['东柳', '东柳街道', ' 东柳镇 ']) expect(book.town(name)).toBe('东柳街道');
    expect(book.town('柳')).toBeNull();
    expect(book.villages('甲村')).toEqual([{ town: '东吴镇', village: '甲村村' }]);
    expect(book.villages('东柳')).toEqual([{ town: '东柳街道', village: '东柳社区' }]);
    expect(book.hasVillage('东吴镇', '东城社区')).toBe(true);
    expect(book.hasVillage('东吴镇', '东柳社区')).toBe(false);
    expect(book.hasTown('东柳')).toBe(false);
  });

  it('gives every place that a shared name can mean, one within a town', () => {
    expect(book.villages('东城')).toHaveLength(2);
    expect(book.villages('东城社区', '东吴镇')).toEqual([{ town: '东吴镇', village: '东城社区' }]);
    expect(book.villages('乙村')).toEqual([]);
  });
});
