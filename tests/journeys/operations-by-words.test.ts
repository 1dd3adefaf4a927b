import { expect, it } from 'vitest';
import { sheetRoutes } from '../../src/api/sheet-routes.ts';
import { inBothDistricts } from '../setup/district.ts';
import { advanceTo, colleague, holders, nameOf, show, start, stepsOpen } from './hardship-cases.ts';

inBothDistricts('what only set words do with a case', (district) => {
  const says = async (id: string, text: string) => {
    const heard = await (await district().person(id)).says(text);
    await district().settle();
    return heard.text;
  };
  const holder = async (no: string) => (await holders(district(), no))[0] ?? '';

  it('8: 退回上一步, with the reason, and the case stands there again', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'town_review');
    expect(await says(await holder(no), `退回上一步 ${no}，邻里情况没写`)).toContain('已退回');
    expect(await stepsOpen(district(), no)).toEqual(['village_head']);
  });

  it('11: 退回到村社受理; a step that was not passed is refused with those that were', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'town_review');
    expect(await says(await holder(no), `退回到拨付 ${no}，试试`)).toContain('村社受理');
    expect(await says(await holder(no), `退回到村社受理 ${no}，材料不全`)).toContain('村社受理');
    expect(await stepsOpen(district(), no)).toEqual(['accept']);
  });

  it('12: 改好直接回到我这里, after which the correction comes straight back', async () => {
    const { no, starter } = await start(district());
    await advanceTo(district(), no, 'town_review');
    const town = await holder(no);
    expect(await says(town, `退回补正 ${no}，缺病历，改好直接回到我这里`)).toContain('已退回');
    expect(await says(starter, `补正 ${no}`)).toContain('缺病历');
    await says(starter, '确认');
    expect(await says(starter, '确认')).toContain('已重新提交');
    expect(await stepsOpen(district(), no)).toEqual(['town_review']);
    const event = (await show(district(), no)).events.find((one) => one.type === 'case-returned');
    expect(event?.data).toMatchObject({ corrections: ['缺病历'], afterReturn: 'straight' });
  });

  it('14: 取回 one’s own decision while nobody has acted on it', async () => {
    const { no } = await start(district());
    const first = await holder(no);
    await advanceTo(district(), no, 'village_head');
    expect(await says(first, `取回 ${no}，点错了`)).toContain('已取回');
    expect(await stepsOpen(district(), no)).toEqual(['accept']);
    expect(await says(first, `取回 ${no}`)).toContain('没有您刚办过');
  });

  it('19 to 21: 前加签, 后加签, 减签', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'section_review');
    const own = await holder(no);
    const other = await colleague(district(), 'section-officer', await holders(district(), no));
    expect(await says(own, `前加签 ${other} ${no}，请先看看`)).toContain('已加签');
    expect(await says(own, `同意 ${no}`)).toContain('等您请的同事');
    expect(await says(own, `减签 ${other} ${no}`)).toContain('已减签');
    expect(await says(own, `后加签 ${other} ${no}`)).toContain('已加签');
    await says(own, `同意 ${no}，金额合适`);
    expect(await holders(district(), no)).toEqual([other]);
    await says(other, `同意 ${no}，我也看过`);
    expect(await stepsOpen(district(), no)).toEqual(['leader_approve']);
  });

  it('22: 指定 the handler of a later step', async () => {
    const { no } = await start(district());
    const officer = await colleague(district(), 'section-officer', [], 'pension');
    expect(await says(await holder(no), `指定科室审核由${officer}办 ${no}`)).toContain('已指定办理人');
    await advanceTo(district(), no, 'section_review');
    expect(await holders(district(), no)).toEqual([officer]);
  });

  it('24: 传阅, read and noted by 已阅 once', async () => {
    const { no } = await start(district());
    const reader = await colleague(district(), 'auditor');
    expect(await says(await holder(no), `传阅 ${no} 给 ${reader}`)).toContain('已传阅');
    expect(await says(reader, `已阅 ${no}`)).toContain('已登记');
    expect(await says(reader, `已阅 ${no}`)).toContain('没有待您阅');
  });

  it('28: 升级 to the level above, who may act then', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'town_review');
    const before = await holders(district(), no);
    expect(await says(before[0] ?? '', `升级 ${no}`)).toContain('已升级');
    expect((await holders(district(), no)).length).toBeGreaterThan(before.length);
  });

  it('32: 重启 a closed case from a step that is named', async () => {
    const { no } = await start(district());
    const governor = await colleague(district(), 'section-head', [], 'pension');
    await says(governor, `终止 ${no}，重复申请`);
    await says(governor, '是的');
    expect((await show(district(), no)).state).toBe('terminated');
    expect(await says(governor, `重启 ${no}，从镇街审核开始，因为终止错了`)).toContain('已重启');
    expect(await stepsOpen(district(), no)).toEqual(['town_review']);
  });

  it('33: 跳转 by an administrator, done only when a second person confirms', async () => {
    const { no } = await start(district());
    const admin = await colleague(district(), 'system-admin');
    const head = await colleague(district(), 'section-head', [], 'pension');
    expect(await says(await holder(no), `跳转到科室审核 ${no}，急`)).toContain('系统管理员');
    expect(await says(admin, `跳转到科室审核 ${no}，因为系统故障`)).toContain('另一位确认');
    expect(await says(admin, `确认跳转 ${no}`)).toContain('另一个人');
    expect(await says(head, `确认跳转 ${no}`)).toContain('已确认跳转');
    expect(await stepsOpen(district(), no)).toEqual(['section_review']);
  });

  it('34: 认领 from the pool, 退回待领 back into it', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'section_review');
    const pool = await holders(district(), no);
    const own = pool[0] ?? '';
    if (pool.length > 1) {
      expect(await says(own, `认领 ${no}`)).toContain('已认领');
      expect(await holders(district(), no)).toEqual([own]);
      expect(await says(own, `退回待领 ${no}`)).toContain('已退回待领');
      expect((await holders(district(), no)).toSorted()).toEqual(pool.toSorted());
    } else {
      expect(await says(own, `认领 ${no}`)).toContain('不用认领');
      expect(await says(own, `退回待领 ${no}`)).toContain('不是认领来的');
    }
  });

  it('40: a step’s handler changes what the step may change, and nothing else', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'town_review');
    const town = await holder(no);
    expect(await says(town, `看看 ${no}`)).toContain('可以核改：建议档次、申请金额');
    expect(await says(town, `把 ${no} 的家庭人口改成5，同意`)).toContain('不能改：家庭人口');
    expect(await says(town, `把 ${no} 的申请金额改成60000，同意`)).toContain('没有改，也没有办');
    expect(await says(town, `把 ${no} 的申请金额改成3500，同意，按实际自付核减`)).toContain('3500');
    const shown = await show(district(), no);
    expect(shown.slots).toMatchObject({ amount: 3500, family_size: 3 });
    expect(shown.events.some((one) => one.type === 'slots-edited')).toBe(true);
  });

  it('40: what a step may not read is not shown to it', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'joint');
    const text = await says(await holder(no), `看看 ${no}`);
    expect(text).toContain('家庭人口');
    expect(text).not.toContain('收款银行卡号');
  });

  it('43: 补录 a decision from paper with its own day and whose signature it is', async () => {
    const { no } = await start(district());
    await advanceTo(district(), no, 'town_review');
    const town = await holder(no);
    expect(await says(town, `补录 ${no} 同意`)).toContain('纸面上的日期');
    expect(await says(town, `补录 ${no} 同意，签批人王敏，11月20日，意见：属实`)).toContain('2026-11-20');
    const event = (await show(district(), no)).events.find((one) => one.type === 'task-decided' && one.data.paper);
    expect(event?.data).toMatchObject({ paper: { on: '2026-11-20', signer: '王敏', enteredBy: town }, opinion: '属实' });
  });

  it('44: 归档单 opens as a PDF by a link of one’s own, for a while', async () => {
    const { no } = await start(district());
    const text = await says(await holder(no), `归档单 ${no}`);
    const token = /\/sheet\/([\w.-]+)/.exec(text)?.[1] ?? '';
    const { app, clock } = district();
    const routes = sheetRoutes({ ...app, secret: app.secrets.sessionSecret });
    const opened = await routes.request(`/sheet/${token}`);
    expect(opened.status).toBe(200);
    expect(
      Buffer.from(await opened.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const [looked] = await district().rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_record WHERE case_no = $1 AND channel = 'link'`,
      no,
    );
    expect(looked?.count).toBe(1);
    expect((await routes.request(`/sheet/${token.slice(0, -2)}xx`)).status).toBe(410);
    const later = { ...clock, now: () => new Date(clock.now().getTime() + 16 * 60_000) };
    expect((await sheetRoutes({ ...app, clock: later, secret: app.secrets.sessionSecret }).request(`/sheet/${token}`)).status).toBe(410);
    const stranger = await district().person(await colleague(district(), 'volunteer-lead'));
    expect((await stranger.says(`归档单 ${no}`)).text).toContain('没有找到办件');
  });

  it('18: 离岗移交, listed before it is done, and only by oneself or the section', async () => {
    const { no } = await start(district());
    const from = await holder(no);
    const to = await colleague(district(), 'village-head', [from]);
    const name = await nameOf(district(), from);
    expect(await says(await colleague(district(), 'volunteer-lead'), `把${from}的全部待办移交给${to}`)).toMatch(/科室|不能/);
    const listed = await (await district().person(from)).says(`把我的全部待办移交给${to}`);
    expect(listed.text).toContain(name);
    expect(listed.text).toContain(no);
    expect(await holders(district(), no)).toContain(from);
    expect((await (await district().person(from)).presses('确认移交')).text).toMatch(/已移交 \d+ 件/);
    expect(await holders(district(), no)).toContain(to);
    expect(await holders(district(), no)).not.toContain(from);
  });

  it('each by a tail of the number, or of the case on the screen', async () => {
    const { no } = await start(district());
    const own = await holder(no);
    await says(own, `看看 ${no}`);
    expect(await says(own, '归档单')).toContain(no);
    expect(await says(own, `归档单 ${no.slice(-4)}`)).toContain(no);
  });
});
