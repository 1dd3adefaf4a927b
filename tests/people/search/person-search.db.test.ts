import { beforeAll, describe, expect, it } from 'vitest';
import type { RoleId } from '../../../src/organisation/role.ts';
import type { Viewer } from '../../../src/people/access/access.ts';
import { countPeople } from '../../../src/people/count-people.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { type NewPerson, newPerson } from '../../../src/people/new-person.ts';
import type { PersonQuery } from '../../../src/people/search/person-query.ts';
import { findPeople, suggestPeople } from '../../../src/people/search/person-search.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T02:00:00Z');
const sealer = testSealer();
const dongliu = { town: '东柳街道', village: '东柳社区' };
const zhongxing = { town: '东柳街道', village: '中兴社区' };
const jiangshan = { town: '姜山镇', village: '甲村' };

let order = 0;
function person(name: string, facts: Partial<NewPerson> = {}): NewPerson {
  order += 1;
  return newPerson({ archiveNo: `YZ-${String(order).padStart(7, '0')}`, name, sex: '男', birthOn: '1950-05-05', ...dongliu, ...facts });
}

const people = [
  person('张建国', { birthOn: '1948-01-01', idcard: '330299194801010010', phone: '13800001234' }),
  person('张建国', { birthOn: '1952-02-02', ...zhongxing }),
  person('张建国', { birthOn: '1960-03-03', ...jiangshan }),
  person('章建国', { ...zhongxing }),
  person('张建军', { keyCategory: 'war' }),
  person('陈秀英', { sex: '女', birthOn: '1940-01-01' }),
  person('陈小妹', { sex: '女', birthOn: '1990-01-01' }),
  person('陈阿婆', { sex: '女', birthOn: '1999-01-01', ...jiangshan }),
  person('单建国', { birthOn: '1955-05-05', status: '去世', lifecycle: '已故' }),
  person('王阿法', { categories: [{ category: 'veteran', untilOn: '2020-01-01' }, { category: 'martyr' }] }),
  person('李强', { ...jiangshan, phone: '13900001234', keyCategory: 'disabled' }),
];

const archiveNoOf = (index: number) => people[index]?.archiveNo;

function viewer(role: RoleId, area: { town: string | null; village: string | null } = { town: null, village: null }): Viewer {
  return { id: `S-${role}`, roles: [role], isActive: true, ...area };
}
const officer = viewer('section-officer');
const townOfficer = viewer('town-officer', { town: '东柳街道', village: null });
const liaison = viewer('village-liaison', dongliu);

