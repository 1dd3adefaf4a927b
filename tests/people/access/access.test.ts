import { describe, expect, it } from 'vitest';
import { type RoleId, roles } from '../../../src/organisation/role.ts';
import { type AccessLevel, access, isOutside, reachOf, type Viewer } from '../../../src/people/access/access.ts';
import { dataClasses, visibility } from '../../../src/people/access/visibility.ts';

// Made from rules.yaml by a script of its own: S scope, C case, A all, * masked, # count, - none, in the order of its columns.
const matrix: Record<string, string> = {
  'village-liaison': 'S*SS-CSC*SS--',
  'village-head': 'S*SS--S-#SS--',
  'rotating-head': '*-**--S--S---',
  'town-officer': 'SCSSCCSCCSS--',
  'town-head': 'SCSSCCSCSSS--',
  'center-officer': 'SCSSCCSCCSSC-',
  'section-officer': 'ACCCCCACAAA-C',
  'section-head': 'ACCCCCACAAA-C',
  'bureau-leader': 'A***-#A#AAA##',
  'bureau-chief': 'A***-#A#AAA##',
  'dept-officer': 'CCCC-C-CC-C--',
  'dept-leader': 'C*------C-C--',
  'industry-contact': 'CCCC-C-------',
  'volunteer-lead': '*-CC---------',
  'fund-reviewer': '*----**-C----',
  'leadership-viewer': '#----##-###--',
  auditor: '**--*---A*#--',
  'privacy-officer': '*****####*###',
  'system-admin': '-------------',
};
const cellNames: Record<string, string> = { S: 'scope', C: 'case', A: 'all', '*': 'masked', '#': 'count', '-': 'none' };
const staffRoles = roles.map((role) => role.id).filter((id): id is Exclude<RoleId, 'system'> => id !== 'system');

// Which of the three places each role's work reaches, written down apart from the code.
type Place = 'own village' | 'own town' | 'elsewhere';
const reaches: Record<string, Place[]> = {
  'village-liaison': ['own village'],
  'village-head': ['own village'],
  'rotating-head': ['own village'],
  'town-officer': ['own village', 'own town'],
  'town-head': ['own village', 'own town'],
  'volunteer-lead': ['own village', 'own town'],
  'dept-officer': [],
  'dept-leader': [],
  'industry-contact': [],
  'fund-reviewer': [],
  'system-admin': [],
};
const everywhere: Place[] = ['own village', 'own town', 'elsewhere'];
const people: Record<Place, { town: string; village: string }> = {
  'own village': { town: '东柳街道', village: '东柳社区' },
  'own town': { town: '东柳街道', village: '中兴社区' },
  // The same village name in another town must not be mistaken for one's own.
  elsewhere: { town: '姜山镇', village: '东柳社区' },
};

function viewer(roleIds: RoleId[], facts: Partial<Viewer> = {}): Viewer {
  return { id: 'S1', roles: roleIds, town: '东柳街道', village: '东柳社区', isActive: true, ...facts };
}

// What each letter gives: within reach; within reach and in a case; in a case only; neither.
const gives: Record<string, [AccessLevel, AccessLevel, AccessLevel, AccessLevel]> = {
  A: ['full', 'full', 'full', 'full'],
  S: ['full', 'full', 'masked', 'none'],
  C: ['none', 'full', 'full', 'none'],
  '*': ['masked', 'masked', 'masked', 'none'],
  '#': ['count', 'count', 'none', 'none'],
  '-': ['none', 'none', 'none', 'none'],
};

function expectedLevel(letter: string, isReached: boolean, inCase: boolean, isBasic: boolean): AccessLevel | undefined {
  // Contract section 5: somebody in the viewer's case is named in full.
  if (letter === 'S' && inCase && isBasic) return 'full';
  const [reached, both, inCaseOnly, neither] = gives[letter] ?? [];
  const whereReached = inCase ? both : reached;
  return isReached ? whereReached : inCase ? inCaseOnly : neither;
}

