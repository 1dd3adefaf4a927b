import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../src/api/v1/api-routes.ts';
import { listen } from '../../src/api/web-server.ts';
import { saveStaff } from '../../src/organisation/staff-store.ts';
import type { Database } from '../../src/platform/database.ts';
import { staff } from '../cases/district.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { type Answer, type Api, openApi, tokens } from './calling.ts';

describe('a call of another system', () => {
  let db: Database;
  let api: Api;
  beforeAll(async () => {
    db = await freshDatabase('postgres');
    api = await openApi(db);
    const gone = { ...staff.otherTown, id: 'T8', dingtalkUserId: null, isActive: false, phone: null, demo: false };
    await saveStaff(db.tx, api.deps.sealer, [gone]);
  });
  afterAll(async () => {
    await api.close();
    await db.close();
  });

  it.each([
    ['none', null, 'token-missing'],
    ['one that nobody gave out', 'made-up', 'token-unknown'],
    ['the hash of one', '0'.repeat(64), 'token-unknown'],
  ])('with %s for a token is told where tokens come from', async (_, token, code) => {
    const answer = await api.get('/api/v1/campaigns', { token });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code, status: 401, type: `urn:yinling:${code}`, title: expect.stringMatching(/[\u4e00-\u9fff]/) });
    expect(answer.text).toContain('api-tokens.json');
  });

  it('with a scheme that is not Bearer has no token', async () => {
    const answer = await api.get('/api/v1/campaigns', { token: null, headers: { authorization: `Basic ${tokens.admin}` } });
    expect(answer.body).toMatchObject({ code: 'token-missing' });
  });

  it('may read with any scope, and write with write or admin only', async () => {
    const write = (token: string) =>
      api.post('/api/v1/deputies', { token, staff: 'T1', body: { to: 'T2', from: '2026-12-01', until: '2026-12-02' } });
    for (const token of Object.values(tokens)) expect((await api.get('/api/v1/campaigns', { token })).status).toBe(200);
    expect((await write(tokens.read)).body).toMatchObject({ status: 403, code: 'scope-missing' });
    expect((await write(tokens.write)).status).toBe(201);
    expect((await write(tokens.admin)).status).toBe(201);
  });

  it.each([
    ['nobody of that number', 'T000', 'acting-staff-unknown'],
    ['somebody who left their post', 'T8', 'acting-staff-inactive'],
  ])('for %s is refused', async (_, id, code) => {
    expect((await api.get('/api/v1/people?q=张', { staff: id })).body).toMatchObject({ status: 403, code });
  });

  it.each([
    ['POST', '/api/v1/cases', { flow: 'short-sanatorium', subject: 'YZ-0000001' }],
    ['POST', '/api/v1/cases/YZ20261123-0001/operations', { operation: 'urge' }],
    ['POST', '/api/v1/tasks/YZ20261123-0001-01/decision', { decision: 'approve' }],
    ['POST', '/api/v1/deputies', { to: 'T2', from: '2026-12-01', until: '2026-12-02' }],
    ['POST', '/api/v1/hand-overs', { from: 'T1', to: 'T2' }],
    ['POST', '/api/v1/people/YZ-0000001/unmask', { field: 'phone', reason: '上门走访前核对' }],
  ])('that acts, %s %s, must say for whom, and is told how', async (method, path, body) => {
    const answer = await api.call(method, path, { body, key: `acts-${path}` });
    expect(answer.body).toMatchObject({ status: 403, code: 'acting-staff-required' });
    expect(answer.text).toContain('X-Acting-Staff');
  });

  it.each([
    ['is no JSON', '{"flow": ', 400, 'malformed-json'],
    ['is empty', '', 400, 'malformed-json'],
    ['is a list', '[]', 422, 'invalid-request'],
    ['is too large', JSON.stringify({ flow: 'x'.repeat(1_100_000) }), 413, 'too-large'],
  ])('whose body %s is told so', async (_, raw, status, code) => {
    expect((await api.post('/api/v1/cases', { staff: 'V1', raw })).body).toMatchObject({ status, code });
  });

  it('whose body is of another kind is told so', async () => {
    const answer = await api.post('/api/v1/cases', {
      staff: 'V1',
      raw: 'flow=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.body).toMatchObject({ status: 415, code: 'not-json' });
  });

  it('names every wrong, missing and unknown field at once, and repeats no value', async () => {
    const body = { flow: 5, subject: { archiveNo: 'YZ-0000001', nmae: '张建国' }, slots: { days: [5] }, more: true };
    const answer = await api.post('/api/v1/cases', { staff: 'V1', body });
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid-request' });
    expect(faulty(answer)).toEqual(['flow', 'more', 'slots.days.0', 'subject.nmae']);
    expect(answer.text).not.toContain('张建国');
    expect(faulty(await api.post('/api/v1/cases', { staff: 'V1', body: {} }))).toEqual(['flow', 'subject']);
    const unknown = await api.post('/api/v1/cases/YZ20261123-0001/operations', { staff: 'V1', body: { operation: 'explode' } });
    expect(faulty(unknown)).toEqual(['operation']);
    expect(faulty(await api.get('/api/v1/people?q=张&twn=姜山镇&page=0'))).toEqual(['page', 'twn']);
  });

  it('to an address that is none, or with another method, gets a problem too', async () => {
    for (const path of ['/api', '/api/', '/api/v1', '/api/v1/stats/nothing', '/api/v2/people'])
      expect(await api.get(path, { token: null }), path).toMatchObject({ status: 404, body: { code: 'no-such-call' } });
    const answer = await api.call('DELETE', '/api/v1/people/YZ-0000001');
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('GET');
  });

  it('is answered for itself alone: kept by no cache, read as nothing else', async () => {
    const { headers } = await api.get('/api/v1/campaigns');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('too often in a minute waits, and is told how long; another token does not', async () => {
    const slow = await openApi(await freshDatabase('postgres'), { requestsPerMinute: 3 });
    const ask = (token: string) => slow.get('/api/v1/campaigns', { token });
    for (const left of ['2', '1', '0']) expect((await ask(tokens.read)).headers.get('ratelimit-remaining')).toBe(left);
    const over = await ask(tokens.read);
    expect(over.body).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(over.headers.get('retry-after')).toBe('20');
    expect((await ask(tokens.write)).status).toBe(200);
    slow.clock.advance(20_000);
    expect((await ask(tokens.read)).status).toBe(200);
    expect((await ask(tokens.read)).status).toBe(429);
    await slow.close();
    await slow.deps.db.close();
  });

  it('that meets a fault of the service learns nothing of it', async () => {
    const broken = await api.restart();
    const failing = {
      ...broken.deps,
      db: { ...broken.deps.db, transaction: () => Promise.reject(new Error('张建国 330299195003020018')) },
    };
    await broken.close();
    const answering = await listen([apiRoutes(failing) as unknown as Hono], '127.0.0.1', 0);
    const answer = await fetch(`${answering.url}/api/v1/people?q=x`, { headers: { authorization: `Bearer ${tokens.read}` } });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/张建国|3302/);
    expect(JSON.stringify(broken.log.errors)).not.toMatch(/张建国|330299/);
    await answering.close();
    api = await broken.restart();
  });
});

function faulty(answer: Answer): string[] {
  return answer
    .as<{ errors: { field: string }[] }>()
    .errors.map((one) => one.field)
    .sort();
}
