import { expect, it } from 'vitest';
import { type District, inBothDistricts } from '../setup/district.ts';

const OFFICER = 'T330212012C';

interface Known {
  name: string;
  pinyin: string;
  initials: string;
  village: string;
  year: number;
}

/** Somebody of the town whose name, sound and initials nobody shares there. */
async function someone(district: District, surnames: readonly string[] | null = null): Promise<Known> {
  const [known] = await district.rows<Known>(
    `SELECT name, name_pinyin AS pinyin, name_initials AS initials, village, date_part('year', birth_on)::int AS year FROM person p
     WHERE town = '东柳街道' AND status = '在世' AND length(name) = 3 AND ($1::text[] IS NULL OR left(name, 1) = ANY($1))
       AND NOT EXISTS (SELECT 1 FROM person q WHERE q.archive_no <> p.archive_no AND q.town = p.town
         AND (q.name_pinyin = p.name_pinyin OR q.name_initials = p.name_initials)) ORDER BY archive_no LIMIT 1`,
    surnames,
  );
  if (!known) throw new Error('nobody in the slice');
  return known;
}

inBothDistricts('looking somebody up in chat', (district) => {
  it('takes the name as it is typed: characters, sound, initials, half of each', async () => {
    const { name, pinyin, initials, year } = await someone(district());
    const officer = await district().person(OFFICER);
    const surname = name.slice(0, 1);
    const said = [`查一下${name}`, `查一下${pinyin}`, `找${initials}`, `查${surname}${initials.slice(1)}的档案`, `${year}年的${name}档案`];
    for (const text of said) expect((await officer.says(text)).text, text).toContain(`${name}的档案`);
  });

  it('takes a surname by its everyday reading', async () => {
    const everyday: Record<string, [right: string, other: string]> = { 单: ['shan', 'dan'], 曾: ['zeng', 'ceng'], 仇: ['qiu', 'chou'] };
    const { name, pinyin } = await someone(district(), Object.keys(everyday));
    const [right, other] = everyday[name.slice(0, 1)] ?? ['', ''];
    const officer = await district().person(OFFICER);
    expect((await officer.says(`查一下${other}${pinyin.slice(right.length)}`)).text).toContain(`${name}的档案`);
  });

  it('offers the name that was meant where a character is wrong', async () => {
    const { name } = await someone(district());
    const officer = await district().person(OFFICER);
    expect((await officer.says(`查一下${name.slice(0, 2)}錡`)).text).toContain(name);
  });

  it('is not taken for the service that hands personnel files over, nor that for it', async () => {
    const { name, village } = await someone(district());
    const officer = await district().person(OFFICER);
    expect((await officer.says(`查一下${village}${name}的档案`)).text).toContain(`${name}的档案`);
    expect((await officer.says(`给${name}查阅人事档案`)).text).toMatch(/接收|查阅复制|转递|用途/);
  });
});
