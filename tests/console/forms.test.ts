import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { colleague, show, start } from '../journeys/hardship-cases.ts';
import { createVisitor, type OpenConsole, openConsole, textOf, type Visitor } from './open-console.ts';

describe('what every page has in common', () => {
  let open: OpenConsole;
  let officer: string;
  let visitor: Visitor;
  beforeAll(async () => {
    open = await openConsole('pglite');
    officer = await colleague(open.district, 'town-officer');
    visitor = await open.as(officer);
  });
  afterAll(() => open.close());

  it('is sent with headers that keep others out, and no script or style of its own in it', async () => {
    for (const path of ['/tasks', '/sign-in', '/sessions', '/nowhere', '/all']) {
      const { headers, html } = await visitor.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\sstyle=|<style|\son[a-z]+=/i);
    }
  });

  it('weighs little', async () => {
    const { html } = await visitor.get('/tasks');
    const scripts = [...html.matchAll(/<script[^>]*src="([^"]+)"/g)].map((match) => match[1] ?? '');
    const sizes = await Promise.all(scripts.map(async (path) => (await (await visitor.raw(path)).arrayBuffer()).byteLength));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
    expect((await visitor.raw(scripts[0] ?? '')).headers.get('cache-control')).toContain('immutable');
  });

  it('says not found, forbidden and failed on a whole page', async () => {
    const lost = await visitor.get('/nowhere');
    expect([lost.status, textOf(lost.html)]).toEqual([404, expect.stringContaining('没有这个页面')]);
    expect(lost.html).toContain('主导航');
  });

  it('takes no form from another site, or without this session’s token', async () => {
    await visitor.get('/tasks');
    const marks = visitor.marks('/sign-out');
    const send = (fields: Record<string, string>, headers: Record<string, string>) =>
      visitor.raw('/sign-out', { method: 'POST', body: new URLSearchParams(fields), headers });
    expect((await send(marks, { origin: 'https://evil.example.com' })).status).toBe(403);
    expect((await send(marks, { origin: open.base, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send({ ...marks, _token: 'made.up' }, { origin: open.base })).status).toBe(403);
    expect((await send({ _once: 'x' }, { origin: open.base })).status).toBe(403);
    const other = await open.as(await colleague(open.district, 'village-head'));
    await other.get('/tasks');
    expect((await send(other.marks('/sign-out'), { origin: open.base })).status).toBe(403);
    expect((await visitor.get('/tasks')).at).toBe('/tasks');
  });

  it('refuses an enormous form', async () => {
    await visitor.get('/tasks');
    const page = await visitor.submit('/sign-out', { more: 'x'.repeat(600_000) });
    expect(page.status).toBe(413);
  });

  it('keeps what was typed when the session ends in the middle of a form', async () => {
    const { no } = await start(open.district);
    const [task] = await open.district.rows<{ id: string }>(`SELECT id FROM case_task WHERE case_no = $1 AND state = 'open'`, no);
    const [holder] = await open.district.rows<{ staff_id: string }>('SELECT staff_id FROM case_task_assignee WHERE task_id = $1', task?.id);
    const typing = await open.as(holder?.staff_id ?? '');
    await typing.get('/tasks');
    await typing.submit('/tasks/batch', { task: task?.id ?? '' });
    const opinion = '情况属实，<b>同意</b>先行救助';
    const marks = { ...typing.marks('/tasks/batch/approve'), task: task?.id ?? '', opinion };
    open.district.clock.advance(16 * 60_000);
    const out = await typing.post('/tasks/batch/approve', marks);
    expect(out.at).toContain('/sign-in?next=%2Fkept%2F');
    expect(textOf(out.html)).toContain('内容会保留');
    const next = new URL(out.at, open.base).searchParams.get('next') ?? '';
    const thief = await open.as(officer);
    expect((await thief.get(next)).status).toBe(410);
    const back = await typing.get(`/sign-in?as=u-${holder?.staff_id}&next=${encodeURIComponent(next)}`);
    expect(textOf(back.html)).toContain(opinion);
    expect(back.html).not.toContain('<b>同意</b>');
    const done = await typing.submit('/tasks/batch/approve');
    expect(textOf(done.html)).toContain('已同意 1 件');
    expect((await show(open.district, no)).tasks.find(({ id }) => id === task?.id)?.opinion).toBe(opinion);
  });

  it('carries a form out once, however often it is sent', async () => {
    const desk = await open.as(officer);
    await desk.get('/tasks');
    const marks = desk.marks('/sign-out');
    const phone = createVisitor(open.base);
    for (const [name, value] of desk.cookies) phone.cookies.set(name, value);
    await desk.get('/sessions');
    const again = desk.marks('/sign-out');
    expect(again['_once']).not.toBe(marks['_once']);
    const sent = await Promise.all([
      desk.post('/sessions', { ...marks, session: 'none' }),
      phone.post('/sessions', { ...marks, session: 'none' }),
    ]);
    expect(sent.map((page) => page.at)).toEqual(['/sessions', '/sessions']);
    const words = sent.map((page) => textOf(page.html)).join();
    expect(words).toContain('没有重复提交');
  });

  it('looks as this browser wants it, and as the system does by default', async () => {
    const visitor = await open.as(officer);
    expect((await visitor.get('/tasks')).html).toContain('data-theme="auto"');
    await visitor.post('/appearance', { theme: 'dark', size: 'large', back: '/tasks?tab=done' });
    const page = await visitor.get('/tasks');
    expect(page.html).toContain('data-theme="dark" data-size="large"');
    const elsewhere = await visitor.post('/appearance', { theme: '"><script>', size: 'x', back: '//evil.example.com' });
    expect(elsewhere.at).toBe('/tasks');
    expect((await visitor.get('/tasks')).html).toContain('data-theme="auto"');
  });
});
