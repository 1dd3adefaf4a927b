import { beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../../src/cases/with-case.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { addNote } from '../../../src/people/change/file-parts.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../../src/people/new-person.ts';
import { erasable, eraseForPerson } from '../../../src/people/rights/erase.ts';
import { copyForPerson } from '../../../src/people/rights/file-copy.ts';
import { listOpenRequests, type RightsDeps, receiveRequest, settleRequest } from '../../../src/people/rights/rights-request.ts';
import type { Tx } from '../../../src/platform/database.ts';
import { runsOf } from '../../../src/platform/paper/paper.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T10:00:00+08:00');
const sealer = testSealer();
const officer: Staff = { ...systemActor, id: 'T1', name: '王敏', roles: ['town-officer'], level: 'town', town: '姜山镇' };
const elsewhere: Staff = { ...officer, id: 'T9', town: '东柳街道' };
const section: Staff = { ...systemActor, id: 'S1', name: '胡超', roles: ['section-officer'] };

it('a paper shows what no font has by its code, never as a hole', () => {
  const runs = runsOf(
    '𠮷a张',
    (code) => code === 0x5f20,
    (code) => code === 0x61,
  );
  expect(runs).toEqual([
    { font: 'latin', text: '[U+20BB7]a' },
    { font: 'han', text: '张' },
  ]);
});

onBothDatabases('what a person may ask about their own file', (db) => {
  const act = <T>(work: (deps: RightsDeps & { flowTitle(flow: string): string }) => Promise<T>) =>
    db().transaction((tx: Tx) => work({ tx, sealer, now, channel: 'cli', isWorkday: () => true, flowTitle: (flow) => flow }));
  const archiveNo = 'YZ-0000001';

  beforeAll(async () => {
    const facts = {
      archiveNo,
      name: '张建国',
      town: '姜山镇',
      village: '走马塘村',
      phone: '13800001234',
      health: '高血压',
      categories: [],
    };
    await db().transaction((tx) => insertPeople(tx, sealer, [newPerson(facts)]));
  });

  it('a copy on paper, once identity was checked, by an officer who answers for them', async () => {
    const made = await act((deps) => copyForPerson(deps, officer, { archiveNo, identityChecked: '本人到站出示身份证' }));
    expect(made).toMatchObject({ ok: true, no: 'QL20261125-0001' });
    const pdf = made.ok ? made.pdf : Buffer.alloc(0);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5000);
    const [request] = await db().tx.rights_request.findMany();
    expect(request).toMatchObject({ kind: 'copy', state: 'done', identity_checked: '本人到站出示身份证' });
    const actions = await db().tx.audit_record.findMany({ where: { subject: archiveNo }, select: { action: true, purpose: true } });
    expect(actions).toContainEqual({ action: 'read', purpose: '本人要求查阅复制（QL20261125-0001）' });
  });

  it('and not without a check, nor by another town', async () => {
    expect(await act((deps) => copyForPerson(deps, officer, { archiveNo, identityChecked: '' }))).toMatchObject({ code: 'identity' });
    expect(await act((deps) => copyForPerson(deps, elsewhere, { archiveNo, identityChecked: '本人到站出示身份证' }))).toMatchObject({
      code: 'not-yours',
    });
  });

  it('other requests wait with a day, are listed by urgency, and end with an outcome', async () => {
    const asked = { archiveNo, kind: 'correct' as const, identityChecked: '电话核对身份证后四位', words: '出生日期登记错了' };
    const received = await act((deps) => receiveRequest(deps, officer, asked));
    expect(received).toMatchObject({ ok: true, dueOn: '2026-12-10' });
    const no = received.ok ? received.no : '';
    expect(await listOpenRequests({ tx: db().tx, now }, officer)).toMatchObject([{ no, isLate: false }]);
    expect(await listOpenRequests({ tx: db().tx, now: new Date('2026-12-11T10:00:00+08:00') }, section)).toMatchObject([
      { no, isLate: true },
    ]);
    expect(await listOpenRequests({ tx: db().tx, now }, elsewhere)).toEqual([]);
    expect(await act((deps) => settleRequest(deps, officer, { no, isGranted: true, outcome: '好' }))).toMatchObject({ code: 'outcome' });
    expect(await act((deps) => settleRequest(deps, officer, { no, isGranted: true, outcome: '已按身份证更正' }))).toEqual({ ok: true });
    expect(await act((deps) => settleRequest(deps, officer, { no, isGranted: true, outcome: '已按身份证更正' }))).toMatchObject({
      code: 'unknown',
    });
    const stored = JSON.stringify(await db().tx.rights_request.findMany());
    expect(stored).not.toMatch(/出生日期登记错了|已按身份证更正/);
  });

  it('deletion of what the law lets go, with a stone, and a list of what must stay', async () => {
    await act((deps) => addNote(deps, officer, { archiveNo, text: '不愿意被打扰' }));
    expect(await act((deps) => erasable(deps, officer, archiveNo))).toMatchObject({
      mayGo: { notes: 1 },
      mustStay: [{ what: '档案主表' }, {}, {}, {}, {}],
    });
    const erase = (who: Staff, confirmedBy: string) =>
      act((deps) => eraseForPerson(deps, who, { archiveNo, reason: '本人书面要求删除', confirmedBy }));
    expect(await erase(officer, 'H1')).toMatchObject({ code: 'forbidden' });
    expect(await erase(section, 'S1')).toMatchObject({ code: 'same-person' });
    expect(await erase(section, 'H1')).toMatchObject({ ok: true, erased: { notes: 1, contacts: 0, documents: 0 } });
    expect(await db().tx.person_note.count()).toBe(0);
    expect(await db().tx.tombstone.findMany()).toMatchObject([{ what: 'notes', count: 1, by_staff: 'S1', confirmed_by: 'H1' }]);
    expect(await db().tx.person.count()).toBe(1);
  });
});
