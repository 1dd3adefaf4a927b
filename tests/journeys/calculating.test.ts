import { expect, it } from 'vitest';
import { inBothDistricts } from '../setup/district.ts';

const OFFICER = 'T330212012C';

inBothDistricts('working a sum out before anything is filled in', (district) => {
  it('shows the amount, how it comes about and what it rests on, and starts nothing', async () => {
    const officer = await district().person(OFFICER);
    const heard = await officer.says('算一算 自主就业一次性经济补助，服役5年');
    expect(heard.text).toContain('应发金额：87521');
    expect(heard.text).toContain('67324元 ×（1 + 10% ×（5 - 2））');
    expect(heard.text).toContain('甬退役军人局发〔2020〕18号');
    expect((await officer.says('我的草稿')).text).not.toContain('一次性');
    expect(await district().rows('SELECT no FROM service_case')).toEqual([]);
  });

  it('takes the months from the table of the rule', async () => {
    const officer = await district().person(OFFICER);
    const heard = await officer.says('算一算 退役军人身后礼遇，残疾军人抚恤金，原来每月3000元');
    expect(heard.text).toContain('丧葬补助金额：36000');
    expect(heard.text).toContain('3000元 × 12个月');
  });

  it('says what is still to be known, and what can be worked out', async () => {
    const officer = await district().person(OFFICER);
    expect((await officer.says('算一下一次性经济补助')).text).toContain('服役年限');
    expect((await officer.says('算一算')).text).toContain('自主就业一次性经济补助');
    expect((await officer.says('算算今天天气')).text).toContain('要算哪一项');
  });
});
