import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { colleague } from '../journeys/hardship-cases.ts';
import { type OpenConsole, openConsole, textOf } from './open-console.ts';

const MINUTE = 60_000;

describe('signing in to the console', () => {
  let open: OpenConsole;
  let liaison: string;
  beforeAll(async () => {
    open = await openConsole('pglite');
    liaison = await colleague(open.district, 'village-liaison');
  });
  afterAll(() => open.close());

  const sessionsOf = (staffId: string) =>
    open.district.rows<{ id: string; state: string }>(
      'SELECT id, state FROM console_session WHERE staff_id = $1 ORDER BY began_at',
      staffId,
    );
  const audited = (actor: string) =>
    open.district.rows<{ action: string; outcome: string }>(
      'SELECT action, outcome FROM audit_record WHERE actor = $1 ORDER BY seq',
      actor,
    );

  it('shows a list to choose from, found by name, place and role', async () => {
    const visitor = open.nobody();
    const page = await visitor.get('/');
    expect(page.status).toBe(200);
    expect(textOf(page.html)).toContain('选择一个身份登录');
    const found = await visitor.get(`/?q=${encodeURIComponent('姜山')}&role=${encodeURIComponent('镇街站专职人员')}`);
    expect(textOf(found.html)).toMatch(/共 \d+ 位/);
    expect(textOf((await visitor.get('/?q=%E6%9F%A5%E6%97%A0')).html)).toContain('没有找到这样的人');
  });

  it('goes through the login page and comes back to the page that was wanted', async () => {
    const visitor = open.nobody();
    const wanted = await visitor.get('/tasks?tab=done');
    expect(wanted.at).toBe('/sign-in?next=%2Ftasks%3Ftab%3Ddone');
    const inside = await visitor.get(`/sign-in?as=u-${liaison}&next=${encodeURIComponent('/tasks?tab=done')}`);
    expect(inside.at).toBe('/tasks?tab=done');
    expect(await audited(liaison)).toContainEqual({ action: 'sign-in', outcome: 'ok' });
  });

  it('sends nobody to another site afterwards', async () => {
    for (const next of ['//evil.example.com', 'https://evil.example.com/', '/\\evil.example.com', '/sign-out']) {
      const visitor = open.nobody();
      const page = await visitor.get(`/sign-in?as=u-${liaison}&next=${encodeURIComponent(next)}`);
      expect(page.at).toBe('/tasks');
    }
  });

  it('keeps its cookie from scripts and other sites, and gives a fresh one each time', async () => {
    const visitor = open.nobody();
    const first = await visitor.raw(`/sign-in?as=u-${liaison}`);
    const login = await fetch(first.headers.get('location') ?? '', { redirect: 'manual' });
    const back = await visitor.raw(login.headers.get('location') ?? '');
    const cookie = back.headers.getSetCookie().find((line) => line.startsWith('yinling='));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    const before = visitor.cookies.get('yinling');
    await visitor.get(`/sign-out`);
    await visitor.get('/tasks');
    await visitor.submit('/sign-out');
    await visitor.get(`/sign-in?as=u-${liaison}`);
    expect(visitor.cookies.get('yinling')).not.toBe(before);
  });

  it('refuses a code that comes with the state of another browser', async () => {
    const [mine, theirs] = [open.nobody(), open.nobody()];
    const first = await mine.raw(`/sign-in?as=u-${liaison}`);
    await theirs.get('/sign-in');
    const login = await fetch(first.headers.get('location') ?? '', { redirect: 'manual' });
    const page = await theirs.get(login.headers.get('location') ?? '');
    expect(page.status).toBe(403);
    expect(theirs.cookies.has('yinling')).toBe(false);
  });

  it('takes a code once', async () => {
    const visitor = open.nobody();
    const first = await visitor.raw(`/sign-in?as=u-${liaison}`);
    const login = await fetch(first.headers.get('location') ?? '', { redirect: 'manual' });
    const address = login.headers.get('location') ?? '';
    expect((await visitor.get(address)).at).toBe('/tasks');
    await visitor.submit('/sign-out');
    expect((await visitor.get(address)).status).toBe(403);
  });

  it('lets a page inside DingTalk in by the code that it is given (免登)', async () => {
    const visitor = open.nobody();
    const first = await visitor.raw(`/sign-in?as=u-${liaison}`);
    const state = new URL(first.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const code = open.district.local.state.access.loginCode(`u-${liaison}`);
    const page = await visitor.get(`/sign-in/inside/dingtalk?${new URLSearchParams({ code, state })}`);
    expect(page.at).toBe('/tasks');
  });

  it('refuses who is not staff or has left, and says so', async () => {
    const [left] = await open.district.rows<{ id: string }>('SELECT id FROM staff WHERE NOT is_active LIMIT 1');
    const visitor = open.nobody();
    const page = await visitor.get(`/sign-in?as=u-${left?.id}`);
    expect([page.status, textOf(page.html)]).toEqual([403, expect.stringContaining('已经离岗')]);
    expect(await audited(left?.id ?? '')).toContainEqual({ action: 'sign-in-refused', outcome: 'not-staff' });
  });

  it('ends by itself after fifteen idle minutes, and not while somebody is at work', async () => {
    const visitor = await open.as(liaison);
    const { clock } = open.district;
    for (let minutes = 0; minutes < 30; minutes += 10) {
      clock.advance(10 * MINUTE);
      expect((await visitor.get('/tasks')).at).toBe('/tasks');
    }
    clock.advance(10 * MINUTE);
    await visitor.get('/tasks', { 'x-by-itself': 'yes' });
    clock.advance(6 * MINUTE);
    expect((await visitor.get('/tasks')).at).toContain('/sign-in');
  });

  it('ends for good after twelve hours', async () => {
    const visitor = await open.as(liaison);
    for (let minutes = 0; minutes <= 12 * 60; minutes += 14) {
      open.district.clock.advance(14 * MINUTE);
      await visitor.get('/still-here');
    }
    expect((await visitor.get('/tasks')).at).toContain('/sign-in');
  });

  it('lists where one is signed in, and ends it there; never for somebody else', async () => {
    const [desk, phone, other] = [
      await open.as(liaison),
      await open.as(liaison),
      await open.as(await colleague(open.district, 'town-officer')),
    ];
    const page = await desk.get('/sessions');
    expect(page.html.match(/退出这台设备/g)).toHaveLength(1);
    const ids = (await sessionsOf(liaison)).filter(({ state }) => state === 'open').map(({ id }) => id);
    await other.get('/sessions');
    await other.post('/sessions', { ...other.marks('/sign-out'), session: ids.at(-1) ?? '' });
    expect((await phone.get('/tasks')).at).toBe('/tasks');
    await desk.get('/sessions');
    await desk.submit('/sessions', { session: 'others' });
    expect((await phone.get('/tasks')).at).toContain('/sign-in');
    expect((await desk.get('/tasks')).at).toBe('/tasks');
  });

  it('puts who leaves their post out at once', async () => {
    const officer = await colleague(open.district, 'rotating-head');
    const visitor = await open.as(officer);
    expect((await visitor.get('/tasks')).at).toBe('/tasks');
    await open.district.rows('UPDATE staff SET is_active = false WHERE id = $1', officer);
    expect((await visitor.get('/tasks')).at).toContain('/sign-in');
  });

  describe('with a second factor', () => {
    let admin: string;
    beforeAll(async () => {
      admin = await colleague(open.district, 'system-admin');
    });
    const codeOf = (secret: string) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: open.district.clock.now().getTime() });
    let secret = '';

    it('asks administrators for a code, sets it up at first, and opens nothing before', async () => {
      const visitor = await open.as(admin);
      const page = await visitor.get('/tasks');
      expect(page.at).toContain('/sign-in/second-factor');
      secret = /<code>([A-Z2-7]+)<\/code>/.exec(page.html)?.[1] ?? '';
      expect(secret).toHaveLength(32);
      await visitor.submit('/sign-in/second-factor', { code: codeOf(secret) });
      expect((await visitor.get('/tasks')).at).toBe('/tasks');
      expect(await audited(admin)).toContainEqual({ action: 'sign-in', outcome: 'second-factor' });
    });

    it('never shows the secret again, and takes no code twice', async () => {
      const visitor = await open.as(admin);
      const page = await visitor.get('/tasks');
      expect(page.html).not.toContain(secret);
      const again = await visitor.submit('/sign-in/second-factor', { code: codeOf(secret) });
      expect([again.status, textOf(again.html)]).toEqual([422, expect.stringContaining('口令不对或已经用过')]);
      open.district.clock.advance(MINUTE);
      await visitor.submit('/sign-in/second-factor', { code: codeOf(secret) });
      expect((await visitor.get('/tasks')).at).toBe('/tasks');
    });

    it('locks for a quarter of an hour after five wrong codes, the right one included', async () => {
      open.district.clock.advance(20 * MINUTE);
      const visitor = await open.as(admin);
      await visitor.get('/sign-in/second-factor');
      for (let attempt = 1; attempt < 5; attempt += 1) {
        expect((await visitor.submit('/sign-in/second-factor', { code: '000000' })).status).toBe(422);
      }
      expect((await visitor.submit('/sign-in/second-factor', { code: '000000' })).status).toBe(429);
      const again = await open.nobody().get(`/sign-in?as=u-${admin}`);
      expect([again.status, textOf(again.html)]).toEqual([429, expect.stringContaining('已锁定')]);
      open.district.clock.advance(16 * MINUTE);
      const later = await open.as(admin);
      await later.get('/tasks');
      await later.submit('/sign-in/second-factor', { code: codeOf(secret) });
      expect((await later.get('/tasks')).at).toBe('/tasks');
    });
  });

  it('locks out an address after five refused codes', async () => {
    open.district.clock.advance(20 * MINUTE);
    const visitor = open.nobody();
    const wrong = async () => {
      const state = new URL((await visitor.raw(`/sign-in?as=u-${liaison}`)).headers.get('location') ?? '').searchParams.get('state') ?? '';
      return visitor.get(`/sign-in/return/dingtalk?${new URLSearchParams({ code: 'never', state })}`);
    };
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await wrong()).status).toBe(403);
    expect((await wrong()).status).toBe(429);
    expect((await open.as(liaison)).cookies.has('yinling')).toBe(false);
    open.district.clock.advance(16 * MINUTE);
    expect((await open.as(liaison)).cookies.has('yinling')).toBe(true);
  });
});
