import { expect, it } from 'vitest';
import { showCase } from '../../src/cases/show-case.ts';
import { isIdNumber } from '../../src/platform/id-number.ts';
import { type District, inBothDistricts } from '../setup/district.ts';
import type { Heard } from '../setup/personas.ts';

const OFFICER = 'T330212012C';
const SECOND_OFFICER = 'T330212012D';
const PENSION = 'DPENSION01';
const idOf = (body: string) => [...'0123456789X'].map((check) => body + check).find(isIdNumber) ?? '';
const children = [
  { name: '章小满', idcard: idOf('33029920180312001') },
  { name: '蒋立夏', idcard: idOf('33029920180312003') },
  { name: '童谷雨', idcard: idOf('33029920180312005') },
] as const;
type Child = (typeof children)[number];
const SCHOOL = '东柳中心小学';

/** Young parents of the slice whose name nobody shares. */
async function guardians(district: District): Promise<{ archive_no: string; name: string }[]> {
  return district.rows(
    `SELECT archive_no, name FROM person p WHERE town = '东柳街道' AND phone_sealed IS NOT NULL AND status = '在世' AND lifecycle = '在册'
       AND birth_on BETWEEN '1978-01-01' AND '1994-01-01' AND (SELECT count(*) FROM person q WHERE q.name = p.name) = 1 ORDER BY archive_no`,
  );
}

/** Sends a photo in the 1:1 chat, as one does with the paper clip. */
async function sendPhoto(district: District, staffId: string): Promise<Heard> {
  const { directory, media, chat, acts } = district.local.state;
  const user = await directory.get(`u-${staffId}`);
  if (!user) throw new Error(`nobody is called ${staffId}`);
  const person = await district.person(staffId);
  const before = person.heard().length;
  const file = media.keep({
    kind: 'picture',
    contentType: 'image/png',
    fileName: '证明信.png',
    content: Buffer.from('89504e470d0a1a0a', 'hex'),
  });
  acts.say(user, chat.direct(user.userId), { text: '', file, mentionsBot: true });
  await expect.poll(() => person.heard().length, { timeout: 10_000 }).toBeGreaterThan(before);
  return person.heard().at(-1) as Heard;
}

/** From a sentence to the summary that waits for a yes. */
async function fillIn(district: District, guardian: string, child: Child, basis: string, reason: string): Promise<Heard> {
  const officer = await district.person(OFFICER);
  await officer.says(`给${guardian}家小孩办转学，小学三年级，${reason}`);
  await officer.says(`孩子叫${child.name}，身份证${child.idcard}，2018年3月12日生，亲生的，现役军人`);
  await officer.says(`${basis}，地址东柳街道惠风东路100号`);
  await officer.says('第二类');
  // Not the name on the list, but nobody could mean another.
  await officer.says('东柳街道中心小学');
  const asked = await officer.says('杭州市学军小学');
  expect(asked.text).toContain('资格证明信');
  expect((await sendPhoto(district, OFFICER)).text).toContain('收到1个文件');
  const summary = await officer.says('同意');
  expect(summary.text).toContain(`第一志愿学校：${SCHOOL}`);
  expect(summary.text).not.toMatch(new RegExp(`${child.name}|${child.idcard}|2018`));
  return summary;
}

/** From a sentence to the number of the case. */
async function apply(district: District, guardian: string, child: Child, basis: string, reason = '部队调动'): Promise<string> {
  await fillIn(district, guardian, child, basis, reason);
  const submitted = await (await district.person(OFFICER)).presses('确认提交');
  expect(submitted.text).toContain('已提交');
  await district.settle();
  return /YZ\d{8}-\d{4}/.exec(submitted.text)?.[0] ?? '';
}

async function decide(district: District, staffId: string, words: string): Promise<string> {
  const { text } = await (await district.person(staffId)).says(words);
  await district.settle();
  return text;
}

const openParties = async (district: District, caseNo: string) => {
  const rows = await district.rows<{ party: string }>(
    `SELECT party FROM case_task WHERE case_no = $1 AND step = 'joint' AND state = 'open' ORDER BY party`,
    caseNo,
  );
  return rows.map((row) => row.party);
};

