import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/cases/operations.ts';
import { showCase } from '../../src/cases/show-case.ts';
import type { Database } from '../../src/platform/database.ts';
import { addBatch, mustSubmit, people, sanatoriumSlots } from '../cases/district.ts';
import { freshDatabase } from '../setup/test-database.ts';
import { type Answer, type Api, openApi } from './calling.ts';

/** Every operation that the description offers, carried out by who may, and refused with why to others or at the wrong moment. */
describe('what other systems do with a case', () => {
  let db: Database;
  let api: Api;
  const done = new Set<string>();
  const holders = ['T1', 'DH', 'S1', 'L1', 'I1'];
  const subjects = [people.zhang, people.li, people.wang, people.chen, people.sun];
  let started = 0;

  const act = async (no: string, staff: string, body: { operation: string } & Record<string, unknown>): Promise<Answer> => {
    const answer = await api.post(`/api/v1/cases/${no}/operations`, { staff, body });
    if (answer.status === 200) done.add(body.operation);
    return answer;
  };
  const wellDone = async (no: string, staff: string, body: { operation: string } & Record<string, unknown>) => {
    const answer = await act(no, staff, body);
    expect(answer.body, answer.text).toMatchObject({ no });
    return answer.as<{
      state: string;
      tasks: { step: string; state: string; assignees: string[]; decidedBy: string | null; opinion: string | null }[];
    }>();
  };
  const refused = async (no: string, staff: string, body: { operation: string } & Record<string, unknown>, status: number, code: string) =>
    expect((await act(no, staff, body)).body).toMatchObject({ status, code, detail: expect.stringMatching(/[\u4e00-\u9fff]{4}/) });

  /** A case that stands at the step of that number. */
  const startAt = async (step: number): Promise<string> => {
    const who = subjects[started % subjects.length] ?? people.zhang;
    started += 1;
    await addBatch(db, `LY-${started}`, 4, `${2027 + Math.floor(started / subjects.length)}-04-12`);
    const no = await mustSubmit(api.told.deps, 'short-sanatorium', who, sanatoriumSlots(who, `LY-${started}`));
    for (const staff of holders.slice(0, step)) await wellDone(no, staff, { operation: 'approve', opinion: '符合条件' });
    return no;
  };
  const end = (no: string) => wellDone(no, 'S2', { operation: 'terminate', note: '收尾' });
  const open = async (no: string) =>
    (await showCase(api.told.deps, no, { now: api.clock.now() }))?.tasks.filter((task) => task.state === 'open') ?? [];

  beforeAll(async () => {
    db = await freshDatabase('postgres');
    api = await openApi(db);
  });
  afterAll(async () => {
    await api.close();
    await db.close();
  });

  it('approve and reject, with the opinion in the history', async () => {
    const no = await startAt(0);
    await refused(no, 'T2', { operation: 'reject' }, 422, 'opinion-needed');
    await refused(no, 'DH', { operation: 'approve' }, 404, 'not-found');
    const shown = await wellDone(no, 'T1', { operation: 'approve', opinion: '情况属实' });
    expect(shown.tasks[0]).toMatchObject({ decidedBy: 'T1', opinion: '情况属实' });
    await refused(no, 'T2', { operation: 'approve' }, 409, 'already-decided');
    expect(await wellDone(no, 'DH', { operation: 'reject', opinion: '不符合健康要求' })).toMatchObject({ state: 'rejected' });
  });

  it('return with what to correct, and resubmit what was corrected', async () => {
    const no = await startAt(0);
    const back = await wellDone(no, 'T1', { operation: 'return', opinion: '天数写错', corrections: ['天数'], afterReturn: 'straight' });
    expect(back.state).toBe('suspended');
    await refused(no, 'T1', { operation: 'resubmit' }, 403, 'not-yours');
    await refused(no, 'V1', { operation: 'resubmit', slots: { dyas: 4 } }, 422, 'form-faults');
    expect(await wellDone(no, 'V1', { operation: 'resubmit', slots: { days: 4 } })).toMatchObject({ state: 'open', slots: { days: 4 } });
    await end(no);
  });

  it('return one step back, and enter a decision that stands on paper', async () => {
    const no = await startAt(2);
    await wellDone(no, 'S1', { operation: 'return', opinion: '请再核', returnTo: 'previous' });
    expect((await open(no))[0]).toMatchObject({ step: 'health_check' });
    await refused(no, 'DH', { operation: 'approve', paper: { on: '2026-11-30', signer: '王敏' } }, 422, 'bad-paper');
    await wellDone(no, 'DH', { operation: 'approve', opinion: '同意', paper: { on: '2026-11-20', signer: '王敏' } });
    await end(no);
  });

  it('withdraw while nobody has acted, take back while the next has not', async () => {
    const no = await startAt(0);
    await refused(no, 'T1', { operation: 'withdraw' }, 403, 'not-yours');
    expect((await wellDone(no, 'V1', { operation: 'withdraw', note: '本人不去了' })).state).toBe('withdrawn');
    await refused(no, 'V1', { operation: 'withdraw' }, 409, 'closed');
    const other = await startAt(1);
    await refused(other, 'V1', { operation: 'withdraw' }, 409, 'already-acted');
    await wellDone(other, 'T1', { operation: 'take-back', note: '看错了' });
    expect((await open(other))[0]).toMatchObject({ step: 'accept' });
    await end(other);
  });

  it('transfer, delegate, and hand to several by name or number', async () => {
    const no = await startAt(0);
    await refused(no, 'T1', { operation: 'transfer', to: '没有这人' }, 422, 'no-such-staff');
    await refused(no, 'T1', { operation: 'transfer', to: 'DH' }, 422, 'wrong-body');
    await wellDone(no, 'T1', { operation: 'transfer', to: 'T2', note: '我明天外出' });
    await wellDone(no, 'T2', { operation: 'delegate', to: '员T1', note: '请看看' });
    await wellDone(no, 'T1', { operation: 'approve', opinion: '可以' });
    expect((await open(no))[0]).toMatchObject({ assignees: ['T2'] });
    await end(no);
  });

  it('add a signer before, and take one who has not acted off again', async () => {
    const no = await startAt(0);
    await wellDone(no, 'T1', { operation: 'add-signer', to: 'DP', place: 'before', note: '请先看' });
    await refused(no, 'DH', { operation: 'remove-signer', to: 'DP' }, 404, 'not-found');
    await wellDone(no, 'T1', { operation: 'remove-signer', to: 'DP', note: '不用了' });
    await end(no);
  });

  it('claim out of the pool, give back, and name who handles a later step', async () => {
    const no = await startAt(0);
    await wellDone(no, 'T1', { operation: 'claim' });
    expect((await open(no))[0]).toMatchObject({ assignees: ['T1'] });
    await wellDone(no, 'T1', { operation: 'give-back' });
    await refused(no, 'T1', { operation: 'give-back' }, 409, 'not-claimed');
    await refused(no, 'T1', { operation: 'name-handlers', step: '没有这步', to: ['L2'] }, 422, 'no-such-step');
    await wellDone(no, 'T1', { operation: 'name-handlers', step: '分管局领导审批', to: ['L2'] });
    for (const staff of ['T1', 'DH', 'S1']) await wellDone(no, staff, { operation: 'approve' });
    expect((await open(no))[0]).toMatchObject({ assignees: ['L2'] });
    await end(no);
  });

  it('copy, circulate, note that it was read, and comment', async () => {
    const no = await startAt(0);
    await wellDone(no, 'T1', { operation: 'copy', to: ['DE', 'DZ'], note: '供参考' });
    await refused(no, 'T1', { operation: 'copy', to: ['DE'] }, 409, 'copied-already');
    await wellDone(no, 'T1', { operation: 'circulate', to: ['员DP'] });
    const read = await wellDone(no, 'DE', { operation: 'mark-read' });
    expect(read).toMatchObject({
      copies: expect.arrayContaining([expect.objectContaining({ staffId: 'DE', readAt: expect.any(String) })]),
    });
    await refused(no, 'S1', { operation: 'mark-read' }, 409, 'nothing-to-read');
    await refused(no, 'T9', { operation: 'mark-read' }, 404, 'not-found');
    expect(await wellDone(no, 'T1', { operation: 'comment', note: '已电话联系家属' })).toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ type: 'case-commented', data: { text: '已电话联系家属' } })]),
    });
    await end(no);
  });

  it('urge once an hour, and escalate to who stands above', async () => {
    const no = await startAt(1);
    await wellDone(no, 'V1', { operation: 'urge' });
    await refused(no, 'V1', { operation: 'urge' }, 409, 'urged-lately');
    const at = await startAt(2);
    await wellDone(at, 'S2', { operation: 'escalate' });
    await end(no);
    await end(at);
  });

  it('suspend with a reason and resume, terminate, reopen from a step', async () => {
    const no = await startAt(1);
    expect((await act(no, 'S2', { operation: 'suspend' })).body).toMatchObject({ status: 422, errors: [{ field: 'note' }] });
    expect((await wellDone(no, 'S2', { operation: 'suspend', note: '等鉴定结果' })).state).toBe('suspended');
    await refused(no, 'DH', { operation: 'approve' }, 409, 'suspended');
    expect((await wellDone(no, 'S2', { operation: 'resume' })).state).toBe('open');
    await refused(no, 'V1', { operation: 'terminate', note: '不办了' }, 403, 'forbidden');
    expect((await wellDone(no, 'S2', { operation: 'terminate', note: '重复申请' })).state).toBe('terminated');
    await refused(no, 'DH', { operation: 'approve' }, 409, 'closed');
    expect((await wellDone(no, 'S2', { operation: 'reopen', step: 'health_check', note: '查明不是重复' })).state).toBe('open');
    await end(no);
  });

  it('jump when a second person confirms; an administrator governs without seeing whom it is about', async () => {
    const no = await startAt(0);
    await refused(no, 'S2', { operation: 'jump', step: 'leader_approve', note: '急' }, 403, 'forbidden');
    const asked = await act(no, 'A1', { operation: 'jump', step: 'leader_approve', note: '线下已审' });
    expect(asked.body).toMatchObject({ subject: { archiveNo: null, name: '***' }, slots: { applicant: '***', applicant_phone: '***' } });
    for (const one of subjects) expect(asked.text).not.toContain(one.name);
    await refused(no, 'A1', { operation: 'confirm-jump' }, 409, 'same-person');
    await wellDone(no, 'S2', { operation: 'confirm-jump' });
    expect((await open(no))[0]).toMatchObject({ step: 'leader_approve' });
    expect((await api.get(`/api/v1/cases/${no}`, { staff: 'A1' })).status).toBe(404);
    await end(no);
  });

  it('change the version that a case runs on, once what that changes has been shown', async () => {
    const no = await startAt(0);
    await refused(no, 'S2', { operation: 'change-version' }, 409, 'same-version');
    // As a case stands that was begun before the flow was changed.
    await db.tx.$executeRaw`INSERT INTO flow_version (hash, flow, definition) SELECT 'sha256:old', flow,
      jsonb_set(definition, '{limitDays}', '99') FROM flow_version WHERE flow = 'short-sanatorium' LIMIT 1`;
    await db.tx.$executeRaw`UPDATE service_case SET flow_version = 'sha256:old' WHERE no = ${no}`;
    const version = (staff?: string) => api.get(`/api/v1/cases/${no}/version`, staff ? { staff } : {});
    expect((await version()).body).toMatchObject({ status: 403, code: 'acting-staff-required' });
    expect((await version('V1')).body).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await version('S2')).body).toMatchObject({ from: 'sha256:old', changes: [expect.stringContaining('99')] });
    await refused(no, 'V1', { operation: 'change-version' }, 403, 'forbidden');
    const moved = await wellDone(no, 'S2', { operation: 'change-version' });
    expect(moved).toMatchObject({ events: expect.arrayContaining([expect.objectContaining({ type: 'version-changed' })]) });
    expect(moved).not.toMatchObject({ flowVersion: 'sha256:old' });
    await end(no);
  });

  it('are all that the description offers, and all that a case knows', () => {
    type Variant = { properties: { operation: { const?: string; enum?: string[] } } };
    const { components } = api.document as unknown as { components: { schemas: { Operation: { oneOf?: Variant[]; anyOf?: Variant[] } } } };
    const variants = components.schemas.Operation.oneOf ?? components.schemas.Operation.anyOf ?? [];
    const offered = variants.map(({ properties: { operation } }) => operation.const ?? operation.enum?.[0] ?? '');
    expect(offered.length).toBeGreaterThan(20);
    expect([...done].sort()).toEqual(offered.sort());
    expect(offered).toEqual(expect.arrayContaining([...operations]));
  });

  it.each(['urge', 'withdraw', 'comment', 'terminate'])(
    '%s on a case that is not there is refused like one out of sight',
    async (operation) => {
      const note = { note: '试一试', ...(operation === 'urge' ? { note: undefined } : {}) };
      const missing = await act('YZ20991231-0001', 'T9', { operation, ...note });
      const hidden = await act(await startAt(0), 'T9', { operation, ...note });
      const about = (answer: Answer) => answer.text.replaceAll(/YZ\d{8}-\d{4}/g, 'NO');
      expect(hidden.status).toBe(404);
      expect(about(hidden)).toBe(about(missing));
    },
  );
});
