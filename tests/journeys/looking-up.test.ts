import { expect, it } from 'vitest';
import { inBothDistricts } from '../setup/district.ts';

const TOWN_OFFICER = 'T330212012C';
const LIAISON_OF_ANJU = 'V330212012001A';

inBothDistricts('looking a file up', (district) => {
  /** The liaison of a village of 东柳街道, whatever their 工号. */
  const liaisonOf = async (village: string) => {
    const [row] = await district().rows<{ id: string }>(
      `SELECT s.id FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE s.village = $1 AND r.role = 'village-liaison' AND s.is_active ORDER BY s.id LIMIT 1`,
      village,
    );
    return row?.id ?? LIAISON_OF_ANJU;
  };

  it('offers a choice where several have the name, and opens the chosen file masked and recorded', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const choice = await officer.says('查一下东柳街道张建国的档案');
    expect(choice.text).toContain('张建国');
    expect(choice.text).toMatch(/安居社区，1951年生/);
    const file = await officer.says('安居社区那个');
    expect(file.text).toContain('年龄：75岁');
    expect(file.text).toMatch(/154\\\*\\\*\\\*\\\*\d{4}/);
    expect(file.text).not.toMatch(/154\d{8}/);
    const [look] = await district().rows<{ actor: string; subject: string; purpose: string; outcome: string; at: string }>(
      `SELECT actor, subject, purpose, outcome, at FROM audit_record WHERE action = 'read' ORDER BY seq DESC LIMIT 1`,
    );
    expect(look).toMatchObject({ actor: TOWN_OFFICER, outcome: 'ok' });
    expect(look?.subject).toMatch(/^YZ-\d+$/);
    expect(look?.purpose).not.toBe('');
    expect(look?.at).not.toBe('');
  });

  it('finds by identity number and says whether the card is issued', async () => {
    const [person] = await district().rows<{ archive_no: string; idcard_sealed: string; name: string }>(
      `SELECT archive_no, idcard_sealed, name FROM person WHERE town = '东柳街道' AND status = '在世' ORDER BY archive_no LIMIT 1`,
    );
    const idcard = district().app.sealer.open(person?.idcard_sealed ?? '', {
      table: 'person',
      column: 'idcard_sealed',
      row: person?.archive_no ?? '',
    });
    const officer = await district().person(TOWN_OFFICER);
    const answer = await officer.says(`帮我看看身份证${idcard}的优待证办了没`);
    expect(answer.text).toContain(person?.name);
    expect(answer.text).not.toContain(idcard);
  });

  it('knows 陈阿婆 as an old woman called 陈, and masks her phone', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const answer = await officer.says('陈阿婆的电话');
    const shown = answer.text.includes('手机号') ? answer : await officer.says('1');
    expect(shown.text).toMatch(/陈/);
    expect(shown.text).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/);
  });

  it('names the nearest where nobody has the name', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const answer = await officer.says('查一下张建帼的档案');
    expect(answer.text).toContain('没有找到');
    expect(answer.text).toContain('张建国');
  });

  it('shows a liaison nobody of another village, and does not tell whether there is such a person', async () => {
    const liaison = await district().person(await liaisonOf('走马塘村'));
    const elsewhere = await liaison.says('查一下东柳街道张建国的档案');
    const nowhere = await liaison.says('查一下东柳街道欧阳明华的档案');
    expect(elsewhere.text).toBe(nowhere.text);
    expect(elsewhere.text).not.toContain('安居社区');
  });

  it('shows nobody to whoever may see figures only', async () => {
    const [viewer] = await district().rows<{ staff_id: string }>(
      `SELECT staff_id FROM staff_role WHERE role = 'leadership-viewer' LIMIT 1`,
    );
    const leader = await district().person(viewer?.staff_id ?? '');
    const answer = await leader.says('查一下张建国的档案');
    expect(answer.text).not.toMatch(/YZ-\d|社区|年生/);
  });

  it('says nothing personal in a group, and offers to answer 1:1', async () => {
    const group = district().local.createGroup('东柳街道工作群', [`u-${TOWN_OFFICER}`, 'u-T330212012D']);
    const officer = await district().person(TOWN_OFFICER, group.id);
    const before = district().local.state.wire.calls().length;
    const answer = await officer.says('查一下张建国的电话');
    expect(answer.text).toContain('私聊');
    const sent = JSON.stringify(district().local.state.wire.calls().slice(before));
    expect(sent).not.toMatch(/张建国|社区|154/);
    const number = await officer.says('33029919520307001X这个人办了没');
    expect(number.text).toContain('撤回');
  });

  it('tells an unknown sender how to be registered, and whoever left that they may not act', async () => {
    const { app } = district();
    await app.db.tx.staff.update({ where: { id: 'T330212012D' }, data: { is_active: false } });
    const left = await (await district().person('T330212012D')).says('我的待办');
    expect(left.text).toContain('离岗');
    await app.db.tx.staff.update({ where: { id: 'T330212012D' }, data: { is_active: true, dingtalk_user_id: 'u-elsewhere' } });
    const unknown = await (await district().person('T330212012D')).says('我的待办');
    expect(unknown.text).toContain('u-T330212012D');
    await app.db.tx.staff.update({ where: { id: 'T330212012D' }, data: { dingtalk_user_id: 'u-T330212012D' } });
  });

  it('answers empty and endless texts without losing anything', async () => {
    const officer = await district().person(TOWN_OFFICER);
    expect((await officer.says('长'.repeat(10_000))).text).toContain('太长');
    expect((await officer.says(' ')).text).toContain('没有收到文字');
    expect(district().log.errors).toEqual([]);
  });

  it('keeps the chain of looks whole', async () => {
    const { verifyAudit } = await import('../../src/audit/verify-audit.ts');
    const verdict = await verifyAudit(district().app.db.tx);
    expect(verdict.ok).toBe(true);
  });
});
