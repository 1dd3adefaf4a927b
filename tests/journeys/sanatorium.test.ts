import { expect, it } from 'vitest';
import { showCase } from '../../src/cases/show-case.ts';
import { type District, inBothDistricts } from '../setup/district.ts';

const OFFICER = 'T330212012C';
const SECOND_OFFICER = 'T330212012D';
const HEALTH = 'DHEALTH01';
const PENSION = 'DPENSION01';
const LEADER = 'DLEADER01';
const CARE_HOME = 'DCAREHOME01';

/** Priority recipients of the slice who have never been to a sanatorium and whose name nobody shares. */
async function candidates(district: District): Promise<{ archive_no: string; name: string }[]> {
  return district.rows(
    `SELECT archive_no, name FROM person p WHERE town = '东柳街道' AND key_category IN ('disabled', 'martyr', 'sacrifice', 'illness', 'old_demob')
       AND phone_sealed IS NOT NULL AND status = '在世' AND lifecycle = '在册' AND last_sanatorium_year IS NULL
       AND (SELECT count(*) FROM person q WHERE q.name = p.name AND q.town = p.town) = 1 ORDER BY archive_no`,
  );
}

const caseNoIn = (text: string) => /YZ\d{8}-\d{4}/.exec(text)?.[0] ?? '';

/** From one sentence to the number of the case; whatever is still asked is answered. */
async function book(district: District, name: string, batch = '明年5月那批'): Promise<string> {
  const officer = await district.person(OFFICER);
  let heard = await officer.says(`给${name}报个疗养，${batch}，5天，费用2000，不要陪同，紧急联系人陈国强，电话15400001234`);
  const talk = [heard.text];
  for (let count = 0; count < 6 && !heard.text.includes('已提交'); count += 1) {
    heard = await officer.says('是的');
    talk.push(heard.text);
  }
  if (!heard.text.includes('已提交')) throw new Error(`no case for ${name}: ${talk.join(' | ')}`);
  await district.settle();
  return caseNoIn(heard.text);
}

