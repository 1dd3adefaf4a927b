import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { RoleId } from '../../../src/organisation/role.ts';
import { access, reachOf, type Viewer } from '../../../src/people/access/access.ts';
import type { MaskContext } from '../../../src/people/access/masking.ts';
import { revealFields } from '../../../src/people/access/reveal-field.ts';
import type { DataClass } from '../../../src/people/access/visibility.ts';
import { fileSections } from '../../../src/people/file/file-view.ts';
import { personCard } from '../../../src/people/file/person-card.ts';
import { viewOf } from '../../../src/people/file/person-file.ts';
import type { PersonFile } from '../../../src/people/file/person-file-store.ts';
import { choiceOf } from '../../../src/people/search/person-search.ts';

const TODAY = '2026-11-25';
const rules = parse(readFileSync('tests/people/access/visibility.yaml', 'utf8')) as {
  columns: DataClass[];
  rows: Record<string, Record<DataClass, string>>;
  scopes: Record<string, { level: string; scope: string }>;
};

/** Every fact a needle that stands nowhere else, so that it is found wherever it leaks. */
const needles: [DataClass, string][] = [
  ['idcard', '330212194903071234'],
  ['idcard', '19490307'],
  ['phone', '13700112233'],
  ['phone', '13700445566'],
  ['address', '云雀新苑8幢801室'],
  ['bankcard', '6217000011112222333'],
  ['health', '双膝陈旧伤'],
  ['merit', '战时一等功臣'],
  ['minor', '欧阳小满'],
  ['payment', '4321.75'],
  ['visit_record', '走访员姚黄'],
  ['archive_basic', '司徒望舒'],
  ['archive_basic', '只供安全表单的备注'],
  ['archive_basic', 'YD33029900077123'],
];

const file: PersonFile = {
  archiveNo: 'YZ-0042042',
  name: '司徒望舒',
  sex: '男',
  birthOn: '1949-03-07',
  town: '姜山镇',
  village: '走马塘村',
  status: '在世',
  lifecycle: '在册',
  keyCategory: 'war',
  enlistedOn: '1968-03-01',
  dischargedOn: '1975-04-01',
  branch: '陆军',
  disabilityGrade: 6,
  cardNo: null,
  merit: '战时一等功臣',
  hardship: '低保',
  livesAlone: true,
  isBedridden: false,
  lastSanatoriumYear: 2021,
  version: 1,
  mergedInto: null,
  categories: ['war'],
  relations: [{ id: 'r1', kind: '孙女', name: '欧阳小满', birthOn: '2016-06-01', isMinor: true, caseNo: null }],
  benefits: [{ kind: 'pension', title: '生活补助', amount: 4321.75, year: 2026, grantedOn: '2026-02-01', caseNo: null }],
  benefitCount: 1,
  visits: [{ visitedOn: '2026-01-20', visitor: '走访员姚黄', way: 'home' }],
  visitCount: 1,
  openNeeds: 0,
  cases: [],
  caseCount: 0,
  certificates: [{ kind: '优待证', no: 'YD33029900077123', state: '有效', issuedOn: '2022-01-01' }],
  inCase: false,
  idcard: '330212194903071234',
  phone: '13700112233',
  address: '姜山镇走马塘村云雀新苑8幢801室',
  bankcard: '6217000011112222333',
  health: '双膝陈旧伤',
  emergencyName: '司徒明',
  emergencyPhone: '13700445566',
  note: '只供安全表单的备注',
};

const contexts: MaskContext[] = ['secure_form', 'private_chat', 'group_chat', 'dashboard', 'export'];
const places = {
  ownVillage: ['姜山镇', '走马塘村'],
  ownTown: ['姜山镇', '陆家堰村'],
  elsewhere: ['东柳街道', '安居社区'],
  nowhere: [null, null],
} as const;
const relations = {
  none: { inCase: false },
  case: { inCase: true },
  emergency: { inCase: false, isEmergency: true },
  both: { inCase: true, isEmergency: true },
} as const;

type Level = 'none' | 'count' | 'masked' | 'full';
const order: Level[] = ['none', 'count', 'masked', 'full'];
const best = (levels: Level[]): Level => levels.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), 'none');