onBothDatabases('a search for people', (db) => {
  const find = (who: Viewer, query: PersonQuery, page = {}) => db().transaction((tx) => findPeople({ tx, sealer, now }, who, query, page));
  const numbers = async (who: Viewer, query: PersonQuery) => {
    const result = await find(who, query);
    if (result.kind === 'found') return [result.person.archiveNo];
    return result.kind === 'several' ? result.choices.map((one) => one.archiveNo) : result.kind;
  };

  beforeAll(async () => {
    await db().transaction((tx) => insertPeople(tx, sealer, people));
    await db().transaction(async (tx) => {
      await tx.flow_version.create({ data: { hash: 'h', flow: 'short-sanatorium', definition: {} } });
      const started = { flow: 'short-sanatorium', flow_version: 'h', subject_name: '李强', started_at: now, slots: {} };
      const subject = archiveNoOf(10) ?? null;
      await tx.service_case.create({
        data: { ...started, no: 'YZ20261125-0001', state: 'open', subject_archive_no: subject, started_by: 'S-x' },
      });
      await tx.service_case.create({
        data: {
          ...started,
          no: 'YZ20261125-0002',
          state: 'completed',
          closed_at: now,
          subject_archive_no: archiveNoOf(2) ?? null,
          started_by: 'S-dept-officer',
        },
      });
      const task = { case_no: 'YZ20261125-0001', step: 'check', role: 'dept-officer', state: 'open', opened_at: now, position: 1 };
      await tx.case_task.create({ data: { ...task, id: 't1' } });
      await tx.case_task_assignee.create({ data: { task_id: 't1', staff_id: 'S-dept-officer' } });
    });
  });

  it('finds the one person of a name and lets choose among several, own area first', async () => {
    expect(await find(liaison, { name: '张建国' })).toEqual({
      kind: 'found',
      person: {
        archiveNo: archiveNoOf(0),
        name: '张建国',
        ...dongliu,
        birthYear: 1948,
        status: '在世',
        label: '张建国（东柳街道东柳社区，1948年生）',
      },
    });
    expect(await numbers(townOfficer, { name: '张建国' })).toEqual([archiveNoOf(0), archiveNoOf(1)]);
    const district = await find({ ...officer, town: '姜山镇' }, { name: '张建国' });
    expect(district).toMatchObject({ kind: 'several', total: 3, choices: [{ archiveNo: archiveNoOf(2) }, {}, {}] });
  });

  it('finds whoever is named by the number of their file, by nothing else of it', async () => {
    const own = archiveNoOf(2) ?? '';
    expect(await numbers(officer, { name: own })).toEqual([own]);
    expect(await numbers(officer, { name: own.toLowerCase().replace('-', '') })).toEqual([own]);
    expect(await numbers(officer, { name: 'YZ-9999999' })).toBe('none');
    expect(await numbers(liaison, { name: archiveNoOf(2) })).toBe('none');
  });

  it('pages through many', async () => {
    const seen: string[] = [];
    for (let offset = 0; offset < 4; offset += 2) {
      const page = await find(officer, { town: '东柳街道' }, { limit: 2, offset });
      if (page.kind !== 'several') throw new Error('several were expected');
      expect(page.total).toBe(8);
      seen.push(...page.choices.map((one) => one.archiveNo));
    }
    expect(new Set(seen).size).toBe(4);
  });

  it.each<[string, PersonQuery, number[]]>([
    ['by identity number', { idcard: '330299194801010010' }, [0]],
    ['by phone', { phone: '13900001234' }, [10]],
    ['by the tail of an identity number', { idcardTail: '0010' }, [0]],
    ['by the tail of a phone that two share', { phoneTail: '1234' }, [0, 10]],
    ['by name and birth year', { name: '张建国', birthYear: 1952 }, [1]],
    ['by name and town', { name: '张建国', town: '姜山镇' }, [2]],
    ['by name and village', { name: '张建国', town: '东柳街道', village: '中兴社区' }, [1]],
    ['by initials', { name: 'wal' }, []],
    ['by initials of a whole name', { name: 'waf' }, [9]],
    ['by pinyin', { name: 'shanjianguo' }, [8]],
    ['by the beginning of a pinyin', { name: 'zhangjianj' }, [4]],
    ['by surname and initials', { name: '单jg' }, [8]],
    ['by given name', { name: '阿法' }, [9]],
    ['by nickname', { name: '阿强' }, [10]],
    ['by title, the old first', { name: '陈阿婆' }, [5, 7]],
    ['by surname with the young first', { name: '小陈', sex: undefined } as PersonQuery, [7, 6, 5]],
    ['by a title behind a whole name', { name: '王阿法师傅' }, [9]],
    ['by category', { category: 'war' }, [4]],
    ['by a category that stands for several', { category: 'three-family' }, [9]],
    ['by the key categories', { category: 'key-recipient' }, [4, 9, 10]],
    ['not by a category that has ended', { category: 'veteran', name: '王阿法' }, []],
  ])('%s', async (_, query, expected) => {
    const found = await numbers(officer, query);
    const wanted = expected.map(archiveNoOf);
    if (wanted.length === 0) expect(found).toBe('none');
    else expect(Array.isArray(found) ? [...found].sort() : found).toEqual([...wanted].sort());
  });

  it('puts the eldest of a nickname first', async () => {
    expect((await numbers(officer, { name: '老陈' }))[0]).toBe(archiveNoOf(5));
    expect((await numbers(officer, { name: '小陈' }))[0]).toBe(archiveNoOf(7));
  });

  it('offers the nearest names, those that sound the same first', async () => {
    expect(await find(townOfficer, { name: '仉建国' })).toEqual({ kind: 'none', nearest: ['张建国', '章建国', '单建国'] });
    expect(await find(officer, { name: '张剑国' })).toEqual({ kind: 'none', nearest: ['张建国', '章建国'] });
    expect(await find(officer, { name: '张建民' })).toMatchObject({ kind: 'none', nearest: ['张建军', '张建国'] });
    expect(await find(officer, { name: '司马相如' })).toEqual({ kind: 'none', nearest: [] });
  });

  it('says the same of somebody elsewhere as of nobody', async () => {
    for (const query of [{ name: '李强' }, { phone: '13900001234' }, { phoneTail: '9999' }, { idcard: '330299200001010000' }]) {
      expect(await find(townOfficer, query)).toEqual({ kind: 'none', nearest: [] });
    }
    for (const name of ['李强', '没有人']) expect(await find(townOfficer, { name, town: '姜山镇' })).toEqual({ kind: 'outside' });
    expect(await find(liaison, { name: '张建国', ...zhongxing })).toEqual({ kind: 'outside' });
  });

  it('takes the nearest names from within reach only', async () => {
    expect(await find(liaison, { name: '章剑国' })).toEqual({ kind: 'none', nearest: ['张建国'] });
  });

  it('finds for a department whom its open cases are about, and no longer when they are closed', async () => {
    const department = viewer('dept-officer');
    expect(await find(department, { name: '李强' })).toMatchObject({ kind: 'found', person: { name: '李强', birthYear: 1950 } });
    expect(await find(department, { name: '李强', town: '姜山镇' })).toMatchObject({ kind: 'found' });
    expect(await find(department, { name: '李强', town: '东柳街道' })).toEqual({ kind: 'none', nearest: [] });
    expect(await find(department, { name: '张建国' })).toEqual({ kind: 'none', nearest: [] });
    // Whoever has an area finds the people of their cases beyond it too, in full by name (contract section 5).
    const starter = { ...townOfficer, id: 'S-x' };
    expect(await find(starter, { name: '李强', town: '姜山镇' })).toMatchObject({ kind: 'found', person: { name: '李强' } });
    expect(await find(starter, { name: '张建国', town: '姜山镇' })).toEqual({ kind: 'outside' });
    expect(await find(viewer('industry-contact'), { name: '李强' })).toEqual({ kind: 'none', nearest: [] });
  });

  it('stars the names for whom sees files masked only, the nearest too', async () => {
    const rotating = viewer('rotating-head', dongliu);
    expect(await find(rotating, { name: '张建国' })).toMatchObject({
      kind: 'found',
      person: { name: '张**', birthYear: null, label: '张**（东柳街道东柳社区）' },
    });
    expect(await find(rotating, { name: '张建民' })).toEqual({ kind: 'none', nearest: ['张**'] });
  });

  it('is refused to roles that see figures only or nothing', async () => {
    for (const role of ['leadership-viewer', 'system-admin'] as const)
      expect(await find(viewer(role), { name: '张建国' })).toEqual({ kind: 'forbidden', why: 'role' });
    expect(await find({ ...officer, isActive: false }, { name: '张建国' })).toEqual({ kind: 'forbidden', why: 'role' });
  });

  it('is not made by a fact that the role may never see', async () => {
    const forbidden = { kind: 'forbidden', why: 'field' };
    expect(await find(viewer('rotating-head', dongliu), { idcardTail: '0010' })).toEqual(forbidden);
    expect(await find(viewer('auditor'), { phone: '13800001234' })).toEqual(forbidden);
    expect(await find(viewer('dept-officer'), { category: 'war' })).toEqual(forbidden);
    expect(await find(viewer('auditor'), { category: 'test' })).toEqual(forbidden);
    expect(await find(viewer('auditor'), { category: 'disabled' })).toMatchObject({ kind: 'found' });
  });

  it('asks back when nothing is asked for', async () => {
    expect(await find(officer, {})).toEqual({ kind: 'unclear' });
    expect(await find(officer, { name: '' })).toEqual({ kind: 'unclear' });
  });

  it('reads a surname by its everyday reading too', async () => {
    for (const name of ['danjianguo', 'shanjianguo', 'djg', 'dan jian guo'])
      expect(await numbers(officer, { name })).toEqual([archiveNoOf(8)]);
    expect(await numbers(officer, { name: 'zhang建军' })).toEqual([archiveNoOf(4)]);
    expect(await numbers(officer, { name: '老陈头' })).toBe('none');
  });

  it('takes an end of either number, as far as the role may search by it', async () => {
    expect(await numbers(officer, { tail: '0010' })).toEqual([archiveNoOf(0)]);
    expect(await numbers(officer, { tail: '1234' })).toEqual([archiveNoOf(0), archiveNoOf(10)]);
    expect(await numbers(viewer('auditor'), { tail: '0010' })).toEqual([archiveNoOf(0)]);
    expect(await numbers(viewer('auditor'), { tail: '1234' })).toBe('none');
  });

  it('goes by archive number, age, sex and any of several places', async () => {
    expect(await numbers(officer, { archiveNo: 'YZ-0000005' })).toEqual(['YZ-0000005']);
    expect(await numbers(townOfficer, { archiveNo: 'YZ-0000003' })).toBe('none');
    expect(await numbers(officer, { name: '张建国', age: 78 })).toEqual([archiveNoOf(0)]);
    expect(await numbers(officer, { name: '陈', sex: '女', places: [dongliu] })).toEqual([archiveNoOf(6), archiveNoOf(5)].sort());
    expect(await numbers(officer, { places: [], name: '张建国' })).toBe('none');
  });

  describe('what is suggested while a name is typed', () => {
    const suggest = async (who: Viewer, typed: string) =>
      (await db().transaction((tx) => suggestPeople({ tx, sealer, now }, who, typed))).map((one) => one.archiveNo);

    it.each<[string, string, number[]]>([
      ['a surname', '张', [0, 1, 4, 2]],
      ['the beginning of a name', '张建', [0, 1, 4, 2]],
      ['the beginning of its sound', 'zhangjiang', [0, 1, 3, 2]],
      ['the beginning of its initials', 'zj', [0, 1, 3, 4, 2]],
      ['a surname misread', 'danj', [8]],
      ['a given name', '建军', [4]],
    ])('goes by %s', async (_, typed, expected) => {
      expect((await suggest({ ...officer, town: '东柳街道' }, typed)).toSorted()).toEqual(expected.map(archiveNoOf).toSorted());
    });

    it('keeps within reach, stars what is masked and says nothing to who may find nobody', async () => {
      expect(await suggest(liaison, '张建')).toEqual([archiveNoOf(0), archiveNoOf(4)]);
      expect(await suggest(viewer('leadership-viewer'), '张')).toEqual([]);
      expect(await suggest(officer, '')).toEqual([]);
      expect(await suggest(officer, '%')).toEqual([]);
      const rotating = viewer('rotating-head', dongliu);
      const [first] = await db().transaction((tx) => suggestPeople({ tx, sealer, now }, rotating, '张建'));
      expect(first).toMatchObject({ name: '张**', birthYear: null });
    });
  });

  it('no longer offers a name that was mended', async () => {
    const name = async (to: string) => db().tx.$executeRaw`UPDATE person SET name = ${to} WHERE archive_no = ${archiveNoOf(9)}`;
    await name('欧阳阿发');
    const known = () => db().tx.known_name.findMany({ where: { name: { in: ['王阿法', '欧阳阿发'] } } });
    expect((await known()).map((one) => one.name)).toEqual(['欧阳阿发']);
    await name('王阿法');
    expect((await known()).map((one) => one.name)).toEqual(['王阿法']);
  });

  it('takes hostile text for text', async () => {
    for (const name of ["张'; DROP TABLE person; --", '%', '_', '张%', '\\', '𠮷', '张\u0000建民'])
      expect(await numbers(officer, { name })).toBe('none');
    expect(await numbers(officer, { name: '\u0000' })).toBe('unclear');
  });

  describe('a count of people', () => {
    const count = (who: Viewer, filter: Parameters<typeof countPeople>[2]) =>
      db().transaction((tx) => countPeople({ tx, now }, who, filter));

    it.each<[string, Viewer, Parameters<typeof countPeople>[2], number]>([
      ['of the living everywhere', officer, {}, 10],
      ['of the dead', officer, { status: '去世' }, 1],
      ['of a town', officer, { town: '姜山镇' }, 3],
      ['of one’s own town', townOfficer, {}, 7],
      ['by category', officer, { category: 'war' }, 1],
      ['by age, both ends included', officer, { age: { min: 76, max: 76 } }, 4],
      ['by lowest age', officer, { age: { min: 78 } }, 2],
      ['by highest age', officer, { age: { max: 36 } }, 2],
      ['for those who see figures only', viewer('leadership-viewer'), { town: '东柳街道' }, 7],
      ['for a department: those of its cases', viewer('dept-officer'), {}, 1],
    ])('%s', async (_, who, filter, expected) => {
      expect(await count(who, filter)).toEqual({ kind: 'count', count: expected });
    });

    it('is not told to those who see figures only, where it points at somebody', async () => {
      for (const filter of [{ category: 'war' }, { town: '姜山镇' }, { category: 'test' }, { age: { min: 78 } }])
        expect(await count(viewer('leadership-viewer'), filter)).toEqual({ kind: 'few' });
    });

    it('is refused outside the area, by role and by sensitive category', async () => {
      expect(await count(townOfficer, { town: '姜山镇' })).toEqual({ kind: 'outside' });
      expect(await count(viewer('system-admin'), {})).toEqual({ kind: 'forbidden', why: 'role' });
      expect(await count(viewer('auditor'), { category: 'war' })).toEqual({ kind: 'forbidden', why: 'field' });
    });
  });
});
