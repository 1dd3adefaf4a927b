import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepQuality } from '../../src/people/quality/quality.ts';
import { type OpenConsole, openConsole, textOf, type Visitor } from './open-console.ts';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const COLUMNS = '姓名,身份证号,手机号,所属镇街,所属村社,户籍地址';

describe('the archive and its lists on pages', () => {
  let open: OpenConsole;
  let officer: Visitor;
  let section: Visitor;
  let stranger: Visitor;
  const ids = { officer: '', section: 'DPENSION01', stranger: '', head: '' };
  // The clock of the tests goes on by more than a session lasts.
  const signIn = async () => {
    officer = await open.as(ids.officer);
    stranger = await open.as(ids.stranger);
    section = await open.as(ids.section);
  };
  let no: string;
  let name: string;
  let other: string;
  beforeAll(async () => {
    open = await openConsole('pglite');
    await open.district.rows(`UPDATE person SET discharged_on = enlisted_on - 1 WHERE archive_no = (
      SELECT archive_no FROM person WHERE enlisted_on IS NOT NULL AND lifecycle = '在册' ORDER BY archive_no DESC LIMIT 1)`);
    await sweepQuality(open.district.app.db, open.district.clock.now());
    const one = async (sql: string, ...values: unknown[]) => (await open.district.rows<{ id: string }>(sql, ...values))[0]?.id ?? '';
    const [person] = await open.district.rows<{ archive_no: string; name: string; town: string }>(
      `SELECT archive_no, name, town FROM person WHERE lifecycle = '在册' AND status = '在世' AND phone_sealed IS NOT NULL AND address_sealed IS NOT NULL ORDER BY archive_no LIMIT 1`,
    );
    no = person?.archive_no ?? '';
    name = person?.name ?? '';
    const inRole = `SELECT id FROM staff JOIN staff_role r ON r.staff_id = id WHERE role = $1 AND is_active AND town`;
    ids.officer = await one(`${inRole} = $2 ORDER BY id LIMIT 1`, 'town-officer', person?.town);
    ids.stranger = await one(`${inRole} <> $2 ORDER BY id LIMIT 1`, 'town-officer', person?.town);
    ids.head = await one(`${inRole} = $2 ORDER BY id LIMIT 1`, 'town-head', person?.town);
    await signIn();
    other = await one(
      `SELECT archive_no AS id FROM person WHERE town = $1 AND archive_no <> $2 ORDER BY archive_no LIMIT 1`,
      person?.town,
      no,
    );
  });
  afterAll(() => open.close());

  const audits = (subject: string) =>
    open.district.rows<{ action: string; outcome: string; actor: string; purpose: string }>(
      `SELECT action, outcome, actor, purpose FROM audit_record WHERE subject = $1 AND channel = 'console' ORDER BY seq`,
      subject,
    );
  const whole = async (archiveNo: string) => {
    const [row] = await open.district.rows<{ phone_sealed: string }>(`SELECT phone_sealed FROM person WHERE archive_no = $1`, archiveNo);
    return open.district.app.sealer.open(row?.phone_sealed ?? '', { table: 'person', column: 'phone_sealed', row: archiveNo });
  };

  it('finds people within one’s reach and leads from a number to its page', async () => {
    const found = await officer.get(`/people?q=${encodeURIComponent(name)}`);
    expect(found.html).toContain(`/people/${no}`);
    expect((await stranger.get(`/people?q=${encodeURIComponent(name)}`)).html).not.toContain(`/people/${no}"`);
    expect((await officer.get(`/find?q=${no.toLowerCase()}`)).at).toBe(`/people/${no}`);
    expect((await officer.get('/find?q=YZ20261102-0001')).at).toBe('/cases/YZ20261102-0001');
    expect((await officer.get('/find?q=')).at).toBe('/people');
    expect(textOf((await officer.get('/people?q=%E9%BE%98%E9%9D%90')).html)).toContain('没有找到');
    const searches = await open.district.rows<{ purpose: string }>(
      `SELECT purpose FROM audit_record WHERE action = 'search' AND channel = 'console'`,
    );
    expect(searches.length).toBeGreaterThanOrEqual(3);
  });

  it('shows a file masked, and whole only one field at a time, for a reason, for ten minutes', async () => {
    const phone = await whole(no);
    const page = await officer.get(`/people/${no}`);
    expect(page.html).not.toContain(phone);
    expect(textOf(page.html)).toContain(name);
    const refused = await officer.submit(`/people/${no}/reveal`, { field: 'phone', reason: '。。' });
    expect([refused.status, textOf(refused.html)]).toEqual([422, expect.stringContaining('理由要写清楚')]);
    expect(refused.html).not.toContain(phone);
    const shown = await officer.submit(`/people/${no}/reveal`, { field: 'phone', reason: '联系本人核对困难补助材料' });
    expect(shown.html).toContain(phone);
    open.district.clock.advance(11 * 60_000);
    expect((await officer.get(`/people/${no}`)).html).not.toContain(phone);
    const looks = await audits(no);
    expect(looks.map(({ action }) => action)).toEqual(expect.arrayContaining(['read', 'unmask', 'unmask-refused']));
  });

  it('is not there for who may not see it; in an emergency it opens for half an hour and others are told', async () => {
    const gone = await stranger.get(`/people/${no}`);
    expect([gone.status, gone.html.includes(name)]).toEqual([404, false]);
    for (const path of ['edit', 'history', 'documents']) expect((await stranger.get(`/people/${no}/${path}`)).status).toBe(404);
    await stranger.get(`/people/${no}`);
    const opened = await stranger.submit(`/people/${no}/emergency`, { reason: '老人走失，要马上联系家属' });
    expect([opened.status, opened.html.includes(name)]).toEqual([200, true]);
    const told = await open.district.rows(
      `SELECT 1 FROM outgoing_message WHERE kind = 'emergency' OR dedupe_key LIKE '%glass%' OR dedupe_key LIKE '%emerg%'`,
    );
    expect(told.length).toBeGreaterThan(0);
    open.district.clock.advance(31 * 60_000);
    await signIn();
    expect((await stranger.get(`/people/${no}`)).status).toBe(404);
  });

  it('changes what one may change, with the reason; a stale page changes nothing; the last change can be undone', async () => {
    const path = `/people/${no}/edit`;
    await officer.get(path);
    const second = await open.as(ids.officer);
    await second.get(path);
    const unexplained = await officer.submit(path, { act: 'facts', emergencyName: '王小花', reason: '。' });
    expect([unexplained.status, unexplained.html]).toEqual([422, expect.stringContaining('王小花')]);
    const saved = await officer.submit(path, { act: 'facts', emergencyName: '王小花', reason: '本人来站更正' });
    expect([saved.at, textOf(saved.html)]).toEqual([`/people/${no}`, expect.stringContaining('已修改')]);
    const stale = await second.submit(path, { act: 'facts', emergencyName: '李大树', reason: '本人来站更正' });
    expect(stale.status).toBe(422);
    const history = await officer.get(`/people/${no}/history`);
    expect(textOf(history.html)).toContain('本人来站更正');
    expect(textOf((await officer.submit(`/people/${no}/history`)).html)).toContain('已撤销');
    await officer.get(path);
    expect(textOf((await officer.submit(path, { act: 'note', note: '耳背，打电话要大声' })).html)).toContain('备注已添加');
  });

  it('tells those who may ask who looked', async () => {
    const privacy = await open.as('DPRIVACY01');
    const looks = await privacy.get(`/people/${no}/looks`);
    expect(textOf(looks.html)).toContain('联系本人核对困难补助材料');
    expect((await stranger.get(`/people/${no}/looks`)).status).toBe(403);
  });

  it('keeps documents, cleaned, for those who may open them', async () => {
    const path = `/people/${no}/documents`;
    await officer.get(path);
    const bad = await officer.upload(path, { kind: '退役证', title: '证' }, { file: { name: 'x.pdf', content: Buffer.from('MZ') } });
    expect(bad.status).toBe(422);
    const added = await officer.upload(path, { kind: '退役证', title: '退伍证' }, { file: { name: 'x.pdf', content: PDF } });
    expect(textOf(added.html)).toContain('退伍证');
    const document = /href="(\/documents\/[^"]+)"/.exec(added.html)?.[1] ?? '';
    const opened = await officer.raw(document);
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await stranger.raw(document)).status).toBe(404);
  });

  it('puts two files side by side and makes them one', async () => {
    expect((await stranger.get(`/people/${no}/merge?with=${other}`)).html).not.toContain(name);
    const head = await open.as(ids.head);
    const compared = await head.get(`/people/${no}/merge?with=${other}`);
    expect(compared.html).not.toContain(await whole(other));
    const refused = await head.submit(`/people/${no}/merge`, { reason: '同一人重复建档' });
    expect([refused.status, textOf(refused.html)]).toEqual([422, expect.stringContaining('身份证号不同')]);
    const section = await open.as('DPENSION00');
    await section.get(`/people/${no}/merge?with=${other}`);
    expect(textOf((await section.submit(`/people/${no}/merge`, { reason: '同一人重复建档' })).html)).toContain('已合并');
    expect((await section.get(`/people/${other}`)).html).toContain(no);
  });

  it('looks a list through before anything is written, and writes it once', async () => {
    const rows = ['章试导,330299196001010013,13900002222,姜山镇,走马塘村,走马塘村1号', ',330299196001010013,,,,'];
    const list = Buffer.from(`\uFEFF${COLUMNS}\n${rows.join('\n')}\n`);
    expect((await officer.get('/import')).status).toBe(403);
    await section.get('/import');
    const preview = await section.upload('/import', {}, { file: { name: '名单.csv', content: list } });
    expect(textOf(preview.html)).toMatch(/看过|预览|检查/);
    const count = async () => (await open.district.rows(`SELECT 1 FROM person WHERE name = '章试导'`)).length;
    expect(await count()).toBe(0);
    const [, id = ''] = /name="list" value="([^"]+)"/.exec(preview.html) ?? [];
    const written = await section.submit('/import', { list: id });
    expect(written.status).toBe(200);
    expect(await count()).toBe(1);
    expect((await section.get('/import')).status).toBe(200);
    await section.post('/import', { ...section.marks('/import'), list: id });
    expect(await count()).toBe(1);
  });

  it('lists what is doubtful in one’s area, and takes that something is right all the same', async () => {
    const page = await section.get('/quality');
    const [, first = ''] = /href="(\/quality\/findings\?rule=[^"]+)"/.exec(page.html) ?? [];
    expect(first).not.toBe('');
    const found = await section.get(first.replaceAll('&amp;', '&'));
    expect(textOf(found.html)).toContain('退役日期早于入伍日期');
    const accepted = await section.submit('/quality/findings', { reason: '核对过部队证明，日期没有错' });
    expect(textOf(accepted.html)).not.toMatch(/YZ-\d/);
    expect((await (await open.as('DADMIN01')).raw('/quality')).status).not.toBe(200);
    expect((await section.get('/conflicts')).status).toBe(200);
  });

  it('lets a list leave the house with a second person’s word, for who asked, with its password shown once', async () => {
    await section.get('/exports');
    const asked = await section.submit('/exports', {
      kind: 'people',
      format: 'csv',
      town: '',
      from: '',
      to: '',
      reason: '年度优抚对象核对',
    });
    expect(textOf(asked.html)).toContain('年度优抚对象核对');
    const own = await section.get('/exports');
    expect(own.html).not.toContain('value="approve"');
    const head = await open.as('DPENSION00');
    const waiting = await head.get('/exports');
    expect(textOf(waiting.html)).toContain('年度优抚对象核对');
    const form = { ...head.marks('/exports'), decision: 'approve', words: '同意' };
    expect((await head.post('/exports', form)).status).toBe(200);
    await section.get('/exports');
    const [, id = ''] = /name="request" value="([^"]+)"/.exec((await section.get('/exports')).html) ?? [];
    const made = await section.post('/exports', { ...section.marks('/exports'), act: 'make', request: id });
    const [, link = ''] = /href="(\/exports\/[^"]+)"/.exec(made.html) ?? [];
    expect((await head.raw(link)).status).toBe(410);
    const file = await section.raw(link);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });
});
