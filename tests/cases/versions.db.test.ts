import { beforeAll, expect, it } from 'vitest';
import type { CaseDeps } from '../../src/cases/case-deps.ts';
import { readCase } from '../../src/cases/case-store.ts';
import { casesOnOldVersions, changeCaseVersion } from '../../src/cases/change-version.ts';
import { decideTask } from '../../src/cases/decide-task.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { resubmitCase } from '../../src/cases/submit-case.ts';
import type { FlowDefinition, StepDefinition } from '../../src/flows/flow-definition.ts';
import { versionOf } from '../../src/flows/flow-version.ts';
import { flowBook } from '../../src/flows/load-flows.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { addSchool, flows, layDistrict, monday, mustSubmit, people, schoolSlots, staff, type Told } from './district.ts';

const school = flows.get('school-transfer')?.definition;
if (!school) throw new Error('no flow');

const withSteps = (change: (step: StepDefinition) => StepDefinition[]): FlowDefinition => ({
  ...school,
  steps: school.steps.flatMap(change),
});
const bookOf = (definition: FlowDefinition) => flowBook([{ definition, version: versionOf(definition) }]);

/** A review before the meeting, two days more, one more thing to fill in, and the old school's name kept sealed. */
const newer: FlowDefinition = {
  ...withSteps((step) =>
    step.key === 'meeting'
      ? [
          {
            ...step,
            key: 'review',
            name: '复核',
            role: 'section-head',
            section: 'pension',
            department: undefined,
            action: undefined,
          } as never,
          step,
        ]
      : [step],
  ),
  limitDays: school.limitDays + 2,
  fields: [
    ...school.fields.map((field) => (field.key === 'from_school' ? { ...field, sensitive: 'identity' as const } : field)),
    { key: 'bus', label: '是否乘校车', type: 'bool', required: true, question: '乘校车吗？', why: '排校车要用。' },
  ],
};