inBothDistricts('booking a sanatorium stay', (district) => {
  it('is collected over several turns, prefilled, corrected, and confirmed', async () => {
    const [first] = await candidates(district());
    const officer = await district().person(OFFICER);
    const asked = await officer.says(`给${first?.name}报个疗养，明年4月那批，4天`);
    expect(asked.text).toContain('档案里已有的');
    expect(asked.text).toContain('费用');
    await officer.says('费用两千');
    const corrected = await officer.says('不是4天，是5天');
    expect(corrected.text).toContain('5');
    let summary = await officer.says('是的');
    if (!summary.text.includes('请核对')) summary = await officer.says('是的');
    expect(summary.text).toContain('疗养天数：5');
    expect(summary.text).toMatch(/身份证号：3302\\?\*/);
    expect(summary.text).not.toMatch(/330299\d{12}/);
    const submitted = await officer.presses('确认提交');
    expect(submitted.text).toContain('已提交');
    expect(caseNoIn(submitted.text)).toMatch(/^YZ20261125-/);
  });

  it('goes through every step by the people whose role and area it is, by words and by buttons, to the archive', async () => {
    const [, second] = await candidates(district());
    const accepting = await district().person(SECOND_OFFICER);
    const caseNo = await book(district(), second?.name ?? '');
    const notice = await accepting.hears((heard) => heard.text.includes(caseNo));
    expect(notice.text).toContain('受理');
    expect((await accepting.says(`同意 ${caseNo}`)).text).toContain('健康审核');
    await district().settle();
    expect((await (await district().person(HEALTH)).says('我的待办')).text).toContain(caseNo);
    expect((await (await district().person(HEALTH)).says(`同意${caseNo}，适宜疗养`)).text).toContain('排序排床');
    expect((await (await district().person(PENSION)).says(`${second?.name}疗养那件我同意`)).text).toContain('分管局领导审批');
    await district().settle();
    expect((await (await district().person(LEADER)).presses('同意')).text).toContain('疗养机构接收');
    const progress = await (await district().person(OFFICER)).says(`${second?.name}的疗养到哪一步了`);
    expect(progress.text).toContain('疗养机构接收');
    expect(progress.text).toContain('适宜疗养');
    expect((await (await district().person(CARE_HOME)).says(`同意 ${caseNo}`)).text).toContain('已办结');
    await district().settle();
    const shown = await showCase(district().app.cases, caseNo, { now: district().clock.now() });
    expect(shown).toMatchObject({ state: 'completed', light: 'green' });
    expect(shown?.outcome.map((one) => one.key)).toEqual(['sanatorium_bed', 'sanatorium']);
    const [archive] = await district().rows<{ last_sanatorium_year: number; count: number }>(
      `SELECT last_sanatorium_year, (SELECT count(*)::int FROM benefit WHERE case_no = $2) AS count FROM person WHERE archive_no = $1`,
      second?.archive_no,
      caseNo,
    );
    expect(archive).toEqual({ last_sanatorium_year: 2027, count: 1 });
    const told = (await district().person(OFFICER)).heard().map((heard) => heard.text);
    expect(told.some((text) => text.includes('已办结') && text.includes(caseNo))).toBe(true);
  });

  it('comes back for correction with what is missing, is mended and handed in again, and can be refused with a reason', async () => {
    const [, , third] = await candidates(district());
    const caseNo = await book(district(), third?.name ?? '');
    const accepting = await district().person(SECOND_OFFICER);
    expect((await accepting.says(`退回 ${caseNo}`)).text).toMatch(/理由|原因|补正/);
    expect((await accepting.says('紧急联系电话打不通，请核对')).text).toContain('退回');
    await district().settle();
    const officer = await district().person(OFFICER);
    expect((await officer.hears((heard) => heard.text.includes('打不通'))).text).toContain(caseNo);
    await officer.presses('补正');
    const changed = await officer.says('紧急联系电话改成15400009999');
    expect(changed.text).toMatch(/154\\?\*/);
    const again = changed.text.includes('已重新提交') ? changed : await officer.says('确认');
    expect(again.text).toContain('已重新提交');
    expect((await accepting.says(`同意 ${caseNo}`)).text).toContain('健康审核');
    const refused = await (await district().person(HEALTH)).says(`不同意 ${caseNo}，近期住院，不宜外出`);
    expect(refused.text).toContain('不同意');
    const shown = await showCase(district().app.cases, caseNo, { now: district().clock.now() });
    expect(shown?.tasks.find((task) => task.decision === 'reject')?.opinion).toContain('不宜外出');
  });

  it('is left, something else is done, and it is resumed where it was', async () => {
    const [, , , fourth] = await candidates(district());
    const officer = await district().person(OFFICER);
    await officer.says(`给${fourth?.name}报个疗养，明年6月那批，3天`);
    const aside = await officer.says('等下，军人子女转学要什么材料');
    expect(aside.text).toContain('资格证明信');
    expect(aside.text).toContain('回到');
    expect((await officer.says('算了不办了')).text).toContain('继续刚才的');
    const resumed = await officer.says('继续刚才的');
    expect(resumed.text).toContain('费用');
    await officer.says('算了不办了');
  });

  it('tells at once that somebody is no priority recipient, and asks and keeps nothing', async () => {
    const [nobody] = await district().rows<{ name: string }>(
      `SELECT name FROM person p WHERE town = '东柳街道' AND key_category IS NULL AND status = '在世' AND lifecycle = '在册'
         AND NOT EXISTS (SELECT 1 FROM person_category c WHERE c.archive_no = p.archive_no AND c.category IN ('war', 'test'))
         AND (SELECT count(*) FROM person q WHERE q.name = p.name AND q.town = p.town) = 1 ORDER BY archive_no LIMIT 1`,
    );
    const officer = await district().person(OFFICER);
    const told = await officer.says(`给${nobody?.name}报个疗养，明年6月那批，3天`);
    expect(told.text).toMatch(/不能报名疗养，什么都没有保存.*浙退役军人厅发〔2022〕12号/);
    expect(told.text).not.toMatch(/优抚类别|费用/);
    expect((await officer.says('我的待办')).text).not.toContain(nobody?.name);
  });

  it('gives the last bed to whoever has the better claim, and puts the other on the waiting list', async () => {
    const rows = await candidates(district());
    await district().rows(`UPDATE resource SET capacity = 1 WHERE code = 'LY2027-09' RETURNING code`);
    const [one, two] = [
      await book(district(), rows[2]?.name ?? '', '明年9月那批'),
      await book(district(), rows[3]?.name ?? '', '明年9月那批'),
    ];
    for (const caseNo of [one, two]) {
      await (await district().person(SECOND_OFFICER)).says(`同意 ${caseNo}`);
      await (await district().person(HEALTH)).says(`同意 ${caseNo}`);
    }
    const words = [
      await (await district().person(PENSION)).says(`同意 ${one}`),
      await (await district().person(PENSION)).says(`同意 ${two}`),
    ];
    expect(words.filter((heard) => heard.text.includes('候补'))).toHaveLength(1);
    const holds = await district().rows<{ state: string; score: number }>(
      `SELECT state, score FROM resource_hold WHERE resource_code = 'LY2027-09' ORDER BY state`,
    );
    expect(holds.map((hold) => hold.state)).toEqual(['held', 'waiting']);
    expect(holds[0]?.score).toBeGreaterThanOrEqual(holds[1]?.score ?? 0);
    const [batch] = await district().rows<{ taken: number }>(`SELECT taken FROM resource WHERE code = 'LY2027-09'`);
    expect(batch?.taken).toBe(1);
  });
});