function coversPlace(role: string, place: keyof typeof places): boolean {
  const { scope } = rules.scopes[role] ?? { scope: 'none' };
  if (['all', 'masked', 'aggregate'].includes(scope)) return true;
  return scope === 'village' ? place === 'ownVillage' : ['town', 'team'].includes(scope) && place.startsWith('own');
}

/** What a cell of the matrix grants, by whether the work covers the place and whether there is a case. */
const cellGrants: Record<string, (covers: boolean, inCase: boolean, isBasic: boolean) => Level> = {
  none: () => 'none',
  count: (covers) => (covers ? 'count' : 'none'),
  masked: (covers, inCase) => (covers || inCase ? 'masked' : 'none'),
  scope: (covers, inCase, isBasic) => (covers || (inCase && isBasic) ? 'full' : inCase ? 'masked' : 'none'),
  case: (_, inCase) => (inCase ? 'full' : 'none'),
  all: () => 'full',
};

const inEmergency: Partial<Record<DataClass, Level>> = {
  archive_basic: 'full',
  phone: 'full',
  address: 'full',
  health: 'full',
  idcard: 'masked',
  minor: 'masked',
};

/** What the rules grant, worked out apart from the code: cell by cell, area by area. */
function granted(role: string, dataClass: DataClass, { place, relation }: Situation): Level {
  const cell = rules.rows[role]?.[dataClass] ?? 'none';
  const { inCase, isEmergency } = relations[relation] as { inCase: boolean; isEmergency?: boolean };
  const byCell = cellGrants[cell]?.(coversPlace(role, place), inCase, dataClass === 'archive_basic') ?? 'none';
  return best([byCell, isEmergency ? (inEmergency[dataClass] ?? 'none') : 'none']);
}

interface Situation {
  place: keyof typeof places;
  relation: keyof typeof relations;
  isActive: boolean;
}

const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>) => Object.keys(record) as Key[];

const situations: Situation[] = keysOf(places).flatMap((place) =>
  keysOf(relations).flatMap((relation) => [true, false].map((isActive) => ({ place, relation, isActive }))),
);

const views = contexts.flatMap((context) => [[], ...fileSections.map((id) => [id])].map((sections) => ({ context, sections })));

/** Whether a needle of a class may stand in the clear somewhere. */
function mayStand(dataClass: DataClass, needle: string, level: Level, context: MaskContext, basic: Level): boolean {
  if (level !== 'full') return false;
  if (context === 'group_chat' || context === 'dashboard') return false;
  if (dataClass === 'archive_basic' && needle === file.name) return context !== 'export';
  if (dataClass === 'archive_basic') return context === 'secure_form';
  if (dataClass === 'merit') return true;
  if (dataClass === 'payment') return context !== 'export';
  if (dataClass === 'visit_record') return true;
  return context === 'secure_form' && basic !== 'none';
}

describe('nobody sees more than the matrix grants, by any path, at any level, in any relation, of any class', () => {
  const roles = Object.keys(rules.rows) as RoleId[];
  let cells = 0;

  /** Everything that is said of the file in one way, searched for every needle that may not stand in it. */
  function search(outputs: string[], mayShow: (of: DataClass, needle: string) => boolean) {
    for (const [dataClass, needle] of needles) {
      cells += 1;
      if (!mayShow(dataClass, needle))
        expect(
          outputs.filter((output) => output.includes(needle)),
          needle,
        ).toEqual([]);
    }
  }

  it.each(roles.flatMap((role) => situations.map((situation) => ({ role, ...situation }))))(
    '$role, $place, $relation, active: $isActive',
    ({ role, ...situation }) => {
      const [town, village] = places[situation.place];
      const viewer: Viewer = { id: 'S1', roles: [role], town, village, isActive: situation.isActive };
      const seen = access(viewer, file, relations[situation.relation]);
      const level = (dataClass: DataClass) => (situation.isActive ? granted(role, dataClass, situation) : 'none');
      for (const dataClass of rules.columns) expect(seen[dataClass], dataClass).toBe(level(dataClass));
      for (const { context, sections } of views) {
        const view = viewOf(file, { access: seen, context, today: TODAY, flowTitle: (flow) => flow }, sections);
        search([JSON.stringify(view), personCard(view, sections)], (dataClass, needle) =>
          mayStand(dataClass, needle, level(dataClass), context, level('archive_basic')),
        );
      }
      // An emergency opens one file; it does not widen what a list of people says.
      const isInCase = relations[situation.relation].inCase;
      const isKnown =
        situation.isActive && granted(role, 'archive_basic', { ...situation, relation: isInCase ? 'case' : 'none' }) === 'full';
      search([JSON.stringify(choiceOf(viewer, { ...file, inCase: isInCase }))], (_, needle) => needle === file.name && isKnown);
    },
  );

  it('in more than fifty thousand cells', () => {
    expect(cells).toBeGreaterThan(50_000);
  });
});

