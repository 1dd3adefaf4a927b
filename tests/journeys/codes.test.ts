import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type District, openDistrict } from '../setup/district.ts';

const TOWN_OFFICER = 'T330212012C';
const OTHER_OFFICER = 'T330212110C';

describe('a 老兵码 by chat', () => {
  let district: District;
  let who = { archive_no: '', name: '' };
  beforeAll(async () => {
    district = await openDistrict('postgres');
    const [row] = await district.rows<typeof who>(
      `SELECT archive_no, name FROM person p WHERE town = '东柳街道' AND status = '在世' AND lifecycle = '在册' AND discharged_on IS NOT NULL
         AND phone_sealed IS NOT NULL ORDER BY archive_no LIMIT 1`,
    );
    who = row ?? who;
  });
  afterAll(() => district.close());

  it('is applied for, where there is none, and issued when the case is done', async () => {
    const officer = await district.person(TOWN_OFFICER);
    const none = await officer.says(`出示${who.archive_no}的老兵码`);
    expect(none.text).toContain('还没有老兵码');
    await officer.presses('申领老兵码');
    await officer.says('是的');
    const [no = ''] = /YZ\d{8}-\d{4}/.exec((await officer.says('确认')).text) ?? [];
    const [second] = await district.rows<{ staff_id: string }>(
      'SELECT staff_id FROM case_task_assignee a JOIN case_task t ON t.id = a.task_id WHERE t.case_no = $1 AND staff_id <> $2 ORDER BY 1 LIMIT 1',
      no,
      TOWN_OFFICER,
    );
    const colleague = await district.person(second?.staff_id ?? '');
    const decided = await colleague.says(`同意 ${no}`);
    if (decided.buttons.some((button) => button.label === '确认')) await colleague.presses('确认');
    await district.settle();
    const [code] = await district.rows<{ state: string; case_no: string; archive_no: string }>('SELECT * FROM veteran_code');
    expect(code).toMatchObject({ state: 'active', archive_no: who.archive_no, case_no: expect.stringMatching(/^YZ/) });
    const [outcome] = await district.rows<{ data: object }>(`SELECT data FROM case_outcome WHERE key = 'laobing_code'`);
    expect(outcome?.data).toMatchObject({ no: expect.stringMatching(/^LB-/), validUntil: '2029-11-25' });
  });

  it('is held out by who may see the file, by a link of their own', async () => {
    const officer = await district.person(TOWN_OFFICER);
    const shown = await officer.says(`出示${who.archive_no}的老兵码`);
    expect(shown.text).toContain(`**${who.name}** 的老兵码`);
    expect(shown.text).toMatch(/\/code\/show\/[\w-]+\.[\w-]+/);
    const stranger = await district.person(OTHER_OFFICER);
    expect((await stranger.says(`出示${who.archive_no}的老兵码`)).text).toContain('您的岗位不能出示');
  });

  it('goes to the person’s own telephone by a link', async () => {
    const officer = await district.person(TOWN_OFFICER);
    const sent = await officer.says(`发${who.archive_no}的老兵码链接`);
    expect(sent.text).toMatch(/\/code\/bind\/[\w-]{32}/);
    const [record] = await district.rows<{ outcome: string }>(
      `SELECT outcome FROM audit_record WHERE subject = $1 AND detail LIKE '%phone-link%'`,
      who.archive_no,
    );
    expect(record).toEqual({ outcome: 'done' });
  });
});
