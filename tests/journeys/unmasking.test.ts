import { expect, it } from 'vitest';
import { inBothDistricts } from '../setup/district.ts';

const TOWN_OFFICER = 'T330212012C';
const FORTUNE = /(?<!\d)1[3-9]\d{9}(?!\d)/;

inBothDistricts('seeing one field whole', (district) => {
  const someone = async (where = `town = '东柳街道'`) => {
    const [row] = await district().rows<{ archive_no: string; name: string }>(
      `SELECT archive_no, name FROM person WHERE ${where} AND phone_sealed IS NOT NULL AND status = '在世' ORDER BY archive_no LIMIT 1`,
    );
    if (!row) throw new Error('nobody fits');
    return row;
  };

  it('takes a reason, shows the field for ten minutes, and is on record', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const { archive_no: no } = await someone();
    const card = await officer.says(`查一下${no}`);
    const before = card.text.includes('#### ') ? card : await officer.says(`查看完整手机号 ${no}`);
    expect(before.text).not.toMatch(FORTUNE);

    const asked = await officer.says(`查看完整手机号 ${no}`);
    expect(asked.text).toContain('请写明事由');
    const short = await officer.says('看看');
    expect(short.text).toContain('事由太简单');
    const shown = await officer.says('上门走访前核对电话');
    expect(shown.text).toMatch(FORTUNE);
    expect(shown.text).toContain('前可看');

    const [grant] = await district().rows<{ field: string; minutes: number; reason_sealed: string }>(
      `SELECT field, extract(epoch FROM until_at - granted_at)::int / 60 AS minutes, reason_sealed FROM reveal WHERE archive_no = $1`,
      no,
    );
    expect(grant).toMatchObject({ field: 'phone', minutes: 10 });
    expect(grant?.reason_sealed).not.toContain('走访');
    const [record] = await district().rows<{ actor: string; purpose: string; detail: string; outcome: string }>(
      `SELECT actor, purpose, detail, outcome FROM audit_record WHERE action = 'unmask' AND subject = $1`,
      no,
    );
    expect(record).toMatchObject({ actor: TOWN_OFFICER, purpose: '上门走访前核对电话', outcome: 'ok' });
    expect(record?.detail).toContain('phone:whole');
    expect(record?.detail).not.toMatch(FORTUNE);
  });

  it('in one sentence with its reason, and never for a field that the matrix does not grant', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const { archive_no: no } = await someone();
    const phone = await officer.says(`看一下${no}的完整手机号，因为要通知他来领慰问品`);
    expect(phone.text).toMatch(FORTUNE);
    const idcard = await officer.says(`看一下${no}的完整身份证号，因为要核对一下身份信息`);
    expect(idcard.text).toContain('按权限您不能看完整的身份证号');
    expect(idcard.text).not.toMatch(/\d{17}/);
  });

  it('is left with 取消, and the conversation goes on', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const { archive_no: no } = await someone();
    await officer.says(`查看完整住址 ${no}`);
    expect((await officer.says('取消')).text).toContain('不看了');
    expect((await officer.says('我的待办')).text).toContain('待办');
  });

  it('of somebody out of reach is refused like somebody who is not there', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const { archive_no: no } = await someone(`town <> '东柳街道'`);
    const elsewhere = await officer.says(`查看完整手机号 ${no} 事由：要核对一下电话`);
    const nowhere = await officer.says('查看完整手机号 YZ-9999999 事由：要核对一下电话');
    expect(elsewhere.text).toBe(nowhere.text);
    expect(elsewhere.text).not.toMatch(FORTUNE);
  });

  it('is counted for the day', async () => {
    const officer = await district().person(TOWN_OFFICER);
    expect((await officer.says('今天我查了多少')).text).toMatch(/查看完整内容 [1-9]\d* 次/);
  });
});
