import { expect, it } from 'vitest';
import { inBothDistricts } from '../setup/district.ts';
import { advanceTo, colleague, holders, nameOf, show, start, stepsOpen } from './hardship-cases.ts';

inBothDistricts('what staff do with a case, in chat', (district) => {
  const says = async (id: string, text: string) => {
    const heard = await (await district().person(id)).says(text);
    await district().settle();
    return heard.text;
  };
  const holder = async (no: string) => (await holders(district(), no))[0] ?? '';

  it('13: 撤回 by who handed it in, while nobody has acted; not any more after that', async () => {
    const { no, starter } = await start(district());
    const other = await start(district());
    expect(await says(starter, `撤回 ${no}，填错了`)).toContain('撤回');
    expect((await show(district(), no)).state).toBe('withdrawn');
    await advanceTo(district(), other.no, 'village_head');
    expect(await says(other.starter, `撤回 ${other.no}`)).toContain('不能再撤回');
  });

  it('15: 转办 to a colleague of the post, who is told and has it now', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'section_review');
    const [own = '', other = ''] = await holders(district(), no);
    expect(await says(own, `${no} 转给${await nameOf(district(), other)}办`)).toContain('转办');
    expect(await holders(district(), no)).toContain(other);
    const told = (await district().person(other)).heard().some((heard) => heard.text.includes(no));
    expect(told).toBe(true);
  });

  it('16: 委派 gives somebody else the word, and it comes back', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'section_review');
    const own = await holder(no);
    const other = await colleague(district(), 'center-officer');
    expect(await says(own, `${no} 委托${await nameOf(district(), other)}看看`)).toContain('委派');
    expect(await says(other, `不同意 ${no}，再说`)).toContain('只是出意见');
    await says(other, `同意 ${no}，没有意见`);
    expect(await stepsOpen(district(), no)).toEqual(['section_review']);
    expect(await holders(district(), no)).toContain(own);
  });

  it('17: a standing deputy decides, and the record says for whom', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'village_head');
    const head = await holder(no);
    const deputy = await colleague(district(), 'village-head', [head]);
    const name = await nameOf(district(), deputy);
    expect(await says(head, `我11月25日到27日请假，由${name}代理`)).toMatch(/代理/);
    const decided = await says(deputy, `同意 ${no}，了解情况`);
    const event = (await show(district(), no)).tasks.find((task) => task.step === 'village_head');
    expect(decided).toContain('同意');
    expect(event).toMatchObject({ decidedBy: deputy });
  });

  it('23: 抄送 once a person, read when it is looked at', async () => {
    const { no } = await start(district());
    const own = await holder(no);
    const reader = await colleague(district(), 'auditor');
    const name = await nameOf(district(), reader);
    expect(await says(own, `抄送给${name} ${no}`)).toContain('抄送');
    expect(await says(own, `抄送给${name} ${no}`)).toContain('已经抄送过');
    expect(await says(reader, '抄送我的')).toContain(no);
  });

  it('25: 催办 once an hour, and it reaches who holds it', async () => {
    const { no, starter } = await start(district());
    await advanceTo(district(), no, 'village_head');
    expect(await says(starter, `催一下 ${no}`)).toContain('催办');
    expect(await says(starter, `催一下 ${no}`)).toContain('一小时内');
    const heard = (await district().person(await holder(no))).heard().map((one) => one.text);
    expect(heard.some((text) => text.includes(no) && text.includes('催'))).toBe(true);
  });

  it('30: 挂起 with a reason stops the clock, 恢复 lets it go on', async () => {
    const { no } = await start(district());
    const own = await holder(no);
    expect(await says(own, `挂起 ${no}，等鉴定结果`)).toContain('挂起');
    expect((await show(district(), no)).state).toBe('suspended');
    expect(await says(own, `同意 ${no}`)).toContain('暂停');
    expect(await says(own, `恢复办理 ${no}`)).toContain('恢复');
    expect((await show(district(), no)).state).toBe('open');
  });

  it('35: a remark reaches the others and moves nothing', async () => {
    const { no } = await start(district());
    const before = await stepsOpen(district(), no);
    expect(await says(await holder(no), `${no} 加个备注：已电话联系本人`)).toMatch(/备注|留言/);
    expect(await stepsOpen(district(), no)).toEqual(before);
    const events = (await show(district(), no)).events;
    expect(events.some((one) => JSON.stringify(one.data).includes('已电话联系本人'))).toBe(true);
  });

  it('every one by somebody without a part in it is told no more than of a case that is not there', async () => {
    const { no } = await start(district());
    const stranger = await colleague(district(), 'industry-contact');
    const nowhere = 'YZ20261125-9999';
    for (const words of [
      '认领',
      '取回',
      '退回待领',
      '升级',
      '传阅 给 DAUDIT01',
      '重启',
      '归档单',
      '催一下',
      '撤回',
      '同意',
      '减签 DAUDIT01',
    ]) {
      const said = await says(stranger, `${words} ${no}`);
      const unknown = await says(stranger, `${words} ${nowhere}`);
      expect(said.replaceAll(no, nowhere), words).toBe(unknown);
    }
  });
});
