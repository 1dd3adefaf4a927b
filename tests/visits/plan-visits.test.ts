import { describe, expect, it } from 'vitest';
import { findFestival } from '../../src/platform/calendar/festivals.ts';
import type { Visitor } from '../../src/visits/assign-visits.ts';
import { type PlanInput, planVisits } from '../../src/visits/plan-visits.ts';
import type { Recipient } from '../../src/visits/recipient.ts';

const plain: Recipient = {
  archiveNo: 'A1',
  birthOn: '1950-05-05',
  town: '甲镇',
  village: '甲一村',
  keyCategory: null,
  categories: [],
  isDischarged: true,
  disabilityGrade: null,
  merit: null,
  hardship: null,
  livesAlone: false,
  isBedridden: false,
  spouseNo: null,
};

const staff: Visitor[] = [
  { id: 'L1', roles: ['village-liaison'], town: '甲镇', village: '甲一村', section: null },
  { id: 'L2', roles: ['village-liaison'], town: '甲镇', village: '甲一村', section: null },
  { id: 'H2', roles: ['village-head'], town: '甲镇', village: '甲二村', section: null },
  { id: 'O1', roles: ['town-officer'], town: '甲镇', village: null, section: null },
  { id: 'O2', roles: ['town-officer'], town: '甲镇', village: null, section: null },
  { id: 'D1', roles: ['section-officer'], town: null, village: null, section: 'pension' },
  { id: 'D2', roles: ['center-officer'], town: null, village: null, section: 'center' },
  { id: 'D3', roles: ['section-officer'], town: null, village: null, section: 'rights' },
];

function plan(recipients: Partial<Recipient>[], festivalId = 'spring_festival', rest: Partial<PlanInput> = {}) {
  const festival = findFestival(festivalId);
  if (!festival) throw new Error(festivalId);
  const people = recipients.map((one, index) => ({ ...plain, archiveNo: `A${index}`, ...one }));
  return planVisits({ festival, on: '2027-02-06', recipients: people, staff, load: new Map(), standing: [], ...rest });
}

describe('who is visited', () => {
  const cases: [string, Partial<Recipient>, string[]][] = [
    ['a priority recipient', { keyCategory: 'rural60' }, ['spring_festival', 'army_day']],
    ['a martyr’s family', { keyCategory: 'martyr' }, ['spring_festival', 'army_day', 'qingming', 'martyrs_day']],
    [
      'a martyr’s child on the list of its own',
      { keyCategory: 'martyr_child60' },
      ['spring_festival', 'army_day', 'qingming', 'martyrs_day'],
    ],
    ['a serving soldier’s family', { categories: ['serving-family'], isDischarged: false }, ['spring_festival', 'army_day']],
    ['somebody of second class merit', { merit: '二等功' }, ['spring_festival']],
    ['somebody of third class merit', { merit: '三等功' }, []],
    ['a veteran in hardship', { hardship: '低保' }, ['spring_festival', 'army_day', 'dragon_boat', 'mid_autumn']],
    ['somebody in hardship who never served', { hardship: '低保', isDischarged: false, categories: ['new-recruit'] }, []],
    ['a veteran of a war who is on no list', { categories: ['war'] }, ['army_day']],
    [
      'a recipient of 80',
      { keyCategory: 'rural60', birthOn: '1947-02-06' },
      ['spring_festival', 'army_day', 'dragon_boat', 'mid_autumn', 'double_ninth'],
    ],
    ['a recipient one day short of 80', { keyCategory: 'rural60', birthOn: '1947-02-07' }, ['spring_festival', 'army_day']],
    ['an ordinary veteran of 85', { birthOn: '1941-01-01' }, ['double_ninth']],
    ['a recipient who lives alone', { keyCategory: 'war', livesAlone: true }, ['spring_festival', 'army_day', 'mid_autumn']],
    ['a recipient who is bedridden', { keyCategory: 'war', isBedridden: true }, ['spring_festival', 'army_day', 'double_ninth']],
    ['an ordinary veteran', {}, []],
    ['somebody of unknown age', { birthOn: null, keyCategory: 'rural60' }, ['spring_festival', 'army_day']],
  ];
  const visited = ['spring_festival', 'army_day', 'qingming', 'martyrs_day', 'dragon_boat', 'mid_autumn', 'double_ninth'];

  it.each(cases)('%s', (_, person, festivals) => {
    expect(visited.filter((festival) => plan([person], festival).length > 0)).toEqual(festivals);
  });

  it('is told with every reason', () => {
    expect(plan([{ keyCategory: 'war', hardship: '低边' }])[0]?.reason).toBe('重点优抚对象、困难退役军人');
  });
});

describe('which level visits', () => {
  const cases: [string, Partial<Recipient>, string, string, number][] = [
    ['a martyr’s family', { keyCategory: 'martyr' }, 'spring_festival', 'district', 1000],
    ['a martyr’s family at Qingming, when the district does not go', { keyCategory: 'martyr' }, 'qingming', 'town', 500],
    ['a soldier disabled to the fourth grade', { keyCategory: 'disabled', disabilityGrade: 4 }, 'spring_festival', 'district', 1000],
    ['a soldier disabled to the fifth grade', { keyCategory: 'disabled', disabilityGrade: 5 }, 'spring_festival', 'town', 500],
    ['a first class hero', { merit: '一等功' }, 'spring_festival', 'district', 1000],
    ['a second class hero', { merit: '二等功' }, 'spring_festival', 'village', 300],
    ['a family of one who died on duty', { keyCategory: 'sacrifice' }, 'army_day', 'town', 500],
    ['a veteran of a war', { keyCategory: 'war' }, 'army_day', 'town', 500],
    ['a veteran of a war at mid-autumn, when only villages go', { keyCategory: 'war', livesAlone: true }, 'mid_autumn', 'village', 300],
    ['a martyr’s child at the memorial day, when villages do not go', { keyCategory: 'martyr_child60' }, 'martyrs_day', 'town', 500],
    ['a farmer veteran of 60', { keyCategory: 'rural60' }, 'spring_festival', 'village', 300],
    ['somebody in special hardship', { hardship: '特别困难' }, 'spring_festival', 'district', 1000],
  ];

  it.each(cases)('%s', (_, person, festival, level, giftLimit) => {
    expect(plan([person], festival)[0]).toMatchObject({ level, giftLimit });
  });
});

