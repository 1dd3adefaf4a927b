import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import type { Database } from '../../src/platform/database.ts';
import { planCampaign } from '../../src/visits/plan-campaign.ts';
import { addBatch, mustSubmit, people, sanatoriumSlots } from '../cases/district.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { type Api, openApi } from './calling.ts';

interface Tasks {
  items: { id: string; case: string; subject: { name: string; archiveNo: string | null }; step: string }[];
  total: number;
}

describe('desks, lists and figures through the API', () => {
  let db: Database;
  let api: Api;
  let no = '';
  beforeAll(async () => {
    db = await freshDatabase('postgres');
    api = await openApi(db);
    await addBatch(db, 'LY-A', 5);
    no = await mustSubmit(api.told.deps, 'short-sanatorium', people.zhang, sanatoriumSlots(people.zhang, 'LY-A'));
    expect((await api.get('/api/v1/visits')).body).toMatchObject({ festival: null, items: [], total: 0 });
    expect((await api.get('/api/v1/stats/visits')).body).toMatchObject({ visits: null, byPlace: [] });
    await planCampaign(
      { db, workingDays: createWorkingDays(), log: api.deps.log },
      { festival: 'spring_festival', year: 2027, now: api.clock.now() },
    );
  });
  afterAll(async () => {
    await api.close();
    await db.close();
  });

  const tasks = async (query: string, staff?: string) => (await api.get(`/api/v1/tasks${query}`, staff ? { staff } : {})).as<Tasks>();

  it('list what lies on a desk: one’s own, and another’s masked where nobody looks', async () => {
    expect(await tasks('', 'T1')).toMatchObject({
      total: 1,
      items: [{ id: `${no}-01`, case: no, step: 'accept', subject: { name: '张建国' } }],
    });
    expect(await tasks('?staff=T1')).toMatchObject({ total: 1, items: [{ subject: { name: '张**' } }] });
    expect(await tasks('?staff=T1&which=done')).toMatchObject({ total: 0, items: [] });
    expect(await tasks('?which=&page=2', 'T1')).toMatchObject({ total: 1, items: [] });
  });

  it('show another’s desk to who governs or deputises, and to nobody else', async () => {
    expect((await api.get('/api/v1/tasks?staff=T1', { staff: 'V1' })).body).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await tasks('?staff=T1', 'S2')).toMatchObject({ total: 1 });
    expect((await tasks('?staff=T1', 'A1')).items[0]?.subject).toEqual({ archiveNo: null, name: '***' });
    const leave = { to: 'DP', from: '2026-11-20', until: '2026-11-30' };
    expect((await api.post('/api/v1/deputies', { staff: 'T1', body: leave, key: 'leave' })).body).toMatchObject({
      staff: 'T1',
      deputy: 'DP',
    });
    expect(await tasks('?staff=T1', 'DP')).toMatchObject({ total: 1, items: [{ subject: { name: '张建国' } }] });
    const decided = await api.post(`/api/v1/tasks/${no}-01/decision`, { staff: 'DP', key: 'as-deputy', body: { decision: 'approve' } });
    expect(decided.body).toMatchObject({ tasks: [{ decidedBy: 'DP' }, { step: 'health_check' }] });
    expect((await api.get('/api/v1/tasks?staff=NOBODY')).body).toMatchObject({ status: 422, errors: [{ field: 'staff' }] });
    expect((await api.post('/api/v1/deputies', { staff: 'T1', body: { ...leave, until: '2026-11-01' } })).body).toMatchObject({
      code: 'bad-period',
    });
    expect((await api.post('/api/v1/deputies', { staff: 'T1', body: { ...leave, to: '无此人' } })).body).toMatchObject({
      code: 'no-such-staff',
    });
  });

  it('hand all open work of one over to another, listed first', async () => {
    const over = (body: object, staff: string) => api.post('/api/v1/hand-overs', { staff, body });
    const ask = { from: 'DH', to: 'DP' };
    expect((await over(ask, 'V1')).body).toMatchObject({ status: 403 });
    expect((await over({ ...ask, to: '无此人' }, 'S2')).body).toMatchObject({ status: 422, errors: [{ field: 'to' }] });
    expect((await over({ ...ask, preview: true }, 'S2')).body).toMatchObject({ tasks: [{ case: no }], moved: [] });
    expect((await over(ask, 'S2')).body).toMatchObject({ moved: [no], kept: [] });
    expect(await tasks('', 'DP')).toMatchObject({ items: [{ id: `${no}-02` }] });
  });

  it('list cases by state, service and town, as far as they may be seen', async () => {
    const list = async (query: string, staff?: string) =>
      (await api.get(`/api/v1/cases${query}`, staff ? { staff } : {})).as<{ total: number; items: object[] }>();
    expect(await list('?state=open&flow=short-sanatorium&town=姜山镇', 'V1')).toMatchObject({
      total: 1,
      items: [{ no, subject: { name: '张建国' }, light: 'green' }],
    });
    expect(await list('?state=&flow=&town=&page=')).toMatchObject({ total: 1, items: [{ subject: { name: '张**' } }] });
    expect(await list('?page=5', 'V1')).toMatchObject({ total: 1, items: [] });
    expect(await list('?state=completed', 'V1')).toMatchObject({ total: 0 });
    expect(await list('', 'T9')).toMatchObject({ total: 0, items: [] });
    expect((await api.get('/api/v1/cases?state=draft&flow=none')).body).toMatchObject({ errors: [{ field: 'state' }] });
    expect((await api.get('/api/v1/cases?flow=none')).body).toMatchObject({ errors: [{ field: 'flow' }] });
  });

  it('print the archive sheet for somebody, and for nobody not', async () => {
    const sheet = await api.get(`/api/v1/cases/${no}/sheet`, { staff: 'V1' });
    expect(sheet.headers.get('content-type')).toBe('application/pdf');
    expect(sheet.text.slice(0, 5)).toBe('%PDF-');
    expect((await api.get(`/api/v1/cases/${no}/sheet`)).body).toMatchObject({ status: 403, code: 'acting-staff-required' });
    expect((await api.get(`/api/v1/cases/${no}/sheet`, { staff: 'T9' })).body).toMatchObject({ status: 404 });
  });

  it('list the visits of a festival, and how far they are', async () => {
    const visits = (query: string, staff?: string) => api.get(`/api/v1/visits${query}`, staff ? { staff } : {});
    const own = (await visits('?festival=spring_festival&year=2027&state=todo', 'V1')).as<{
      total: number;
      of: string;
      items: { name: string; state: string }[];
    }>();
    expect(own.total).toBeGreaterThan(0);
    expect(own.items.map((one) => one.state)).toEqual(own.items.map(() => 'todo'));
    expect((await visits('')).as<{ items: { name: string }[] }>().items[0]?.name).toMatch(/\*/);
    expect((await visits('?state=done', 'V1')).body).toMatchObject({ items: [] });
    expect((await visits('?festival=spring_festival&year=2030')).body).toMatchObject({ status: 404, code: 'no-campaign' });
    expect((await visits('?state=todo', 'A1')).body).toMatchObject({ status: 403 });
    expect((await api.get('/api/v1/campaigns')).body).toMatchObject({
      items: [{ festival: 'spring_festival', year: 2027, done: 0, closed: false }],
    });
    expect((await api.get('/api/v1/campaigns', { staff: 'A1' })).body).toMatchObject({ status: 403 });
  });

  it('give figures of the area, never of one outside it', async () => {
    const stats = (topic: string, staff?: string) => api.get(`/api/v1/stats/${topic}`, staff ? { staff } : {});
    expect((await stats('overview', 'T1')).body).toMatchObject({
      area: { town: '姜山镇' },
      people: { living: 6 },
      cases: { open: 1, overdue: 0 },
    });
    expect((await stats('cases', 'S1')).body).toMatchObject({
      total: { open: 1 },
      byFlow: [{ flow: 'short-sanatorium', name: '优抚对象短期疗养', open: 1 }],
    });
    expect((await stats('cases')).body).toMatchObject({ total: { open: 1 }, byFlow: [{ open: null }] });
    expect((await stats('people?town=姜山镇', 'S1')).body).toMatchObject({ living: 6, byPlace: [{ place: '走马塘村', count: 6 }] });
    expect((await stats('visits', 'V1')).body).toMatchObject({ visits: { festival: 'spring_festival', done: 0 } });
    expect((await stats('stations', 'S1')).body).toMatchObject({
      levels: [{ level: 'district' }, { level: 'town', stations: 2, withoutHead: 1 }, { level: 'village' }],
      towns: [
        { town: '姜山镇', openCases: 1 },
        { town: '横溪镇', openCases: 0 },
      ],
    });
    expect((await stats('index', 'S1')).body).toMatchObject({
      period: expect.stringMatching(/^\d{4}-\d\d$/),
      lines: expect.arrayContaining([expect.objectContaining({ level: 'district' })]),
    });
    const shown = (await stats('index', 'T1')).body as { lines: { level: string; key: string }[] };
    // respect-index.md section 1: the district's everybody, towns and stations within the work group only.
    expect(shown.lines.filter(({ level }) => level === 'district')).toHaveLength(1);
    expect(shown.lines.filter(({ level }) => level === 'town').map(({ key }) => key)).toEqual(['姜山镇']);
    expect((await stats('people?town=横溪镇', 'T1')).body).toMatchObject({ status: 403, code: 'outside' });
    expect((await stats('people?town=无此镇', 'S1')).body).toMatchObject({ errors: [{ field: 'town' }] });
    for (const topic of ['overview', 'cases', 'people', 'stations']) expect((await stats(topic, 'A1')).body).toMatchObject({ status: 403 });
    expect((await stats('overview', 'DH')).body).toMatchObject({ status: 403, code: 'forbidden' });
  });
});
