import { beforeAll, expect, it } from 'vitest';
import type { CaseDeps } from '../../src/cases/case-deps.ts';
import { caseProgress } from '../../src/cases/case-progress.ts';
import { readCase } from '../../src/cases/case-store.ts';
import { decideTask } from '../../src/cases/decide-task.ts';
import type { Decision } from '../../src/cases/engine/service-case.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { backlogOf } from '../../src/cases/sub-case-store.ts';
import { submitCase } from '../../src/cases/submit-case.ts';
import { actOnCase, systemActor, wakeForgotten } from '../../src/cases/with-case.ts';
import type { FlowDefinition, StepDefinition } from '../../src/flows/flow-definition.ts';
import { versionOf } from '../../src/flows/flow-version.ts';
import { flowBook } from '../../src/flows/load-flows.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { saveStaff } from '../../src/organisation/staff-store.ts';
import { saveStations } from '../../src/organisation/station-store.ts';
import { simpleFlow } from '../flows/simple-flow.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { layDistrict, monday, people, staff, staffMember, subjectOf, type Told } from './district.ts';

const TOWN = '姜山镇';
const step = (key: string, rest: Partial<StepDefinition>): StepDefinition => ({
  key,
  name: key,
  level: 'district',
  days: 1,
  onReject: 'return',
  ...rest,
});
const accept = step('accept', { role: 'town-officer', level: 'town' });
const sum = step('sum', { role: 'section-officer', section: 'pension' });

const topic = { key: 'topic', label: '内容', type: 'text', required: false, question: '什么内容？', why: '要办的就是它。' } as const;
const part: FlowDefinition = {
  ...simpleFlow(),
  id: 'part',
  no: 901,
  name: '分项',
  subjectOptional: true,
  fields: [...simpleFlow().fields.map((field) => ({ ...field, required: false })), topic],
  steps: [accept],
};
const towns = {
  key: 'towns',
  label: '分项',
  type: 'multi',
  required: false,
  options: { a: '甲', b: '乙', c: '丙' },
  question: '哪些？',
  why: '逐项办',
} as const;

const parent = (id: string, no: number, subCases: StepDefinition['subCases']): FlowDefinition => ({
  ...simpleFlow(),
  id,
  no,
  name: `总项${id}`,
  fields: [...simpleFlow().fields, towns],
  steps: [accept, step('parts', { days: 0, ...(subCases ? { subCases } : {}) }), sum],
});
const slots = { applicant: 'applicant' };
const flows = flowBook(
  [
    part,
    parent('one', 910, { flow: 'part', slots, waits: true }),
    parent('each', 911, { flow: 'part', slots, each: { field: 'towns', slot: 'topic' }, waits: true }),
    parent('loose', 912, { flow: 'part', slots, waits: false }),
    parent('stations', 913, { flow: 'part', each: { stations: 'village', slot: 'topic' }, waits: true }),
  ].map((definition) => ({ definition, version: versionOf(definition) })),
);

