import { describe, expect, it } from 'vitest';
import { checkValue, type PlaceNames } from '../../src/flows/field-value.ts';
import type { FieldDefinition, FieldType } from '../../src/flows/flow-definition.ts';
import type { SlotValue } from '../../src/flows/slot-value.ts';
import { namesMilitaryUnit } from '../../src/platform/unit-designation.ts';

const places: PlaceNames = {
  isTown: (name) => ['姜山镇', '东柳街道'].includes(name),
  isVillage: (name, town) => name === '走马塘村' && (town === null || town === '姜山镇'),
};

function check(type: FieldType, value: SlotValue, rest: Partial<FieldDefinition> = {}, slots = {}) {
  const field: FieldDefinition = { key: 'it', label: '此项', type, required: true, question: '', why: '因为要用。', ...rest };
  return checkValue(field, value, { slots, today: '2026-11-23', places });
}

const options = { a: '甲', b: '乙' };

const good: [FieldType, SlotValue, Partial<FieldDefinition>, SlotValue][] = [
  ['text', ' 好 ', {}, '好'],
  ['text', '十个字以内', { maxLength: 5 }, '十个字以内'],
  ['number', 5, { min: 1, max: 5 }, 5],
  ['number', 1.5, { decimals: 1 }, 1.5],
  ['money', 1999.99, { max: 2000 }, 1999.99],
  ['money', 0, {}, 0],
  ['date', '2026-11-23', { timing: 'past' }, '2026-11-23'],
  ['date', '2026-11-23', { timing: 'future' }, '2026-11-23'],
  ['datetime', '2026-11-23 09:30', {}, '2026-11-23 09:30'],
  ['daterange', { from: '2026-11-23', to: '2026-11-23' }, {}, { from: '2026-11-23', to: '2026-11-23' }],
  ['enum', 'a', { options }, 'a'],
  ['enum', '乙', { options }, 'b'],
  ['multi', ['a', '乙', 'a'], { options }, ['a', 'b']],
  ['person', '张建国', {}, '张建国'],
  ['person', '阿依古丽·买买提', {}, '阿依古丽·买买提'],
  ['person', '𠮷田', {}, '𠮷田'],
  ['phone', '135 6789 0123', {}, '13567890123'],
  ['phone', '0574-88123456', {}, '057488123456'],
  ['idcard', '33029919500302001 8', {}, '330299195003020018'],
  ['idcard', '11010119900307002x', {}, '11010119900307002X'],
  ['bankcard', '6222 0000 0000 0009', {}, '6222000000000009'],
  ['file', 'f1', {}, ['f1']],
  ['bool', false, {}, false],
  ['bool', true, { must: true }, true],
  ['address', '姜山镇走马塘村1号', {}, '姜山镇走马塘村1号'],
  ['town', '姜山镇', {}, '姜山镇'],
  ['village', '走马塘村', {}, '走马塘村'],
  ['unit', '姜山中学', {}, '姜山中学'],
  ['school', '第二小学', {}, '第二小学'],
  ['slot', '2026-11-24 上午', {}, '2026-11-24 上午'],
  ['text', null, { required: false }, null],
];

const bad: [FieldType, SlotValue, Partial<FieldDefinition>, RegExp][] = [
  ['text', '', {}, /还没有填/],
  ['text', '六个字的长度', { maxLength: 5 }, /最多5个字，现在是6个字/],
  ['text', '在73041部队服役', {}, /部队番号/],
  ['number', 6, { max: 5 }, /最多5/],
  ['number', 0, { min: 1 }, /不能少于1/],
  ['number', 2.5, {}, /整数/],
  ['number', Number.NaN, {}, /数字/],
  ['number', '五', {}, /数字/],
  ['money', -1, {}, /不能少于0元/],
  ['money', 2000.01, { max: 2000 }, /最多2000元/],
  ['money', 1.001, {}, /2位小数/],
  ['date', '2026-02-30', {}, /日期/],
  ['date', '2026-11-24', { timing: 'past' }, /不能晚于今天/],
  ['date', '2026-11-22', { timing: 'future' }, /不能早于今天/],
  ['datetime', '2026-11-23 25:00', {}, /日期和时间/],
  ['daterange', { from: '2026-11-24', to: '2026-11-23' }, {}, /早于开始/],
  ['enum', 'c', { options }, /甲、乙/],
  ['multi', ['a', 'c'], { options }, /甲、乙/],
  ['multi', ['a', 'b'], { options, maxItems: 1 }, /最多1个/],
  ['person', 'Tom', {}, /汉字/],
  ['person', '张', {}, /汉字/],
  ['phone', '1356789012', {}, /电话/],
  ['idcard', '330299195003020017', {}, /身份证号/],
  ['idcard', '330299195013020018', {}, /身份证号/],
  ['idcard', '33029919500302001', {}, /身份证号/],
  ['bankcard', '6222000000000001', {}, /银行卡号/],
  ['file', [], {}, /还没有填/],
  ['file', ['1', '2', '3'], { maxCount: 2 }, /最多2个/],
  ['bool', '是', {}, /是或否/],
  ['bool', false, { must: true }, /必须为“是”才能提交。因为要用。/],
  ['address', '走马塘村1号', {}, /镇或街道/],
  ['address', '姜山镇', {}, /至少5个字/],
  ['town', '梅墟街道', {}, /镇街/],
  ['village', '没有村', {}, /没有找到/],
  ['unit', '第一师', {}, /部队番号/],
];

describe('a value', () => {
  it.each(good)('of type %s: %j is taken', (type, value, rest, stored) => {
    expect(check(type, value, rest)).toEqual({ ok: true, value: stored });
  });

  it.each(bad)('of type %s: %j is refused with a reason', (type, value, rest, sentence) => {
    const result = check(type, value, rest);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.sentence).toMatch(sentence);
  });

  it('never repeats an identity or card number in what it says', () => {
    for (const [type, value] of [
      ['idcard', '330299195003020017'],
      ['bankcard', '6222000000000001'],
    ] as const) {
      const result = check(type, value);
      expect(!result.ok && result.sentence).not.toContain(value.slice(0, 6));
    }
  });

  it('is a village of the town that is filled in', () => {
    expect(check('village', '走马塘村', {}, { town: '东柳街道' }).ok).toBe(false);
  });
});

describe('a unit designation', () => {
  it.each(['73041部队', '第31集团军', '31集团军某团', '第二师', '三营三连在第七连', '１２３４５部队'])('%s is seen', (text) => {
    expect(namesMilitaryUnit(text)).toBe(true);
  });

  it.each([
    '宁波市第二师范学校',
    '团级以上政治工作部门',
    '第一师范',
    '部队调动',
    '2026年退役',
    '随军',
    '姜山镇第二小学',
    '一团和气',
    '三等功两次',
    '某部退役',
  ])('%s is none', (text) => {
    expect(namesMilitaryUnit(text)).toBe(false);
  });
});