inBothDistricts('a school transfer', (district) => {
  it('goes through the departments side by side, is sent back by one of them, mended, and ends with a place at the school', async () => {
    const [guardian] = await guardians(district());
    const caseNo = await apply(district(), guardian?.name ?? '', children[0], '按房产');
    expect(await decide(district(), SECOND_OFFICER, `同意 ${caseNo}`)).toContain('资格与类别初审');
    expect(await decide(district(), PENSION, '同意')).toContain('部门联审');
    expect(await openParties(district(), caseNo)).toEqual(['edu', 'housing', 'paf', 'psb']);

    await decide(district(), 'DPAF01', '同意');
    await decide(district(), 'DPSB01', `同意 ${caseNo}，户籍属实`);
    expect(await openParties(district(), caseNo)).toEqual(['edu', 'housing']);
    expect(await decide(district(), 'DHOUSING01', '退回，房产证号没写')).toContain('退回');

    const officer = await district().person(OFFICER);
    const returned = await officer.hears((heard) => heard.text.includes('房产证号没写'));
    expect(returned.text).toContain(caseNo);
    await officer.presses('补正');
    const changed = await officer.says('地址改成东柳街道惠风东路100号2幢301室');
    const again = changed.text.includes('已重新提交') ? changed : await officer.says('确认');
    expect(again.text).toContain('已重新提交');
    await district().settle();

    // From the beginning: what they approved before was said of another home.
    expect(await decide(district(), SECOND_OFFICER, `同意 ${caseNo}`)).toContain('资格与类别初审');
    expect(await decide(district(), PENSION, `同意 ${caseNo}`)).toContain('部门联审');
    expect(await openParties(district(), caseNo)).toEqual(['edu', 'housing', 'paf', 'psb']);
    for (const staffId of ['DPAF01', 'DPSB01', 'DHOUSING01']) {
      expect(await decide(district(), staffId, `同意 ${caseNo}`), staffId).toContain('已同意');
      expect(await decide(district(), 'DEDU00', '我的待办'), staffId).not.toContain(caseNo);
    }
    expect(await decide(district(), 'DEDU01', `同意 ${caseNo}`)).toContain('会商统筹');
    expect(await decide(district(), 'DEDU00', `同意 ${caseNo}`)).toContain('分管局领导审批');
    expect(await decide(district(), 'DLEADER01', `同意 ${caseNo}`)).toContain('反馈与报到通知');
    expect(await decide(district(), PENSION, `同意 ${caseNo}`)).toContain('已办结');

    const shown = await showCase(district().app.cases, caseNo, { now: district().clock.now() });
    expect(shown).toMatchObject({ state: 'completed' });
    expect(shown?.tasks.some((task) => task.party === 'housing' && task.decision === 'return')).toBe(true);
    expect(shown?.outcome.map((one) => one.key).sort()).toEqual(['child', 'school_place']);
    const [archive] = await district().rows<{ places: number; children: number; taken: number }>(
      `SELECT (SELECT count(*)::int FROM benefit WHERE case_no = $1) AS places,
              (SELECT count(*)::int FROM person_relation WHERE archive_no = $2 AND case_no = $1) AS children,
              (SELECT taken FROM resource WHERE name = $3) AS taken`,
      caseNo,
      guardian?.archive_no,
      SCHOOL,
    );
    expect(archive).toEqual({ places: 1, children: 1, taken: 1 });
    const [benefit] = await district().rows<{ title: string }>(`SELECT title FROM benefit WHERE case_no = $1`, caseNo);
    expect(benefit?.title).toContain(SCHOOL);
    const told = officer.heard().map((heard) => heard.text);
    expect(told.some((text) => text.includes('已办结') && text.includes(caseNo))).toBe(true);
  });

  it('asks the housing department only where the home is the reason', async () => {
    const [, guardian] = await guardians(district());
    const caseNo = await apply(district(), guardian?.name ?? '', children[1], '按户籍', '随军随迁');
    await decide(district(), SECOND_OFFICER, `同意 ${caseNo}`);
    await decide(district(), PENSION, `同意 ${caseNo}`);
    expect(await openParties(district(), caseNo)).toEqual(['edu', 'paf', 'psb']);
    expect(await decide(district(), 'DHOUSING01', '我的待办')).not.toContain(caseNo);
    await decide(district(), 'DPAF01', `同意 ${caseNo}`);
    await decide(district(), 'DPSB01', `同意 ${caseNo}`);
    expect(await decide(district(), 'DEDU01', `同意 ${caseNo}`)).toContain('会商统筹');
  });

  it('is not for those who only move house, outside the weeks in which anybody may ask', async () => {
    const [, , guardian] = await guardians(district());
    await fillIn(district(), guardian?.name ?? '', children[2], '按户籍', '搬家');
    const officer = await district().person(OFFICER);
    expect((await officer.presses('确认提交')).text).toMatch(/不在申报时间内.*1月5日/);
    const kept = await district().rows(`SELECT no FROM service_case WHERE subject_archive_no = $1`, guardian?.archive_no);
    expect(kept).toEqual([]);
    await officer.says('算了不办了');
  });

  it('keeps what is known of a child sealed wherever it is stored', async () => {
    const tables = await district().rows<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema IN ('public', 'jobs')`,
    );
    expect(tables.map((table) => table.name)).toEqual(expect.arrayContaining(['public.service_case', 'public.conversation', 'jobs.job']));
    const secrets = [...children.flatMap(({ name, idcard }) => [name, idcard]), '2018-03-12', '20180312', '2018年3月12日'];
    for (const { name } of tables) {
      const [row] = await district().rows<{ found: number }>(
        `SELECT count(*)::int AS found FROM ${name} t WHERE row_to_json(t)::text ~ '${secrets.join('|')}'`,
      );
      expect(row?.found, name).toBe(0);
    }
    const [relation] = await district().rows<{ id: string; name_sealed: string; is_minor: boolean }>(
      `SELECT id, name_sealed, is_minor FROM person_relation WHERE case_no IS NOT NULL`,
    );
    const { id = '', name_sealed = '' } = relation ?? {};
    expect(relation?.is_minor).toBe(true);
    expect(district().app.sealer.open(name_sealed, { table: 'person_relation', column: 'name_sealed', row: id })).toBe(children[0].name);
    expect(JSON.stringify(district().log)).not.toMatch(new RegExp(secrets.join('|')));
    expect(district().log.errors).toEqual([]);
  });
});
