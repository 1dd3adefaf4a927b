import { describe, expect, it } from 'vitest';
import {
  type MaskContext,
  maskAddress,
  maskAmount,
  maskBankcard,
  maskBirth,
  maskHealth,
  maskIdcard,
  maskMinorName,
  maskName,
  maskPhone,
  starName,
} from '../../../src/people/access/masking.ts';

const contexts: MaskContext[] = ['secure_form', 'private_chat', 'group_chat', 'dashboard', 'export'];
const inEach = (mask: (context: MaskContext) => string | null) => contexts.map(mask);
const today = '2026-11-25';

describe('masking, with the examples of rules.yaml', () => {
  it.each([
    ['张三', '张*'],
    ['李小兵', '李**'],
    ['欧阳小兵', '欧阳**'],
    ['欧阳', '欧*'],
    ['阿依古丽·买买提', '阿**'],
    ['𠮷田太郎', '𠮷***'],
    ['张', '张'],
  ])('stars %s as %s', (name, starred) => {
    expect(starName(name)).toBe(starred);
  });

  it('names in full whom the asker knows, in a private chat and nowhere wider', () => {
    expect(inEach((context) => maskName('李小兵', context, true, '甲社区'))).toEqual(['李小兵', '李小兵', '李**（甲社区）', null, '李**']);
    expect(inEach((context) => maskName('李小兵', context, false))).toEqual(['李**', '李**', '李**', null, '李**']);
  });

  it('keeps the ends of identity numbers', () => {
    const masked = '3302**********0000';
    expect(inEach((context) => maskIdcard('330299190001010000', context))).toEqual(['330299190001010000', masked, null, null, masked]);
  });

  it('keeps the ends of phone numbers', () => {
    const masked = '138****1234';
    expect(inEach((context) => maskPhone('13800001234', context))).toEqual(['13800001234', masked, null, null, masked]);
    expect(maskPhone('1234567', 'private_chat')).toBe('*******');
    expect(maskPhone('87654321', 'private_chat')).toBe('876*4321');
  });

  it('keeps the last four of bank cards', () => {
    const masked = '**** **** **** 1234';
    expect(inEach((context) => maskBankcard('6222000000001234', context))).toEqual(['6222000000001234', masked, null, null, masked]);
  });

  it('cuts an address at the village', () => {
    const nowhere = { town: null, village: null };
    const address = '某某街道某某社区1幢101室';
    const shown = [address, '某某街道某某社区***', '某某街道', '某某街道', '某某街道某某社区'];
    expect(inEach((context) => maskAddress(address, context, nowhere))).toEqual(shown);
    expect(maskAddress('东柳街道中兴路12号光明新村3幢', 'private_chat', nowhere)).toBe('东柳街道***');
    expect(maskAddress('中兴路12号', 'private_chat', { town: '东柳街道', village: '中兴社区' })).toBe('东柳街道中兴社区***');
    expect(maskAddress('外省某市某路1号', 'private_chat', nowhere)).toBe('***');
  });

  it('shows an age, or its decade, for a day of birth', () => {
    expect(inEach((context) => maskBirth('1948-03-02', context, today))).toEqual(['1948-03-02', '78岁', '70—79岁', '70—79岁', '70—79岁']);
    expect(maskBirth('1948-11-26', 'private_chat', today)).toBe('77岁');
  });

  it('says of health only that there is something and what care it asks for', () => {
    expect(inEach((context) => maskHealth('高血压', ['卧床'], context))).toEqual([
      '高血压；卧床',
      '有记录，需照顾：卧床',
      null,
      null,
      null,
    ]);
    expect(maskHealth(null, ['独居'], 'private_chat')).toBe('无记录，需照顾：独居');
  });

  it('shows a sum to who handles it, in a private chat', () => {
    expect(inEach((context) => maskAmount(1200, context, true))).toEqual(['1200元', '1200元', '已发放', null, null]);
    expect(maskAmount(1200.5, 'private_chat', false)).toBeNull();
    expect(maskAmount(1200.5, 'secure_form', true)).toBe('1200.50元');
  });

  it('shows of a minor one character', () => {
    expect(inEach((context) => maskMinorName('王小明', context))).toEqual(['王小明', '王*', null, null, null]);
  });
});
