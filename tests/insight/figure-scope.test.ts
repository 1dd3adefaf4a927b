import { expect, it } from 'vitest';
import { figureScope } from '../../src/insight/figure-scope.ts';
import type { RoleId } from '../../src/organisation/role.ts';
import { maskedViewer } from '../../src/people/access/masked-viewer.ts';
import { staffMember } from '../cases/district.ts';

const TOWN = '姜山镇';
const at = (role: RoleId, place: { town?: string; village?: string } = {}) =>
  staffMember('X', [role], { town: null, village: null, ...place });

it.each([
  ['bureau-leader', {}, undefined, { town: null, village: null }],
  ['bureau-leader', {}, '横溪镇', { town: '横溪镇', village: null }],
  ['leadership-viewer', {}, TOWN, { town: TOWN, village: null }],
  ['town-officer', { town: TOWN }, undefined, { town: TOWN, village: null }],
  ['town-officer', { town: TOWN }, TOWN, { town: TOWN, village: null }],
  ['village-liaison', { town: TOWN, village: '走马塘村' }, TOWN, { town: TOWN, village: '走马塘村' }],
] as const)('%s %j who asks for %s is given figures of their area', (role, place, town, area) => {
  expect(figureScope(at(role, place), { town })).toMatchObject({ ok: true, area });
});

it.each([
  ['town-officer', { town: TOWN }, '横溪镇', 'outside'],
  ['village-head', { town: TOWN, village: '走马塘村' }, '横溪镇', 'outside'],
  ['dept-officer', {}, undefined, 'forbidden'],
  ['system-admin', {}, undefined, 'forbidden'],
] as const)('%s %j who asks for %s is refused: %s', (role, place, town, code) => {
  expect(figureScope(at(role, place), { town })).toEqual({ ok: false, code });
});

it('tells apart who may look at people from who may only count them', () => {
  expect(figureScope(at('leadership-viewer'), {})).toMatchObject({ seesFiguresOnly: true });
  expect(figureScope(at('section-officer'), {})).toMatchObject({ seesFiguresOnly: false });
  expect(figureScope(maskedViewer('api:x'), {})).toMatchObject({ seesFiguresOnly: false });
  expect(figureScope({ ...at('section-officer'), isActive: false }, {})).toMatchObject({ code: 'forbidden' });
});