describe('the visibility matrix', () => {
  it('has every role and every class of rules.yaml', () => {
    expect(Object.keys(visibility).sort()).toEqual([...staffRoles].sort());
    expect(staffRoles).toHaveLength(19);
    expect(dataClasses).toHaveLength(13);
  });

  it.each(Object.keys(matrix))('grants %s what rules.yaml grants', (role) => {
    const row = visibility[role as keyof typeof visibility];
    expect(dataClasses.map((one) => row[one])).toEqual(Array.from(matrix[role] ?? '', (letter) => cellNames[letter]));
  });
});

describe('access', () => {
  const cells = staffRoles.flatMap((role) =>
    everywhere.flatMap((place) => [false, true].map((inCase) => ({ role, place, inCase, letters: matrix[role] ?? '' }))),
  );

  it.each(cells)('of $role to somebody of $place, in a case: $inCase', ({ role, place, inCase, letters }) => {
    const isReached = (reaches[role] ?? everywhere).includes(place);
    const levels = access(viewer([role]), people[place], { inCase });
    dataClasses.forEach((dataClass, i) => {
      const expected = expectedLevel(letters[i] ?? '', isReached, inCase, dataClass === 'archive_basic');
      expect(levels[dataClass], `${role} ${dataClass}`).toBe(expected);
    });
  });

  it('takes the best of several roles, class by class, each within its own area', () => {
    const both = viewer(['rotating-head', 'auditor']);
    expect(access(both, people['own village'], { inCase: false })).toMatchObject({ idcard: 'masked', merit: 'full', payment: 'full' });
    expect(access(both, people.elsewhere, { inCase: false })).toMatchObject({ idcard: 'masked', merit: 'none', payment: 'full' });
  });

  it('is nothing for who left their post, and for the machine itself', () => {
    for (const one of [viewer(['section-head'], { isActive: false }), viewer(['system']), viewer([])]) {
      expect(new Set(Object.values(access(one, people['own village'], { inCase: true })))).toEqual(new Set(['none']));
      expect(reachOf(one)).toBeNull();
    }
  });

  it('does not take an unknown area for the viewer’s own', () => {
    const nowhere = viewer(['town-officer'], { town: null, village: null });
    expect(access(nowhere, { town: null, village: null }, { inCase: false }).archive_basic).toBe('none');
    expect(access(viewer(['village-liaison'], { village: null }), { town: '东柳街道', village: null }, { inCase: false }).phone).toBe(
      'none',
    );
  });
});

describe('the reach of a search', () => {
  it.each(staffRoles)('of %s is where access shows something of the file', (role) => {
    const one = viewer([role]);
    const reach = reachOf(one);
    for (const place of everywhere) {
      const person = people[place];
      const level = access(one, person, { inCase: false }).archive_basic;
      const isFound = reach !== null && (reach.isEverywhere || (reach.areas.length > 0 && !isOutside(reach, person.town, person.village)));
      expect(isFound, `${role} ${place}`).toBe(level === 'masked' || level === 'full');
    }
  });

  it('counts where it does not find', () => {
    expect(reachOf(viewer(['leadership-viewer']))).toBeNull();
    expect(reachOf(viewer(['leadership-viewer']), 'count')).toMatchObject({ isEverywhere: true });
    expect(reachOf(viewer(['system-admin']), 'count')).toBeNull();
  });

  it('knows a question about another village for outside without its town', () => {
    const liaison = reachOf(viewer(['village-liaison']));
    const officer = reachOf(viewer(['town-officer']));
    if (liaison === null || officer === null) throw new Error('both find people');
    expect(isOutside(liaison, null, '中兴社区')).toBe(true);
    expect(isOutside(liaison, null, '东柳社区')).toBe(false);
    expect(isOutside(liaison, '东柳街道', null)).toBe(false);
    expect(isOutside(officer, null, '中兴社区')).toBe(false);
    expect(isOutside(officer, '姜山镇', null)).toBe(true);
  });
});
