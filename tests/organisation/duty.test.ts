import { describe, expect, it } from 'vitest';
import { dutyChain, type Post, resolveDuty } from '../../src/organisation/duty.ts';
import type { Staff, StaffLeave } from '../../src/organisation/staff.ts';
import { staffMember } from './staff-member.ts';

const area = { town: '东柳街道', village: '东柳社区' };
const liaison = staffMember('v1', ['village-liaison'], area);
const secondLiaison = staffMember('v2', ['village-liaison'], area);
const otherLiaison = staffMember('v3', ['village-liaison'], { town: '姜山镇', village: '东柳社区' });
const officer = staffMember('t1', ['town-officer'], { town: '东柳街道' });
const pension = staffMember('d1', ['section-officer'], { section: 'pension' });
const rights = staffMember('d2', ['section-officer'], { section: 'rights' });
const education = staffMember('e1', ['dept-officer'], { department: 'edu' });
const health = staffMember('h1', ['dept-officer'], { department: 'health' });
const leader = staffMember('l1', ['bureau-leader']);
const everyone: Staff[] = [secondLiaison, liaison, otherLiaison, officer, pension, rights, education, health, leader];

const asked: Post = { role: 'village-liaison', ...area };
const leave = (staffId: string, deputyId: string): StaffLeave => ({
  id: staffId,
  staffId,
  deputyId,
  fromOn: '2026-12-01',
  toOn: '2026-12-05',
});
const who = (post: Post, staff = everyone, leaves: StaffLeave[] = []) => {
  const duty = resolveDuty(post, staff, leaves);
  return {
    ids: duty.acting.map((one) => one.staff.id),
    for: duty.acting.map((one) => one.onBehalfOf),
    role: duty.role,
    from: duty.fallbackFrom,
  };
};

describe('who acts for a post', () => {
  it('is all its holders in the very area, in order', () => {
    expect(who(asked)).toEqual({ ids: ['v1', 'v2'], for: [null, null], role: 'village-liaison', from: null });
  });

  it('is the town’s officer where the village has nobody, and that is said', () => {
    expect(who({ ...asked, village: '中兴社区' })).toEqual({ ids: ['t1'], for: [null], role: 'town-officer', from: 'village-liaison' });
  });

  it('is the pension section where the town has nobody either, another section when one is named', () => {
    expect(who({ ...asked, town: '瞻岐镇' })).toMatchObject({ ids: ['d1'], role: 'section-officer', from: 'village-liaison' });
    expect(who({ ...asked, town: '瞻岐镇', section: 'rights' })).toMatchObject({ ids: ['d2'] });
  });

  it('is the head above a section without officers, up to the bureau’s leader', () => {
    expect(who({ role: 'section-officer', section: 'placement' })).toMatchObject({
      ids: ['l1'],
      role: 'bureau-leader',
      from: 'section-officer',
    });
  });

  it('does not pass from one department to another, nor outside the departments', () => {
    expect(who({ role: 'dept-officer', department: 'edu' })).toMatchObject({ ids: ['e1'] });
    expect(who({ role: 'dept-officer', department: 'civil' })).toEqual({ ids: [], for: [], role: 'dept-officer', from: null });
  });

  it('asks no town of a district’s post', () => {
    expect(who({ role: 'section-officer', section: 'rights', town: '东柳街道', village: '东柳社区' })).toMatchObject({ ids: ['d2'] });
  });

  it('leaves out who left their post', () => {
    expect(who(asked, [{ ...liaison, isActive: false }, officer])).toMatchObject({ ids: ['t1'], from: 'village-liaison' });
  });

  it.each(['village-liaison', 'village-head', 'rotating-head', 'volunteer-lead', 'town-head'] as const)(
    'climbs from %s to the top',
    (role) => {
      expect(dutyChain(role).at(-1)).toBe('bureau-chief');
    },
  );
});

describe('somebody on leave', () => {
  it('is stood in for by the deputy, in their name', () => {
    expect(who({ role: 'town-officer', town: '东柳街道' }, everyone, [leave('t1', 'v1')])).toMatchObject({ ids: ['v1'], for: ['t1'] });
  });

  it('is stood in for once by a colleague of the same post, who acts in their own name', () => {
    expect(who(asked, everyone, [leave('v1', 'v2')])).toMatchObject({ ids: ['v2'], for: [null] });
    expect(who(asked, everyone, [leave('v2', 'v1')])).toMatchObject({ ids: ['v1'], for: [null] });
  });

  it('is stood in for by the deputy’s deputy', () => {
    const leaves = [leave('t1', 'v1'), leave('v1', 'd1')];
    expect(who({ role: 'town-officer', town: '东柳街道' }, everyone, leaves)).toMatchObject({ ids: ['d1'], for: ['t1'] });
  });

  it('keeps the work where the deputies are away too, or left', () => {
    const post: Post = { role: 'town-officer', town: '东柳街道' };
    expect(who(post, everyone, [leave('t1', 'v1'), leave('v1', 't1')])).toMatchObject({ ids: ['t1'], for: [null] });
    expect(who(post, everyone, [leave('t1', 'gone')])).toMatchObject({ ids: ['t1'], for: [null] });
    expect(who(post, everyone, [leave('t1', 't1')])).toMatchObject({ ids: ['t1'], for: [null] });
  });

  it('is stood in for by whom they named last', () => {
    const leaves = [leave('t1', 'v1'), leave('t1', 'd1')];
    expect(who({ role: 'town-officer', town: '东柳街道' }, everyone, leaves)).toMatchObject({ ids: ['d1'] });
  });
});