describe('who goes', () => {
  it('is the liaison of the village, turn by turn where there are two', () => {
    const visits = plan(Array.from({ length: 5 }, () => ({ keyCategory: 'rural60' })));
    expect(visits.map((visit) => visit.assigneeId)).toEqual(['L1', 'L2', 'L1', 'L2', 'L1']);
  });

  it('is the head where the village has no liaison, and nothing needs to be said', () => {
    expect(plan([{ keyCategory: 'rural60', village: '甲二村' }])[0]).toMatchObject({ assigneeId: 'H2', reason: '重点优抚对象' });
  });

  it('is the town’s officer where the station has nobody, and that is said', () => {
    expect(plan([{ keyCategory: 'rural60', village: '甲三村' }])[0]).toMatchObject({
      assigneeId: 'O1',
      reason: '重点优抚对象；村社站无在岗人员，由上一级走访',
      giftLimit: 300,
    });
  });

  it('is the town’s officer for somebody without a village, the district’s for somebody without a town', () => {
    const visits = plan([
      { keyCategory: 'rural60', village: null },
      { keyCategory: 'rural60', town: null, village: null },
    ]);
    expect(visits.map((visit) => visit.assigneeId)).toEqual(['O1', 'D1']);
  });

  it('is, for the district, the pension section and the centre, not other sections', () => {
    const visits = plan(Array.from({ length: 4 }, () => ({ keyCategory: 'martyr' })));
    expect(visits.map((visit) => visit.assigneeId)).toEqual(['D1', 'D2', 'D1', 'D2']);
  });

  it('is nobody, openly, where nobody at any level is in post', () => {
    expect(plan([{ keyCategory: 'rural60' }], 'spring_festival', { staff: [] })[0]?.assigneeId).toBeNull();
  });

  it('is whoever carries less from other festivals', () => {
    const visits = plan([{ keyCategory: 'rural60' }, { keyCategory: 'rural60' }], 'spring_festival', { load: new Map([['L1', 9]]) });
    expect(visits.map((visit) => visit.assigneeId)).toEqual(['L2', 'L2']);
  });

  it('stays with whoever had it, and newcomers go to the others', () => {
    const standing = ['A0', 'A1'].map((archiveNo) => ({
      archiveNo,
      level: 'village' as const,
      town: '甲镇',
      village: '甲一村',
      assigneeId: 'L1',
    }));
    const visits = plan(
      Array.from({ length: 3 }, () => ({ keyCategory: 'rural60' })),
      'spring_festival',
      { standing },
    );
    expect(visits.map((visit) => visit.assigneeId)).toEqual(['L1', 'L1', 'L2']);
  });

  it('changes when the visitor leaves or the person moves', () => {
    const standing = [
      { archiveNo: 'A0', level: 'village' as const, town: '甲镇', village: '甲一村', assigneeId: 'gone' },
      { archiveNo: 'A1', level: 'village' as const, town: '乙镇', village: '乙一村', assigneeId: 'L1' },
    ];
    const visits = plan([{ keyCategory: 'rural60' }, { keyCategory: 'rural60', village: '甲二村' }], 'spring_festival', { standing });
    expect(visits.map((visit) => visit.assigneeId)).toEqual(['L1', 'H2']);
  });

  it('does not depend on the order in which people and staff are read', () => {
    const people = Array.from({ length: 60 }, (_, n) => ({
      archiveNo: `B${String((n * 37) % 60).padStart(2, '0')}`,
      keyCategory: ['rural60', 'war', 'martyr'][n % 3] ?? null,
      village: n % 2 ? '甲一村' : '甲二村',
    }));
    const straight = plan(people);
    expect(straight).toHaveLength(60);
    expect(plan([...people].reverse(), 'spring_festival', { staff: [...staff].reverse() })).toEqual(straight);
  });
});

describe('a household', () => {
  const couple = [
    { archiveNo: 'A0', keyCategory: 'rural60', spouseNo: 'A1' },
    { archiveNo: 'A1', keyCategory: 'martyr', spouseNo: 'A0' },
  ];

  it('is visited once, by the higher level of the two, with one gift', () => {
    const [first, second] = plan(couple);
    expect(first).toMatchObject({ level: 'district', assigneeId: 'D1', giftLimit: null, reason: '重点优抚对象；与配偶同户，一次走访' });
    expect(second).toMatchObject({ level: 'district', assigneeId: 'D1', giftLimit: 1000 });
  });

  it('is two when the couple lives apart', () => {
    const visits = plan([{ ...couple[0], village: '甲二村' }, { ...couple[1] }]);
    expect(visits.map((visit) => visit.giftLimit)).toEqual([300, 1000]);
  });
});
