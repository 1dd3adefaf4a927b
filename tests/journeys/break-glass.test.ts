import { expect, it } from 'vitest';
import { inBothDistricts } from '../setup/district.ts';

const TOWN_OFFICER = 'T330212012C';

inBothDistricts('a look in an emergency', (district) => {
  const one = async (sql: string) => (await district().rows<{ id: string }>(sql))[0]?.id ?? '';
  const away = `SELECT archive_no AS id FROM person WHERE town <> '东柳街道' AND phone_sealed IS NOT NULL AND status = '在世' ORDER BY archive_no LIMIT 1`;

  it('opens one file for half an hour, tells the person’s own station, and is reviewed by a second person', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const no = await one(away);
    expect((await officer.says(`紧急查看 ${no}`)).text).toContain('请写明出了什么急事');
    const opened = await officer.says('老人在我们街道走失，要联系家属');
    expect(opened.text).toContain('紧急查看，到');
    expect(opened.text).toContain('已通知所在服务站');
    expect(opened.text).toMatch(/1[3-9]\d\\\*\\\*\\\*\\\*\d{4}/);
    const phone = await officer.says(`查看完整手机号 ${no} 事由：联系走失老人家属`);
    expect(phone.text).toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/);

    const reviewer = await one(
      `SELECT s.id FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE r.role = 'privacy-officer' AND s.is_active LIMIT 1`,
    );
    const privacy = await district().person(reviewer);
    await district().settle();
    const told = await privacy.hears((heard) => heard.text.includes('请复核紧急查看'));
    expect(told.text).toContain(no);
    const list = await privacy.says('待复核');
    expect(list.text).toContain('老人在我们街道走失');
    const id = /\*\*([0-9a-f]{8})\*\*/.exec(list.text)?.[1] ?? '';
    expect((await privacy.says(`复核 ${id} 妥当`)).text).toContain('已复核：妥当');
    expect((await privacy.says(`复核 ${id} 妥当`)).text).toContain('已经复核过');
    await district().settle();
    const told2 = await officer.hears((heard) => heard.text.includes('已复核'));
    expect(told2.text).toContain('已有复核结论');

    const stations = await district().rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM outgoing_message WHERE dedupe_key LIKE 'emergency:%:opened:%'`,
    );
    expect(stations[0]?.count).toBeGreaterThan(0);
    const actions = await district().rows<{ action: string }>(`SELECT action FROM audit_record WHERE subject = $1 ORDER BY seq`, no);
    expect(actions.map((row) => row.action)).toEqual(['break-glass', 'read', 'unmask', 'review-break-glass']);
  });

  it('found improper is taken back at once and told to the bureau’s head', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const no = await one(away.replace('LIMIT 1', 'OFFSET 3 LIMIT 1'));
    await officer.says(`紧急查看 ${no} 事由：有点急事想要看看`);
    const reviewer = await one(
      `SELECT s.id FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE r.role = 'privacy-officer' AND s.is_active LIMIT 1`,
    );
    const privacy = await district().person(reviewer);
    const id = (await one(`SELECT id FROM break_glass WHERE archive_no = '${no}'`)).slice(0, 8);
    expect((await privacy.says(`复核 ${id} 不妥`)).text).toContain('要写明原因');
    expect((await privacy.says(`复核 ${id} 不妥 没有说明是什么急事`)).text).toContain('已收回');
    const after = await officer.says(`查看完整手机号 ${no} 事由：还是那件急事呀`);
    expect(after.text).toContain('您不能查看这份档案');
    const chief = await district().rows(`SELECT 1 FROM outgoing_message WHERE dedupe_key LIKE 'emergency:%:improper:%'`);
    expect(chief.length).toBeGreaterThan(0);
  });

  it('is not for the own area, for nobody in particular, nor for roles that see no people', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const own = await one(`SELECT archive_no AS id FROM person WHERE town = '东柳街道' ORDER BY archive_no LIMIT 1`);
    expect((await officer.says(`紧急查看 ${own} 事由：要马上联系上他`)).text).toContain('本来就能看');
    expect((await officer.says('紧急查看 张建国 事由：要马上联系上他')).text).toContain('要说准一个人');
    expect((await officer.says('待复核')).text).toContain('您不是复核人');
    const admin = await one(
      `SELECT s.id FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE r.role = 'system-admin' AND s.is_active LIMIT 1`,
    );
    const administrator = await district().person(admin);
    expect((await administrator.says(`紧急查看 ${own} 事由：要马上联系上他`)).text).toContain('不能查看个人档案');
  });
});
