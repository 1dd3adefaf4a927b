import { afterAll, beforeAll, expect, it } from 'vitest';
import { showCase } from '../../src/cases/show-case.ts';
import { changePerson } from '../../src/people/change/change-person.ts';
import { addBatch, addSchool, mustSubmit, people, sanatoriumSlots, schoolSlots, staff } from '../cases/district.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { type Answer, type Api, openApi } from './calling.ts';

const faults = (answer: Answer) =>
  Object.fromEntries(answer.as<{ errors?: { field: string; detail: string }[] }>().errors?.map((one) => [one.field, one.detail]) ?? []);

onBothDatabases('a case handed in by another system', (db) => {
  let api: Api;
  const hand = (body: unknown, by = 'V1') => api.post('/api/v1/cases', { staff: by, body });
  const sanatorium = (who: { archiveNo: string; name: string }, slots: object = {}, subject: unknown = who.archiveNo) =>
    hand({ flow: 'short-sanatorium', subject, slots: { ...sanatoriumSlots({ ...who }, 'LY-A'), ...slots } });

  beforeAll(async () => {
    api = await openApi(db());
    await addBatch(db(), 'LY-A', 5);
    await addSchool(db(), 'XX-1', '姜山镇中心小学', 3);
    await addSchool(db(), 'XX-2', '姜山镇第二小学', 3);
  });
  afterAll(() => api.close());

  it('stands where one stands that was handed in by chat, and is answered with where it lies', async () => {
    const answer = await sanatorium(people.zhang, {}, { archiveNo: people.zhang.archiveNo, name: people.zhang.name });
    expect(answer.status).toBe(201);
    const made = answer.as<{ no: string }>();
    expect(answer.headers.get('location')).toBe(`/api/v1/cases/${made.no}`);
    const other = await mustSubmit(api.told.deps, 'short-sanatorium', people.wang, sanatoriumSlots(people.wang, 'LY-A'));
    const standing = async (no: string) => {
      const { state, startedBy, dueAt, tasks, events, light, flowVersion } =
        (await showCase(api.told.deps, no, { now: api.clock.now() })) ?? {};
      const held = tasks?.map(({ step, role, assignees, state: of }) => ({ step, role, assignees, of }));
      return { state, startedBy, dueAt, light, flowVersion, held, events: events?.map(({ type, by }) => ({ type, by })) };
    };
    expect(await standing(made.no)).toEqual(await standing(other));
    const [{ count = 0 } = {}] = await db().tx.$queryRaw<
      { count: number }[]
    >`SELECT count(*)::int AS count FROM resource_hold WHERE case_no = ${made.no}`;
    expect(count).toBe(1);
  });

  it('is read as the command line shows it, by whoever may see all of it', async () => {
    const made = (await sanatorium(people.chen)).as<{ no: string }>();
    const shown = await showCase(api.told.deps, made.no, { now: api.clock.now() });
    expect((await api.get(`/api/v1/cases/${made.no}`, { staff: 'V1' })).body).toEqual({ ...shown, slots: expect.anything() });
    expect((await api.get(`/api/v1/cases/${made.no.toLowerCase()}`, { staff: 'V1' })).body).toMatchObject({
      slots: { days: 5, applicant: '陈根生' },
    });
  });

  it('takes over what the archive knows where nothing is sent', async () => {
    const facts = { phone: '13567890199', idcard: '330299195207070017', emergencyName: '孙小明', emergencyPhone: '13567890198' };
    const changed = await db().transaction((tx) =>
      changePerson({ tx, sealer: api.deps.sealer, now: api.clock.now(), channel: 'test' }, staff.pension, {
        archiveNo: people.sun.archiveNo,
        facts,
        reason: '核对原件后补登',
      }),
    );
    expect(changed).toMatchObject({ ok: true });
    const slots = { self_care: true, no_infectious: true, family_agree: true, batch: 'LY-A', days: 5, cost: 1800, consent: true };
    const answer = await hand({ flow: 'short-sanatorium', subject: people.sun.archiveNo, slots });
    expect(answer.body).toMatchObject({ state: 'open', slots: { applicant: '孙国平', town: '姜山镇', key_category: 'test' } });
    const { slots: kept } =
      (await showCase(api.told.deps, answer.as<{ no: string }>().no, { now: api.clock.now(), sensitive: 'clear' })) ?? {};
    expect(kept).toMatchObject({ applicant_phone: '13567890199', emergency: '孙小明' });
    const look = await db().tx.audit_record.findFirst({
      where: { subject: people.sun.archiveNo, channel: 'api', purpose: { contains: '预填' } },
    });
    expect(look).toMatchObject({ actor: 'V1', action: 'read', outcome: 'shown' });
  });

  it('names each field that is missing, wrong, unknown or of no use here', async () => {
    expect(
      faults(await hand({ flow: 'short-sanatorium', subject: people.li.archiveNo, slots: { consent: false, days: 900, batch: 'LY-A' } })),
    ).toMatchObject({
      'slots.applicant_idcard': expect.stringContaining('身份证'),
      'slots.consent': expect.any(String),
      'slots.days': expect.any(String),
      'slots.self_care': expect.any(String),
    });
    expect(faults(await sanatorium(people.li, { dyas: 5 }))).toEqual({ 'slots.dyas': '没有这个字段' });
    expect(faults(await sanatorium(people.li, { companion: false, companion_name: '李小明' }))).toMatchObject({
      'slots.companion_name': expect.stringContaining('不适用'),
    });
    expect(faults(await sanatorium(people.li, { key_category: 'hero' }))).toHaveProperty(['slots.key_category']);
    expect(faults(await hand({ flow: 'no-such-service', subject: people.li.archiveNo }))).toEqual({ flow: '没有这个事项' });
  });

  it.each([
    ['nobody of that number', 'V1', 'YZ-9999999'],
    ['somebody of another town', 'T9', people.li.archiveNo],
    ['somebody, by a department that has no case of theirs', 'DH', people.li.archiveNo],
  ])('about %s is refused, and no more is said', async (_, by, archiveNo) => {
    const answer = await hand({ flow: 'short-sanatorium', subject: archiveNo, slots: {} }, by);
    expect(answer.body).toMatchObject({ status: 422, code: 'unknown-person' });
    expect(answer.text).not.toContain('李秀英');
  });

  it('about another than the number says is refused without telling who that is', async () => {
    const answer = await sanatorium(people.li, { applicant: '张建国' }, { archiveNo: people.li.archiveNo, name: '张建国' });
    expect(answer.body).toMatchObject({ status: 422, code: 'name-differs' });
    expect(Object.keys(faults(answer)).sort()).toEqual(['slots.applicant', 'subject.name']);
    expect(answer.text).not.toContain('李秀英');
  });

  it('is refused with the rule for whoever may not have the service, and a second time while one runs', async () => {
    const unfit = await hand({ flow: 'short-sanatorium', subject: people.zhao.archiveNo, slots: {} });
    expect(unfit.body).toMatchObject({ status: 422, code: 'not-eligible', detail: expect.stringMatching(/[\u4e00-\u9fff]{6}/) });
    expect((await sanatorium(people.zhang)).body).toMatchObject({
      status: 409,
      code: 'same-year',
      detail: expect.stringContaining('张建国'),
    });
    expect((await sanatorium(people.li, { batch: 'LY-NONE' })).body).toMatchObject({ status: 422, code: 'unknown-batch' });
  });

  it('needs its materials: they are handed in first, judged by their content, and named by what came back', async () => {
    const slots = schoolSlots();
    const school = (proof: string[]) =>
      hand({ flow: 'school-transfer', subject: people.zhao.archiveNo, slots: { ...slots, proof_letter: proof } });
    expect(faults(await school(['file-1']))).toMatchObject({ 'slots.proof_letter': expect.stringContaining('/api/v1/files') });
    expect(faults(await school([`${'0'.repeat(64)}.pdf`]))).toHaveProperty(['slots.proof_letter']);
    const upload = (raw: Uint8Array<ArrayBuffer>, type: string) =>
      api.post('/api/v1/files', { staff: 'V1', raw, headers: { 'content-type': type } });
    const fake = await upload(new TextEncoder().encode('MZ not a picture'), 'image/png');
    expect(fake.body).toMatchObject({ status: 415, code: 'file-refused' });
    const kept = await upload(new TextEncoder().encode('%PDF-1.7 一份证明'), 'application/pdf');
    expect(kept.status).toBe(201);
    expect((await school([kept.as<{ file: string }>().file])).body).toMatchObject({ state: 'open', flow: 'school-transfer' });
  });

  it('is not for whoever takes no matters in', async () => {
    const answer = await hand({ flow: 'short-sanatorium', subject: people.li.archiveNo, slots: sanatoriumSlots(people.li, 'LY-A') }, 'L1');
    expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' });
  });
});