onBothDatabases('a case of parts', (db) => {
  let told: Told;
  let deps: CaseDeps;
  let submitted = 0;

  beforeAll(async () => {
    told = await layDistrict(db());
    deps = { ...told.deps, flows };
  });

  async function start(flow: string, form = {}): Promise<string> {
    submitted += 1;
    const result = await submitCase(deps, {
      flow,
      subject: subjectOf(people.zhang),
      slots: { applicant: people.zhang.name, ...form },
      startedBy: staff.liaison,
      submissionKey: `parts-${submitted}`,
      now: monday,
      channel: 'test',
    });
    if (!result.ok) throw new Error(result.sentence);
    return result.caseNo;
  }

  const decide = (caseNo: string, actor: Staff, decision: Decision = 'approve') =>
    decideTask(deps, { caseNo, actor, decision, opinion: '情况属实', now: monday, channel: 'test' });
  const operate = (caseNo: string, operation: string, rest = {}) =>
    operateCase(deps, { caseNo, actor: staff.pensionHead, operation, note: '按规定', now: monday, channel: 'test', ...rest });
  const mustBe = async (caseNo: string) => {
    const found = await readCase(db().tx, deps.sealer, caseNo);
    if (!found) throw new Error(`no case ${caseNo}`);
    return found;
  };
  const partsOf = async (caseNo: string) => ((await mustBe(caseNo)).run.children ?? []).map((child) => child.no);

  it('waits for its one part, and goes on when that is done', async () => {
    const no = await start('one');
    expect(await decide(no, staff.town1)).toMatchObject({ ok: true, state: 'suspended', waitsFor: '等1件子办件办结' });
    const [child = ''] = await partsOf(no);
    expect(await mustBe(child)).toMatchObject({ startedBy: 'V1', subject: { archiveNo: people.zhang.archiveNo }, run: { parent: no } });
    expect(await decide(no, staff.pension)).toMatchObject({ ok: false });
    expect(await decide(child, staff.town2)).toMatchObject({ ok: true, state: 'completed' });
    expect(await mustBe(no)).toMatchObject({ state: 'open', step: 'sum', run: { pause: null } });
    expect(await decide(no, staff.pension)).toMatchObject({ ok: true, state: 'completed' });
  });

  it('starts one for each that was chosen, goes on once when the last two end at the same moment, whatever became of them', async () => {
    const no = await start('each', { towns: ['a', 'b', 'c'] });
    await decide(no, staff.town1);
    const [first = '', second = '', third = ''] = await partsOf(no);
    expect((await mustBe(second)).slots['topic']).toBe('b');
    await decide(first, staff.town1, 'reject');
    expect(await mustBe(no)).toMatchObject({ state: 'suspended' });
    await Promise.all([decide(second, staff.town1), decide(third, staff.town2)]);
    const after = await mustBe(no);
    expect(after).toMatchObject({ state: 'open', step: 'sum' });
    expect(after.tasks.filter((task) => task.step === 'sum')).toHaveLength(1);
    const told = await db().tx.case_event.findMany({ where: { case_no: no, type: 'sub-case-closed' } });
    expect(told).toHaveLength(3);
  });

  it('that does not wait goes on at once, and keeps in its history when the part ends', async () => {
    const no = await start('loose');
    expect(await decide(no, staff.town1)).toMatchObject({ ok: true, state: 'open', step: 'sum' });
    const [child = ''] = await partsOf(no);
    await decide(child, staff.town1);
    expect(await db().tx.case_event.count({ where: { case_no: no, type: 'sub-case-closed' } })).toBe(1);
    expect((await mustBe(no)).tasks.filter((task) => task.step === 'sum')).toHaveLength(1);
  });

  it('sent back and agreed to again starts new parts', async () => {
    const no = await start('loose');
    await decide(no, staff.town1);
    const [before = ''] = await partsOf(no);
    const back = {
      caseNo: no,
      actor: staff.pension,
      decision: 'return' as const,
      opinion: '重报',
      returnTo: 'accept',
      now: monday,
      channel: 'test',
    };
    expect(await decideTask(deps, back)).toMatchObject({ ok: true, step: 'accept' });
    expect(await decide(no, staff.town1)).toMatchObject({ ok: true, step: 'sum' });
    const after = await partsOf(no);
    expect(after).toHaveLength(2);
    expect(after).toContain(before);
  });

  it('that is ended takes its open parts with it, and leaves those that are done', async () => {
    const no = await start('each', { towns: ['a', 'b', 'c'] });
    await decide(no, staff.town1);
    const [first = '', second = '', third = ''] = await partsOf(no);
    await decide(first, staff.town1);
    told.notices.length = 0;
    expect(await operate(no, 'terminate')).toMatchObject({ ok: true, state: 'terminated' });
    expect([await mustBe(first), await mustBe(second), await mustBe(third)].map((one) => one.state)).toEqual([
      'completed',
      'terminated',
      'terminated',
    ]);
    expect(await decide(second, staff.town1)).toMatchObject({ ok: false, code: 'closed' });
    expect(told.notices.filter((one) => one.caseNo === second).map((one) => [one.kind, one.staffId, one.text])).toEqual([
      ['terminated', 'V1', `主办件 ${no} 已终止，随之终止`],
    ]);
    expect(await mustBe(no)).toMatchObject({ state: 'terminated', run: { pause: null } });
  });

  it('whose process died before it was told is told by the clock, once', async () => {
    const no = await start('each', { towns: ['a', 'b'] });
    await decide(no, staff.town1);
    const [first = '', second = ''] = await partsOf(no);
    // As a process leaves it that dies right after the part has ended: the parent was not told.
    await db().tx
      .$executeRaw`UPDATE service_case SET state = 'completed', step = NULL, closed_at = now() WHERE no = ANY(${[first, second]}::text[])`;
    expect(await wakeForgotten(deps, monday)).toBe(2);
    expect(await mustBe(no)).toMatchObject({ state: 'open', step: 'sum' });
    expect(await wakeForgotten(deps, monday)).toBe(0);
    const ended = await start('one');
    await decide(ended, staff.town1);
    const [orphan = ''] = await partsOf(ended);
    await db().tx.$executeRaw`UPDATE service_case SET state = 'withdrawn', step = NULL, closed_at = now() WHERE no = ${ended}`;
    expect(await wakeForgotten(deps, monday)).toBe(1);
    expect((await mustBe(orphan)).state).toBe('terminated');
    expect(await wakeForgotten(deps, monday)).toBe(0);
  });

  it('cannot be told by anybody of a part that it does not have', async () => {
    const no = await start('one');
    const act = () => ({ type: 'sub-case-closed' as const, no: 'YZ20000101-0001', state: 'completed' });
    expect(await actOnCase(deps, { caseNo: no, actor: systemActor, now: monday, channel: 'system' }, act)).toMatchObject({ ok: false });
  });

  it('fans out to every village station, whose own officers hold the parts, and shows what is still open', async () => {
    const villages = Array.from({ length: 30 }, (_, index) => `测${index}村`);
    const station = {
      level: 'village' as const,
      parentCode: null,
      town: TOWN,
      address: null,
      longitude: null,
      latitude: null,
      headName: null,
      phone: null,
      demo: false,
    };
    await saveStations(
      db().tx,
      villages.map((village, index) => ({
        ...station,
        code: `S${index}`,
        name: `${village}站`,
        village,
        town: index < 20 ? TOWN : '横溪镇',
      })),
    );
    const other = staffMember('T8', ['town-officer'], { level: 'town', town: '横溪镇' });
    await saveStaff(db().tx, deps.sealer, [{ ...other, phone: null, demo: false }]);
    const no = await start('stations');
    expect(await decide(no, staff.town1)).toMatchObject({ ok: true, state: 'suspended', waitsFor: '等30件子办件办结' });
    const parts = await partsOf(no);
    const all = await Promise.all(parts.map(mustBe));
    const there = all.filter((one) => one.subject.town === '横溪镇');
    expect(there).toHaveLength(10);
    expect(there[0]).toMatchObject({ subject: { archiveNo: null }, tasks: [{ assignees: ['T8', 'T9'] }] });
    for (const child of parts.slice(0, 12)) await decide(child, (await mustBe(child)).subject.town === TOWN ? staff.town1 : other);
    const backlog = await backlogOf(db().tx, no);
    expect([backlog.total, backlog.closed, backlog.open.reduce((all, one) => all + one.count, 0)]).toEqual([30, 12, 18]);
    const progress = await caseProgress(deps, staff.liaison, no, monday);
    expect(progress.ok && progress.markdown).toContain('子办件：共30件，已办结12件，未办18件');
    expect(progress.ok && progress.markdown).toMatch(/横溪镇\d+件/);
    await operate(no, 'terminate');
    expect((await backlogOf(db().tx, no)).open).toEqual([]);
  });

  it('is recorded whole in the audit chain, every part once', async () => {
    const rows = await db().tx.$queryRaw<{ no: string }[]>`
      SELECT c.no FROM service_case c LEFT JOIN audit_record a ON a.case_no = c.no AND a.action = 'write'
      WHERE c.started_at = ${monday} GROUP BY c.no HAVING count(a.seq) NOT IN (c.version - 1, c.version - 2)`;
    expect(rows).toEqual([]);
  });
});
