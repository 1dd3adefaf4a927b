import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advanceTo, colleague, holders, nameOf, show, start } from '../journeys/hardship-cases.ts';
import { type OpenConsole, openConsole, textOf, type Visitor } from './open-console.ts';

const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

describe('the page of a case', () => {
  let open: OpenConsole;
  let no: string;
  let liaison: string;
  let head: string;
  let desk: Visitor;
  let proof: string;
  beforeAll(async () => {
    open = await openConsole('pglite');
    const { app } = open.district;
    proof = (await app.conversation.files.keep(Buffer.from(PICTURE, 'base64'))) ?? '';
    const started = await start(open.district, { proof: [proof] });
    no = started.no;
    liaison = started.starter;
    await advanceTo(open.district, no, 'village_head');
    [head = ''] = await holders(open.district, no);
    desk = await open.as(head);
  });
  afterAll(() => open.close());

  const audits = (action: string, outcome: string) =>
    open.district.rows<{ actor: string; detail: string }>(
      `SELECT actor, detail::text FROM audit_record WHERE action = $1 AND outcome = $2 AND channel = 'console' ORDER BY seq`,
      action,
      outcome,
    );

  it('tells what it is, where it stands, what was filled in and what was done, with the numbers masked', async () => {
    const page = await desk.get(`/cases/${no}`);
    const text = textOf(page.html);
    for (const part of ['临时困难补助', '流程走到哪了', '申请内容', '办理经过', '现在谁在办', '同意', no]) expect(text).toContain(part);
    expect(text).toContain('3302**********0018');
    expect(page.html).not.toContain('330299195003020018');
    expect(page.html).not.toContain('13567890123');
    expect((await audits('read', 'ok')).some(({ actor }) => actor === head)).toBe(true);
  });

  it('offers what may be done now and says why not the rest', async () => {
    const text = textOf((await desk.get(`/cases/${no}`)).html);
    expect(text).toContain('提交决定');
    expect(text).toMatch(/现在不能办的 \d+ 项，以及原因/);
    expect(text).toContain('跳转只能由系统管理员提出');
    const other = textOf((await (await open.as(liaison)).get(`/cases/${no}`)).html);
    expect(other).not.toContain('提交决定');
    expect(other).toContain('不能再撤回');
    expect(other).toContain('催办');
  });

  it('is not there for who may not see it, and not for a number that is none', async () => {
    const [stranger] = await open.district.rows<{ id: string }>(
      `SELECT id FROM staff JOIN staff_role r ON r.staff_id = id WHERE role = 'town-officer' AND town <> '姜山镇' AND is_active LIMIT 1`,
    );
    const visitor = await open.as(stranger?.id ?? '');
    for (const path of [
      `/cases/${no}`,
      `/cases/${no}/sheet.pdf`,
      `/cases/${no}/files/proof/${proof}`,
      `/cases/${no}/live`,
      '/cases/YZ20200101-0001',
    ]) {
      const page = await visitor.get(path);
      expect([path, page.status]).toEqual([path, 404]);
      expect(page.html).not.toContain('临时困难补助');
    }
    await visitor.get('/tasks');
    const marks = visitor.marks('/sign-out');
    const tried = await visitor.post(`/cases/${no}/operate`, { ...marks, operation: 'urge' });
    expect(tried.status).toBe(404);
    expect(await open.district.rows(`SELECT 1 FROM case_event WHERE case_no = $1 AND type = 'case-urged'`, no)).toEqual([]);
  });

  it('shows materials to those who may see the case, and each look is put down', async () => {
    const shown = await desk.raw(`/cases/${no}/files/proof/${proof}`);
    expect([shown.status, shown.headers.get('content-type'), shown.headers.get('x-content-type-options')]).toEqual([
      200,
      'image/png',
      'nosniff',
    ]);
    expect((await desk.raw(`/cases/${no}/files/proof/${'0'.repeat(64)}.png`)).status).toBe(404);
    expect((await desk.raw(`/cases/${no}/files/applicant/${proof}`)).status).toBe(404);
    expect((await desk.raw(`/cases/${no}/files/proof/..%2f..%2fkeys.json`)).status).toBe(404);
    expect((await audits('read', 'shown')).some(({ actor, detail }) => actor === head && detail.includes('proof'))).toBe(true);
    expect((await audits('read-refused', 'material')).length).toBeGreaterThan(0);
  });

  it('prints the archive sheet', async () => {
    const sheet = await desk.raw(`/cases/${no}/sheet.pdf`);
    expect(sheet.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await sheet.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('keeps what was typed when a decision is not taken, and says why', async () => {
    await desk.get(`/cases/${no}`);
    const page = await desk.submit(`/cases/${no}/decide`, { decision: 'reject', opinion: '', paperOn: '2999-01-01', paperSigner: '王敏' });
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('要写明理由');
    expect(page.html).toContain('value="2999-01-01"');
    expect(page.html).toMatch(/value="reject"[^>]*checked/);
  });

  it('comments, copies and transfers as in chat, with colleagues found by name', async () => {
    const reader = await colleague(open.district, 'auditor');
    await desk.get(`/cases/${no}`);
    const commented = await desk.submit(`/cases/${no}/operate`, { operation: 'comment', note: '已电话核实 <script>' });
    expect(textOf(commented.html)).toContain('已留言');
    expect(commented.html).not.toContain('核实 <script>');
    const copied = await desk.submit(`/cases/${no}/operate`, {
      operation: 'copy',
      to: await nameOf(open.district, reader),
      note: '供了解',
    });
    expect(textOf(copied.html)).toContain('已抄送');
    const unknown = await desk.submit(`/cases/${no}/operate`, { operation: 'transfer', to: '查无此人', note: '' });
    expect([unknown.status, textOf(unknown.html)]).toEqual([422, expect.stringContaining('没有找到叫“查无此人”')]);
    expect(unknown.html).toContain('value="查无此人"');
    expect((await show(open.district, no)).copies.map((copy) => copy.staffId)).toEqual([reader]);
    await (await open.as(reader)).get(`/cases/${no}`);
    expect((await show(open.district, no)).copies[0]?.readAt).not.toBeNull();
  });

  it('decides once however often it is sent, tells a second window so, and can be taken back', async () => {
    await desk.get(`/cases/${no}`);
    const marks = { ...desk.marks(`/cases/${no}/decide`), decision: 'approve', opinion: '情况属实' };
    await desk.get(`/cases/${no}`);
    const stale = { ...desk.marks(`/cases/${no}/decide`), decision: 'reject', opinion: '不属实' };
    const done = await desk.post(`/cases/${no}/decide`, marks);
    expect(textOf(done.html)).toContain(`已同意：${no}`);
    expect(textOf((await desk.post(`/cases/${no}/decide`, marks)).html)).toContain('没有重复提交');
    const late = await desk.post(`/cases/${no}/decide`, stale);
    expect([late.status, textOf(late.html)]).toEqual([422, expect.stringContaining('您的操作没有生效')]);
    expect((await show(open.district, no)).events.filter((event) => event.type === 'task-decided' && event.by === head)).toHaveLength(1);
    await desk.get(`/cases/${no}`);
    const back = await desk.submit(`/cases/${no}/operate`, { operation: 'take-back', note: '' });
    expect(textOf(back.html)).toContain('已取回');
    expect(await holders(open.district, no)).toContain(head);
  });

  it('is found among those that one may see, by what is known of it', async () => {
    const found = await desk.get(`/cases?q=${no.slice(-4)}&state=open&town=${encodeURIComponent('姜山镇')}`);
    expect(found.html).toContain(`/cases/${no}`);
    expect((await desk.get('/cases?state=completed')).html).not.toContain(`/cases/${no}`);
    const [stranger] = await open.district.rows<{ id: string }>(
      `SELECT id FROM staff JOIN staff_role r ON r.staff_id = id WHERE role = 'village-head' AND town <> '姜山镇' AND is_active LIMIT 1`,
    );
    expect((await (await open.as(stranger?.id ?? '')).get('/cases')).html).not.toContain(no);
  });
});
