import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../src/people/new-person.ts';
import type { Database } from '../../src/platform/database.ts';
import { people } from '../cases/district.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { type Answer, type Api, openApi } from './calling.ts';

interface Page {
  items: { archiveNo: string; name: string; birthYear: number | null }[];
  total: number;
  page: number;
  isMore: boolean;
  nearest: string[];
}

describe('the archive through the API', () => {
  let database: Database;
  const db = () => database;
  let api: Api;
  const find = async (query: string, staff?: string): Promise<Page> => {
    const answer = await api.get(`/api/v1/people${query}`, staff === undefined ? {} : { staff });
    expect(answer.status, answer.text).toBe(200);
    return answer.as<Page>();
  };
  const nos = (page: Page) => page.items.map((one) => one.archiveNo);
  const looks = (actor: string) => db().tx.audit_record.findMany({ where: { actor }, orderBy: { seq: 'asc' } });

  beforeAll(async () => {
    database = await freshDatabase('postgres');
    api = await openApi(db());
    const many = Array.from({ length: 45 }, (_, index) =>
      newPerson({
        archiveNo: `YZ-8${String(index).padStart(6, '0')}`,
        name: `诸葛${'一二三四五六七八九'[index % 9]}${'东南西北中'[Math.floor(index / 9)]}`,
        town: '横溪镇',
        village: '金溪村',
        phone: `135678${String(20000 + index)}`,
      }),
    );
    await insertPeople(db().tx, api.deps.sealer, many);
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  it('is searched as in chat, a page at a time', async () => {
    const first = await find('?town=横溪镇', 'T9');
    expect([first.items.length, first.total, first.page, first.isMore]).toEqual([20, 45, 1, false]);
    const rest = [await find('?town=横溪镇&page=2', 'T9'), await find('?town=横溪镇&page=3', 'T9')];
    const all = [first, ...rest].flatMap(nos);
    expect([new Set(all).size, rest[1]?.items.length]).toEqual([45, 5]);
    expect(await find('?town=横溪镇&page=9', 'T9')).toMatchObject({ items: [], total: 45, page: 9 });
    expect(nos(await find('?q=zhangjianguo', 'V1'))).toEqual([people.zhang.archiveNo]);
    expect(await find('?q=&town=&category=&page=', 'V1')).toMatchObject({ total: 6 });
  });

  it('names whole whom the acting member of staff knows, and stars everybody where nobody acts', async () => {
    expect((await find('?q=张建国', 'V1')).items).toMatchObject([{ name: '张建国', birthYear: 1950 }]);
    expect((await find('?q=张建国')).items).toMatchObject([{ name: '张**', birthYear: null }]);
    expect((await find('?q=张建国', 'S1')).items).toMatchObject([{ name: '张建国' }]);
  });

  it('tells nobody of people out of reach, not even by a count', async () => {
    expect(await find('?q=诸葛一东', 'V1')).toMatchObject({ items: [], total: 0 });
    expect((await api.get('/api/v1/people?q=诸葛一东&town=横溪镇', { staff: 'V1' })).body).toMatchObject({
      status: 403,
      code: 'outside-area',
    });
    expect((await api.get('/api/v1/people?q=张', { staff: 'A1' })).body).toMatchObject({ status: 403, code: 'role' });
  });

  it('is searched by place and category, and says which it does not know', async () => {
    expect(nos(await find('?q=李&town=姜山', 'S1'))).toEqual([people.li.archiveNo]);
    expect(nos(await find('?category=烈士遗属', 'S1'))).toEqual([people.li.archiveNo]);
    expect(await find('?q=姜山张建国&town=横溪镇', 'S1')).toMatchObject({ items: [], total: 0 });
    expect((await api.get('/api/v1/people?town=无此镇&category=无此类&q=查一下')).body).toMatchObject({
      errors: [{ field: 'q' }, { field: 'town' }, { field: 'category' }],
    });
    // Merit is not the machine's to search by: that would tell who has it.
    expect((await api.get('/api/v1/people?category=war')).body).toMatchObject({ status: 403, code: 'field' });
  });

  it('suggests while a name is typed, by the same rights', async () => {
    const suggest = async (q: string, staff: string) =>
      (await api.get(`/api/v1/people/suggest?q=${q}`, { staff })).as<Pick<Page, 'items'>>().items;
    expect((await suggest('zhang', 'V1')).map((one) => one.name)).toEqual(['张建国']);
    expect(await suggest('zhuge', 'V1')).toEqual([]);
    expect(await suggest('zhuge', 'T9')).toHaveLength(8);
  });

  it('opens a file with its sections, and refuses one that is not there like one out of reach', async () => {
    const file = (await api.get(`/api/v1/people/${people.zhang.archiveNo}`, { staff: 'V1' })).as<{
      name: string;
      sections: { id: string }[];
    }>();
    expect(file).toMatchObject({ archiveNo: people.zhang.archiveNo, name: '张建国', town: '姜山镇', sections: [{ id: 'basic' }] });
    const outside = await api.get(`/api/v1/people/${people.zhang.archiveNo}`, { staff: 'T9' });
    expect(outside.body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await api.get('/api/v1/people/YZ-9999999', { staff: 'T9' })).text).toBe(outside.text);
    expect((await api.get(`/api/v1/people/${people.zhang.archiveNo}`, { staff: 'A1' })).body).toMatchObject({ status: 403, code: 'role' });
  });

  it('shows one field whole for a reason, for ten minutes', async () => {
    const no = 'YZ-8000003';
    const phone = async () =>
      (await api.get(`/api/v1/people/${no}`, { staff: 'T9' }))
        .as<{ sections: { fields: { label: string; value: string }[] }[] }>()
        .sections.flatMap((section) => section.fields)
        .find((field) => field.label === '手机号')?.value;
    const ask = (body: object): Promise<Answer> => api.post(`/api/v1/people/${no}/unmask`, { staff: 'T9', body });
    expect(await phone()).toBe('135****0003');
    expect((await ask({ field: 'phone', reason: '。' })).body).toMatchObject({ status: 422, code: 'reason-needed' });
    expect((await ask({ field: 'idcard', reason: '上门走访前核对' })).body).toMatchObject({ status: 403, code: 'not-entitled' });
    expect((await ask({ field: 'phone', reason: '上门走访前核对' })).body).toMatchObject({ field: 'phone', value: '13567820003' });
    expect(await phone()).toBe('13567820003');
    api.clock.advance(11 * 60_000);
    expect(await phone()).toBe('135****0003');
  });

  it('records every look: by whom, through which token, whose file', async () => {
    await find('?q=张建国');
    await api.get(`/api/v1/people/${people.li.archiveNo}`);
    await api.get(`/api/v1/people/${people.li.archiveNo}`, { staff: 'T9' });
    const machine = await looks('api:admin');
    expect(machine.at(-1)).toMatchObject({ action: 'read', subject: people.li.archiveNo, channel: 'api', outcome: 'ok' });
    expect(machine.at(-2)).toMatchObject({ action: 'search', subject: people.zhang.archiveNo, channel: 'api' });
    const refused = (await looks('T9')).at(-1);
    expect(refused).toMatchObject({ action: 'read-refused', subject: people.li.archiveNo, purpose: expect.stringContaining('admin') });
    expect(JSON.stringify([...machine, refused].map((one) => ({ ...one, seq: 0 })))).not.toMatch(/张建国|诸葛/);
  });
});