describe('what is entitled is shown', () => {
  const officer: Viewer = { id: 'S1', roles: ['town-officer'], town: '姜山镇', village: null, isActive: true };
  const looking = (context: MaskContext, more: object = {}) => ({
    access: access(officer, file, { inCase: true }),
    context,
    today: TODAY,
    flowTitle: (flow: string) => flow,
    ...more,
  });

  it('whole in a secure form to an officer with the person’s case', () => {
    const text = JSON.stringify(viewOf(file, looking('secure_form'), []));
    for (const [dataClass, needle] of needles) {
      if (needle === '19490307') continue;
      expect(text.includes(needle), `${dataClass} ${needle}`).toBe(true);
    }
  });

  it.each(revealFields)('%s alone once it is revealed in a chat', (field) => {
    const before = JSON.stringify(viewOf(file, looking('private_chat'), []));
    const after = JSON.stringify(viewOf(file, looking('private_chat', { revealed: new Set([field]) }), []));
    const wholes: Record<(typeof revealFields)[number], string> = {
      idcard: '330212194903071234',
      phone: '13700112233',
      address: '8幢801室',
      bankcard: '6217000011112222333',
      birth: '1949-03-07',
      health: '双膝陈旧伤',
      emergencyPhone: '13700445566',
    };
    expect(before).not.toContain(wholes[field]);
    for (const [other, whole] of Object.entries(wholes)) expect(after.includes(whole), other).toBe(other === field);
  });

  it('and a reveal opens nothing in a group, nor for whom the matrix masks it', () => {
    const revealed = new Set(revealFields);
    const leader: Viewer = { id: 'L', roles: ['bureau-leader'], town: null, village: null, isActive: true };
    const views = [
      viewOf(file, looking('group_chat', { revealed }), []),
      viewOf(file, looking('dashboard', { revealed }), []),
      viewOf(file, { ...looking('private_chat', { revealed }), access: access(leader, file, { inCase: false }) }, []),
    ];
    for (const view of views) {
      for (const secret of ['330212194903071234', '13700112233', '8幢801室', '6217000011112222333', '双膝陈旧伤']) {
        expect(JSON.stringify(view)).not.toContain(secret);
      }
    }
  });
});

describe('nothing is told by what is left out', () => {
  const bare: PersonFile = {
    ...file,
    idcard: null,
    phone: null,
    address: null,
    bankcard: null,
    health: null,
    disabilityGrade: null,
    emergencyName: null,
    emergencyPhone: null,
    merit: null,
    relations: [],
    benefits: [],
    benefitCount: 0,
  };

  it.each(Object.keys(rules.rows) as RoleId[])(
    'the list of what is withheld from a %s is the same whether or not there is something',
    (role) => {
      const viewer: Viewer = { id: 'S1', roles: [role], town: '姜山镇', village: '走马塘村', isActive: true };
      const looking = {
        access: access(viewer, file, { inCase: false }),
        context: 'private_chat' as const,
        today: TODAY,
        flowTitle: (flow: string) => flow,
      };
      expect(viewOf(bare, looking, []).withheld).toEqual(viewOf(file, looking, []).withheld);
    },
  );

  it('who may count only is not among those who find', () => {
    const viewer: Viewer = { id: 'S1', roles: ['leadership-viewer'], town: null, village: null, isActive: true };
    expect(reachOf(viewer)).toBeNull();
    expect(reachOf(viewer, 'count')).not.toBeNull();
  });
});
