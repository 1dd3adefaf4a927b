import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advanceTo, holders, show, start } from '../journeys/hardship-cases.ts';
import { type OpenConsole, openConsole, type Seen, textOf, type Visitor } from './open-console.ts';

const answers: Record<string, string> = {
  applicant_idcard: '330299195003020018',
  applicant_phone: '13567890123',
  identity: 'veteran',
  cause: 'other',
  event_date: '2026-11-01',
  urgent: 'false',
  family_size: '3',
  income_month: '3,000',
  self_paid: '8000',
  other_aid: '0',
  tier: 't2',
  amount: '4000',
  situation: '家里突然困难，一时周转不开',
  bank_account: '6222 0212 3456 7890 128',
  by_proxy: 'false',
  notice_ack: 'true',
};
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

describe('a case begun as a form', () => {
  let open: OpenConsole;
  let liaison: string;
  let desk: Visitor;
  let person: { no: string; name: string };
  let people: { no: string; name: string }[];
  beforeAll(async () => {
    open = await openConsole('pglite');
    [{ id: liaison }] = (await open.district.rows<{ id: string }>(
      `SELECT id FROM staff JOIN staff_role r ON r.staff_id = id WHERE r.role = 'village-liaison' AND village = '走马塘村' AND is_active LIMIT 1`,
    )) as [{ id: string }];
    people = await open.district.rows(
      `SELECT archive_no AS no, name FROM person p WHERE village = '走马塘村' AND status = '在世' AND lifecycle = '在册'
         AND EXISTS (SELECT FROM person_category c WHERE c.archive_no = p.archive_no AND c.category = 'ordinary_veteran') ORDER BY archive_no DESC LIMIT 4`,
    );
    [person = { no: '', name: '' }] = people;
    desk = await open.as(liaison);
  });
  afterAll(() => open.close());

  const asked = (page: Seen) => [...new Set([...page.html.matchAll(/name="f\.([a-z_]+)"/g)].map((match) => match[1] ?? ''))];
  const answer = async (page: Seen, given: Record<string, string> = answers): Promise<Seen> => {
    const fields = Object.fromEntries(asked(page).map((key) => [`f.${key}`, given[key] ?? '']));
    return desk.submit(page.at, fields);
  };
  const answerUntilReady = async (page: Seen): Promise<Seen> => {
    let current = page;
    for (let pages = 0; pages < 25 && !textOf(current.html).includes('请核对后提交'); pages += 1) current = await answer(current);
    return current;
  };
  const begin = async (who: { no: string; name: string }): Promise<Seen> => {
    const found = await desk.get(`/new/hardship-aid?q=${encodeURIComponent(who.no)}`);
    expect(textOf(found.html)).toContain(who.name);
    return desk.submit('/new/hardship-aid', { person: who.no });
  };

  it('asks one thing a page, judges it beside the field, and keeps what was typed', async () => {
    const first = await begin(person);
    expect(first.at).toMatch(/^\/drafts\//);
    expect(asked(first).length).toBeLessThanOrEqual(4);
    const wrong = await answer(first, { ...answers, cause: 'nothing', event_date: '2999-01-01', identity: 'x' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('class="fault"');
  });

  it('goes on in the chat where it stands, and comes back', async () => {
    const [draft = ''] = [...(await desk.get('/drafts')).html.matchAll(/href="(\/drafts\/[^"]+)"/g)].map((match) => match[1] ?? '');
    const page = await answer(await desk.get(draft));
    const next = asked(page);
    const chat = await open.district.person(liaison);
    const heard = await chat.says('要带什么材料');
    expect(heard.text).toContain('临时困难补助');
    await chat.says('家庭人口改成4人');
    const back = await desk.get(draft);
    expect(asked(back).filter((key) => key !== 'family_size')).toEqual(next.filter((key) => key !== 'family_size'));
    const ready = await answerUntilReady(back);
    expect(textOf(ready.html)).toMatch(/家庭人口\D*4/);
    expect(textOf(ready.html)).toMatch(/身份证号 \d{4}\*+[\dX]{4}/);
    const changed = await desk.get(`${draft}?ask=family_size`);
    expect(textOf((await answer(changed, { family_size: '5' })).html)).toMatch(/家庭人口\D*5/);
  });

  it('takes pictures and PDF, refuses what is neither, and shows them only to whoever attached them', async () => {
    const [draft = ''] = [...(await desk.get('/drafts')).html.matchAll(/href="(\/drafts\/[^"]+)"/g)].map((match) => match[1] ?? '');
    const send = async (content: Buffer, name: string) => {
      await desk.get(`${draft}?ask=proof`);
      const body = new FormData();
      for (const [key, value] of Object.entries(desk.marks(`${draft}?ask=proof`))) body.set(key, value);
      body.append('files', new Blob([new Uint8Array(content)]), name);
      return desk.raw(`${draft}?ask=proof`, { method: 'POST', body, headers: { origin: open.base } });
    };
    const bad = await send(Buffer.from('<script>alert(1)</script>'), '照片.jpg');
    expect([bad.status, textOf(await bad.text())]).toEqual([422, expect.stringContaining('没有保存')]);
    expect((await send(PICTURE, '证明.png')).status).toBe(303);
    const page = await desk.get(`${draft}?ask=proof`);
    const file = /src="(\/drafts\/[^"]+\.png)"/.exec(page.html)?.[1] ?? '';
    expect((await desk.raw(file)).headers.get('content-type')).toBe('image/png');
    const other = await open.as(
      (await open.district.rows<{ id: string }>(`SELECT id FROM staff WHERE id <> $1 AND is_active LIMIT 1`, liaison))[0]?.id ?? '',
    );
    expect((await other.raw(file)).status).toBe(303);
    expect((await other.get(draft)).status).toBe(410);
  });

  it('is handed in once, with what the chat would have handed in', async () => {
    const [draft = ''] = [...(await desk.get('/drafts')).html.matchAll(/href="(\/drafts\/[^"]+)"/g)].map((match) => match[1] ?? '');
    const page = await answerUntilReady(await desk.get(draft));
    expect(textOf(page.html)).toContain('请核对后提交');
    const marks = { ...desk.marks(draft), act: 'submit' };
    const done = await desk.post(draft, marks);
    expect(done.at).toMatch(/^\/cases\/YZ/);
    expect(textOf((await desk.post(draft, marks)).html)).toContain('没有重复提交');
    const no = done.at.split('/').at(-1) ?? '';
    const shown = await show(open.district, no);
    expect(shown.slots).toMatchObject({ amount: 4000, family_size: 5, proof: [expect.stringMatching(/\.png$/)] });
    expect(shown.subject.archiveNo).toBe(person.no);
    expect((await desk.get('/drafts')).html).not.toContain(draft);
  });

  it('says at once, before anything is asked, that a service is not for somebody', async () => {
    await desk.get(`/new/short-sanatorium?q=${person.no}`);
    const page = await desk.submit('/new/short-sanatorium', { person: person.no });
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toMatch(/不在|不符合|只面向|不能/);
  });

  it('takes a returned case up again, and back to whoever returned it', async () => {
    const { no } = await start(open.district);
    await advanceTo(open.district, no, 'village_head');
    const [head = ''] = await holders(open.district, no);
    await (await open.district.person(head)).says(`退回补正 ${no}，请补收入证明`);
    await open.district.settle();
    await desk.get(`/cases/${no}`);
    const draft = await desk.submit(`/cases/${no}/correct`);
    expect(textOf(draft.html)).toContain('请补收入证明');
    const done = await desk.submit(draft.at, { act: 'submit' });
    expect(done.at).toBe(`/cases/${no}`);
    expect((await show(open.district, no)).events.some((event) => event.type === 'case-resubmitted')).toBe(true);
  });

  it('keeps several, and drops one when told to', async () => {
    for (const who of people.slice(1, 3)) await begin(who);
    const list = await desk.get('/drafts');
    const ids = [...list.html.matchAll(/name="draft" value="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(ids.length).toBeGreaterThanOrEqual(2);
    const left = await desk.submit('/drafts', { draft: ids[0] ?? '' });
    expect(left.html.match(/name="draft" value=/g)).toHaveLength(ids.length - 1);
  });

  it('begins nothing for somebody out of reach, or of whom nothing is known', async () => {
    const [far] = await open.district.rows<{ no: string }>(
      `SELECT archive_no AS no FROM person WHERE village <> '走马塘村' AND status = '在世' LIMIT 1`,
    );
    const page = await desk.get(`/new/hardship-aid?q=${far?.no}`);
    expect(page.html).not.toContain('card-button');
    await desk.get('/drafts');
    const marks = desk.marks('/sign-out');
    const tried = await desk.post('/new/hardship-aid', { ...marks, person: far?.no ?? '' });
    expect(tried.at).toMatch(/^\/drafts\//);
    expect(tried.html).not.toContain('330');
  });
});