onBothDatabases('a case on an older version of its flow', (db) => {
  let told: Told;
  let today: CaseDeps;
  let children = 0;

  beforeAll(async () => {
    told = await layDistrict(db());
    today = { ...told.deps, flows: bookOf(newer) };
    await addSchool(db(), 'XX-P1', '姜山镇中心小学', 20);
    await addSchool(db(), 'XX-P2', '姜山镇第二小学', 20);
  });

  async function start(): Promise<string> {
    children += 1;
    const slots = schoolSlots({
      child_idcard: `33029920160315${String(children).padStart(3, '0')}X`.slice(0, 18),
      basis_kind: 'household',
    });
    const idcards = [
      '330299201603150017',
      '330299201603150025',
      '330299201603150033',
      '330299201603150041',
      '33029920160315005X',
      '330299201603150068',
    ];
    return mustSubmit(told.deps, 'school-transfer', people.zhao, { ...slots, child_idcard: idcards[children - 1] ?? '' });
  }

  const decide = (caseNo: string, actor: Staff, deps = today) =>
    decideTask(deps, { caseNo, actor, decision: 'approve', opinion: null, now: monday, channel: 'test' });
  const move = (caseNo: string, rest: Partial<Parameters<typeof changeCaseVersion>[1]> = {}, deps = today) =>
    changeCaseVersion(deps, { caseNo, actor: staff.pensionHead, now: monday, channel: 'test', isPreview: false, ...rest });
  const current = async (no: string) => {
    const found = await readCase(db().tx, told.deps.sealer, no);
    if (!found) throw new Error(`no case ${no}`);
    return found;
  };
  const end = (no: string) =>
    operateCase(today, { caseNo: no, actor: staff.pensionHead, operation: 'terminate', note: '收尾', now: monday, channel: 'test' });

  it('is shown what would change before anything does', async () => {
    const no = await start();
    const before = await current(no);
    const shown = await move(no, { isPreview: true });
    expect(shown).toMatchObject({ ok: true, isChanged: false, from: before.flowVersion, to: versionOf(newer) });
    expect(shown.ok && shown.changes).toEqual([
      '新增步骤“复核”',
      '新增必填内容“是否乘校车”',
      '“原就读学校”的填写要求有变',
      '承诺时限由20个工作日改为22个工作日（本件已作的承诺不变）',
      '按新版本：“是否乘校车”还没有填。',
    ]);
    expect(await current(no)).toEqual(before);
    expect((await casesOnOldVersions(today)).map((one) => one.no)).toContain(no);
    await end(no);
    expect((await casesOnOldVersions(today)).map((one) => one.no)).not.toContain(no);
  });

  it('goes through the new steps once it is moved, keeps its promise and what was decided, and the history says what changed', async () => {
    const no = await start();
    await decide(no, staff.town1);
    const before = await current(no);
    expect(await decide(no, staff.pension)).toMatchObject({ ok: true, step: 'joint' });
    expect(await move(no, { requestKey: 'move-1' })).toMatchObject({ ok: true, isChanged: true });
    expect(await move(no, { requestKey: 'move-1' })).toMatchObject({ ok: true, isChanged: false });
    const moved = await current(no);
    expect(moved).toMatchObject({ flowVersion: versionOf(newer), step: 'joint', state: 'open', dueAt: before.dueAt });
    const event = await db().tx.case_event.findFirstOrThrow({ where: { case_no: no, type: 'version-changed' } });
    expect(event.by_staff).toBe('S2');
    for (const actor of [staff.edu, staff.paf]) await decide(no, actor);
    expect(await decide(no, staff.psb)).toMatchObject({ ok: true, step: 'review' });
    expect(await decide(no, staff.pensionHead)).toMatchObject({ ok: true, step: 'meeting' });
    await end(no);
  });

  it('has sealed from then on what the new version seals', async () => {
    const no = await start();
    const stored = async () => JSON.stringify((await db().tx.service_case.findUniqueOrThrow({ where: { no } })).slots);
    expect(await stored()).toContain('杭州市某小学');
    await move(no);
    expect(await stored()).not.toContain('杭州市某小学');
    expect((await current(no)).slots['from_school']).toBe('杭州市某小学');
    await end(no);
  });

  it('is corrected by the form of the version that it stands on then', async () => {
    const no = await start();
    const back = { caseNo: no, actor: staff.town1, decision: 'return' as const, opinion: '不齐', now: monday, channel: 'test' };
    await decideTask(today, back);
    expect(await move(no)).toMatchObject({ ok: true, isChanged: true });
    const again = (slots: object) =>
      resubmitCase(today, { caseNo: no, slots: { ...slots }, actor: staff.liaison, now: monday, channel: 'test' });
    expect(await again({})).toMatchObject({ ok: false, code: 'form-faults' });
    expect(await again({ bus: false })).toMatchObject({ ok: true, step: 'accept' });
    await end(no);
  });

  it('is not moved by who may not, twice, when closed, or where its step asks others or is gone', async () => {
    const no = await start();
    expect(await move(no, { actor: staff.town1 })).toMatchObject({ ok: false, code: 'forbidden' });
    expect(await move(no, { actor: staff.town1, isPreview: true })).toMatchObject({ ok: false, code: 'forbidden' });
    expect(await move(no, {}, told.deps)).toMatchObject({ ok: false, code: 'same-version' });
    expect(await move('YZ20000101-0001')).toMatchObject({ ok: false, code: 'not-found' });
    await decide(no, staff.town1, told.deps);
    await decide(no, staff.pension, told.deps);
    const fewer = withSteps((step) => (step.key === 'joint' ? [{ ...step, parties: (step.parties ?? []).slice(0, 2) }] : [step]));
    const gone = withSteps((step) => (step.key === 'joint' ? [] : [step]));
    expect(await move(no, {}, { ...told.deps, flows: bookOf(fewer) })).toMatchObject({ ok: false, code: 'step-changed' });
    expect(await move(no, {}, { ...told.deps, flows: bookOf(gone) })).toMatchObject({ ok: false, code: 'step-gone' });
    expect((await current(no)).flowVersion).toBe(versionOf(school));
    await end(no);
    expect(await move(no)).toMatchObject({ ok: false, code: 'closed' });
    expect(await move(no, { isPreview: true })).toMatchObject({ ok: false, code: 'closed' });
  });
});
