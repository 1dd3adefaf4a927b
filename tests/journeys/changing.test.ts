import { expect, it } from 'vitest';
import { sealedColumns } from '../../src/people/person-seal.ts';
import { inBothDistricts } from '../setup/district.ts';

const TOWN_OFFICER = 'T330212012C';

inBothDistricts('changing a file by a sentence', (district) => {
  const someone = async () => {
    const [row] = await district().rows<{ no: string; phone: string }>(
      `SELECT archive_no AS no, phone_sealed AS phone FROM person WHERE town = '东柳街道' AND village = '安居社区' AND phone_sealed IS NOT NULL
       AND status = '在世' ORDER BY archive_no LIMIT 1`,
    );
    const phone = district().app.sealer.open(row?.phone ?? '', { table: 'person', column: sealedColumns.phone, row: row?.no ?? '' });
    return { no: row?.no ?? '', phone };
  };
  const phoneOf = async (no: string) => {
    const [row] = await district().rows<{ phone: string }>('SELECT phone_sealed AS phone FROM person WHERE archive_no = $1', no);
    return district().app.sealer.open(row?.phone ?? '', { table: 'person', column: sealedColumns.phone, row: no });
  };

  it('asks for the reason, changes, and takes back within ten minutes', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const { no, phone } = await someone();
    expect((await officer.says(`把${no}档案里的手机号改成13900001234`)).text).toContain('要写明原因');
    const changed = await officer.says(`把${no}档案里的手机号改成13900001234，因为本人来电更正`);
    expect(changed.text).toContain('已改');
    expect(await phoneOf(no)).toBe('13900001234');
    expect((await officer.presses('撤销')).text).toContain('已撤销');
    expect(await phoneOf(no)).toBe(phone);
    expect((await officer.says(`把${no}档案里的手机号改成12345，因为本人来电更正`)).text).toContain('内容不对');
    expect((await officer.says(`给${no}的档案加一条备注：听力不好`)).text).toContain('加上备注');
  });

  it('moves a person to another village and tells its people', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const { no } = await someone();
    expect((await officer.says(`把${no}的档案迁到没有这个镇，因为随子女居住`)).text).toContain('没有这个镇街或村社');
    const moved = await officer.says(`把${no}的档案迁到东柳街道园丁社区，因为随子女居住`);
    expect(moved.text).toContain('迁到东柳街道园丁社区');
    const [row] = await district().rows<{ village: string }>('SELECT village FROM person WHERE archive_no = $1', no);
    expect(row?.village).toBe('园丁社区');
    const told = await district().rows(`SELECT 1 FROM outgoing_message WHERE dedupe_key LIKE 'move:%'`);
    expect(told.length).toBeGreaterThan(0);
  });

  it('of another town is refused like one that is not there', async () => {
    const officer = await district().person(TOWN_OFFICER);
    const [away] = await district().rows<{ no: string }>(
      `SELECT archive_no AS no FROM person WHERE town <> '东柳街道' ORDER BY archive_no LIMIT 1`,
    );
    const elsewhere = await officer.says(`把${away?.no}档案里的手机号改成13900001234，因为本人来电更正`);
    const nowhere = await officer.says('把YZ-9999999档案里的手机号改成13900001234，因为本人来电更正');
    expect(elsewhere.text).toBe(nowhere.text);
  });
});
