import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../../src/organisation/role.ts';
import { access, type Viewer } from '../../../src/people/access/access.ts';
import { countPeople, FEWEST } from '../../../src/people/count-people.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../../src/people/new-person.ts';
import { findByText } from '../../../src/people/search/find-by-text.ts';
import { findPeople, suggestPeople } from '../../../src/people/search/person-search.ts';
import type { Database } from '../../../src/platform/database.ts';
import { freshDatabase, testSealer } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T02:00:00Z');
const sealer = testSealer();
const own = { town: '东柳街道', village: '东柳社区' };

/** One in the viewer's village, one in their town, one elsewhere, one elsewhere in a case of theirs. Names that nobody else bears. */
const people = [
  newPerson({ archiveNo: 'YZ-0000001', name: '司徒望舒', birthOn: '1941-01-01', phone: '13800000001', ...own }),
  newPerson({
    archiveNo: 'YZ-0000002',
    name: '司徒望云',
    birthOn: '1942-01-01',
    phone: '13800000002',
    town: '东柳街道',
    village: '中兴社区',
  }),
  newPerson({
    archiveNo: 'YZ-0000003',
    name: '司徒望山',
    birthOn: '1943-01-01',
    phone: '13800000003',
    town: '姜山镇',
    village: '走马塘村',
  }),
  newPerson({
    archiveNo: 'YZ-0000004',
    name: '司徒望海',
    birthOn: '1944-01-01',
    phone: '13800000004',
    town: '姜山镇',
    village: '走马塘村',
  }),
];
const inCase = 'YZ-0000004';

const viewers: Viewer[] = roles.map(({ id }) => ({ id: `S-${id}`, roles: [id], isActive: true, ...own }));

/** Every way by which somebody's name may come back, each asked about one person. */
const paths: Record<
  string,
  (deps: { tx: Database['tx']; sealer: typeof sealer; now: Date }, viewer: Viewer, person: (typeof people)[number]) => Promise<unknown>
> = {
  name: (deps, viewer, { name }) => findPeople(deps, viewer, { name }),
  'the archive number': (deps, viewer, { archiveNo }) => findPeople(deps, viewer, { archiveNo }),
  phone: (deps, viewer, { phone }) => findPeople(deps, viewer, { phone: phone ?? undefined }),
  'the place': (deps, viewer, { town, village }) => findPeople(deps, viewer, { town: town ?? undefined, village: village ?? undefined }),
  'a name spelt wrong': (deps, viewer, { name }) => findPeople(deps, viewer, { name: `${name.slice(0, 3)}錡` }),
  sound: (deps, viewer) => findPeople(deps, viewer, { name: 'situwang' }),
  'what is typed': (deps, viewer, { name, town }) => findByText(deps, viewer, `${town}的${name}`),
  'the beginning of the name': (deps, viewer, { name }) => suggestPeople(deps, viewer, name.slice(0, 3)),
  'the beginning of the sound': (deps, viewer) => suggestPeople(deps, viewer, 'situw'),
};

describe('who is found, by role, place and way', () => {
  let db: Database;
  let cells = 0;
  /** That those who may are told: a search that finds nobody would leak nothing either. */
  let told = 0;

  beforeAll(async () => {
    db = await freshDatabase('pglite');
    await db.transaction((tx) => insertPeople(tx, sealer, people));
    await db.tx.flow_version.create({ data: { hash: 'h', flow: 'short-sanatorium', definition: {} } });
    for (const [index, { id }] of viewers.entries()) {
      const started = { flow: 'short-sanatorium', flow_version: 'h', subject_name: '司徒望海', started_at: now, slots: {} };
      const no = `YZ20261125-${String(index + 1).padStart(4, '0')}`;
      await db.tx.service_case.create({ data: { ...started, no, state: 'open', subject_archive_no: inCase, started_by: id } });
    }
  });
  afterAll(() => db?.close());

  const levelOf = (viewer: Viewer, person: (typeof people)[number]) =>
    access(viewer, person, { inCase: person.archiveNo === inCase }).archive_basic;

  /** What was said to somebody, searched for what they may not see of anybody. */
  function expectNothingMore(viewer: Viewer, said: string, path: string): void {
    for (const person of people) {
      cells += 1;
      const level = levelOf(viewer, person);
      told += Number(level === 'full' && said.includes(person.name));
      const what = `${path}, about ${person.name}, who is ${level}: ${said}`;
      const known = [person.name, `${person.birthOn?.slice(0, 4)}年生`].filter((fact) => said.includes(fact));
      if (level !== 'full') expect(known, what).toEqual([]);
      if (level === 'none' || level === 'count') expect(said, what).not.toContain(person.archiveNo);
    }
  }

  it.each(viewers.map((viewer) => [viewer.roles[0], viewer] as const))('%s', async (_, viewer) => {
    for (const [path, ask] of Object.entries(paths))
      for (const asked of people) {
        const said = JSON.stringify(await db.transaction((tx) => ask({ tx, sealer, now }, viewer, asked)));
        expectNothingMore(viewer, said, `${path} of ${asked.name}`);
      }
  });

  it('tells no small figure to whom no name is told', async () => {
    const seesNobody = viewers.filter((viewer) => people.every((person) => ['none', 'count'].includes(levelOf(viewer, person))));
    expect(seesNobody.length).toBeGreaterThan(1);
    for (const viewer of seesNobody)
      for (const filter of [{}, { town: '姜山镇' }, { town: '东柳街道' }, { age: { min: 80 } }]) {
        const counted = await db.transaction((tx) => countPeople({ tx, now }, viewer, filter));
        if (counted.kind === 'count') expect(counted.count).toBeGreaterThanOrEqual(FEWEST);
      }
  });

  it('in more than two thousand cells, some hundreds of them with what may be told', () => {
    expect(cells).toBeGreaterThan(2000);
    expect(told).toBeGreaterThan(500);
  });
});
