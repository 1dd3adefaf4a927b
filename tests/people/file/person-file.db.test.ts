import { beforeAll, describe, expect, it } from 'vitest';
import { auditPage } from '../../../src/audit/audit-store.ts';
import type { RoleId } from '../../../src/organisation/role.ts';
import { archiveFacts } from '../../../src/people/file/archive-facts.ts';
import { addBenefit, addCertificate, addRelation, listChanges, setLastSanatorium } from '../../../src/people/file/archive-writes-store.ts';
import type { FileView } from '../../../src/people/file/file-view.ts';
import { personCard } from '../../../src/people/file/person-card.ts';
import { type Looker, type Opening, openFile } from '../../../src/people/file/person-file.ts';
import { insertPeople } from '../../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../../src/people/new-person.ts';
import { onBothDatabases, testSealer } from '../../setup/test-database.ts';

const now = new Date('2026-11-25T02:00:00Z');
const sealer = testSealer();
const area = { town: '东柳街道', village: '东柳社区' };

const whole = newPerson({
  archiveNo: 'YZ-0000001',
  name: '张建国',
  sex: '男',
  birthOn: '1948-01-01',
  ...area,
  keyCategory: 'war',
  categories: [{ category: 'veteran' }],
  enlistedOn: '1968-12-10',
  dischargedOn: '1973-03-01',
  branch: '陆军',
  disabilityGrade: 6,
  cardNo: 'YD330299000123',
  merit: '三等功',
  hardship: '低保',
  livesAlone: true,
  idcard: '330299194801010010',
  phone: '13800001234',
  address: '东柳街道东柳社区1幢101室',
  bankcard: '6222000000001234',
  health: '高血压，须长期服药',
  emergencyName: '李秀英',
  emergencyPhone: '13900005678',
  note: '只在安全表单里看的备注',
  lastSanatoriumYear: 2022,
  relations: [
    { kind: '配偶', name: '李秀英', birthOn: '1950-05-05', isMinor: false },
    { kind: '孙子', name: '张小明', birthOn: '2015-05-05', isMinor: true },
  ],
  benefits: [{ kind: 'pension', title: '定期抚恤金', amount: 1234.5, year: 2025, grantedOn: '2025-06-01' }],
  certificates: [{ kind: '优待证', no: 'YD330299000123', state: '有效', issuedOn: '2022-01-01' }],
});

/** Everything that must never be seen by who has no right to it, as it would be spelled. */
const secrets = ['330299194801010010', '13800001234', '13900005678', '1幢101室', '6222000000001234', '高血压', '张小明', '只在安全表单'];

function viewer(role: RoleId, place: { town: string | null; village: string | null } = { town: null, village: null }): Looker {
  return { id: `S-${role}`, roles: [role], isActive: true, level: 'district', ...place };
}
const liaison = viewer('village-liaison', area);

function values(view: FileView): Record<string, string> {
  return Object.fromEntries(view.sections.flatMap((section) => section.fields.map((field) => [field.label, field.value])));
}

onBothDatabases('a file', (db) => {
  const open = (who: Looker, opening: Partial<Opening> = {}, archiveNo = 'YZ-0000001') =>
    db().transaction((tx) => {
      const full: Opening = { purpose: '核对待遇', channel: 'dingtalk', context: 'private_chat', shows: [], ...opening };
      return openFile({ tx, sealer, now, flowTitle: (flow) => ({ 'short-sanatorium': '短期疗养' })[flow] ?? flow }, who, archiveNo, full);
    });
  const opened = async (who: Looker, opening: Partial<Opening> = {}) => {
    const view = await open(who, opening);
    if (view.kind !== 'file') throw new Error(`refused: ${view.why}`);
    return view;
  };
  const lastRecord = async () => (await auditPage(db().tx, 0n, 1000)).at(-1);

  beforeAll(async () => {
    await db().transaction((tx) => insertPeople(tx, sealer, [whole, newPerson({ archiveNo: 'YZ-0000002', name: '空白人' })]));
    await db().transaction(async (tx) => {
      await tx.flow_version.create({ data: { hash: 'h', flow: 'short-sanatorium', definition: {} } });
      const started = { flow: 'short-sanatorium', flow_version: 'h', subject_name: '张建国', slots: {}, subject_archive_no: 'YZ-0000001' };
      await tx.service_case.create({
        data: {
          ...started,
          no: 'YZ20261124-0001',
          state: 'open',
          started_by: 'S-dept-officer',
          started_at: new Date('2026-11-23T17:00:00Z'),
        },
      });
      await tx.service_case.create({ data: { ...started, no: 'D-1', state: 'draft', started_by: 'S-x', started_at: now } });
      await tx.staff.create({ data: { id: 'S-v', name: '王敏', level: 'village' } });
      const record = { archive_no: 'YZ-0000001', visitor_id: 'S-v', recorded_at: now };
      await tx.visit_record.create({ data: { ...record, id: 'v1', visited_on: new Date('2026-01-20') } });
      await tx.visit_need.create({
        data: { id: 'n1', record_id: 'v1', archive_no: 'YZ-0000001', text_sealed: 'x', due_on: now, created_at: now },
      });
    });
  });

  it('shows in a private chat the name in full and all else masked', async () => {
    const view = await opened(liaison);
    expect(view.name).toBe('张建国');
    expect(values(view)).toEqual({
      姓名: '张建国',
      性别: '男',
      出生日期: '78岁',
      身份证号: '3302**********0010',
      手机号: '138****1234',
      居住地: '东柳街道东柳社区',
      户籍地址: '东柳街道东柳社区***',
      人员类别: '参战退役军人、退役军人',
      状态: '在世',
      困难情况: '低保',
      紧急联系人: '李秀英',
      紧急联系电话: '139****5678',
      入伍日期: '1968-12-10',
      退役日期: '1973-03-01',
      军种: '陆军',
      立功受奖: '三等功',
      配偶: '李秀英，76岁',
      上次疗养: '2022年',
      待遇记录: '1条',
      '2025年 定期抚恤金': '2025-06-01',
      走访记录: '1条',
      '2026-01-20': '王敏，上门走访',
      未办结需求: '1条',
      办件记录: '1条',
      'YZ20261124-0001': '短期疗养，办理中，2026-11-24发起',
      优待证: '有效，编号****0123，2022-01-01核发',
    });
    expect(view.withheld).toEqual(['健康与残情', '银行卡', '未成年人']);
    const masked = view.sections.flatMap((section) => section.fields.filter((field) => field.isMasked).map((field) => field.label));
    expect(masked).toEqual(['出生日期', '身份证号', '手机号', '户籍地址', '紧急联系电话', '配偶', '2025年 定期抚恤金', '优待证']);
  });

  it('opens for a department what its case asks for, while the case is open', async () => {
    const view = await opened(viewer('dept-officer'), { context: 'secure_form', caseNo: 'YZ20261124-0001' });
    expect(values(view)).toMatchObject({
      身份证号: '330299194801010010',
      健康与照顾: '高血压，须长期服药；独居',
      残疾等级: '六级',
      孙子: '张小明，2015-05-05',
    });
    expect(values(view)['人员类别']).toBe('退役军人');
    expect(view.withheld).toEqual(['银行卡', '立功与参战参试', '走访']);
    expect(await lastRecord()).toMatchObject({ caseNo: 'YZ20261124-0001', outcome: 'ok' });
  });

  it('says of health in a chat only that there is something and what care it asks for', async () => {
    expect(values(await opened(viewer('dept-officer')))).toMatchObject({ 健康与照顾: '有记录，需照顾：独居', 孙子: '张*，11岁' });
  });

  it('is masked for who sees files masked only, in a secure form too', async () => {
    const view = await opened(viewer('auditor'), { context: 'secure_form' });
    expect(view.name).toBe('张**');
    expect(values(view)).toMatchObject({
      姓名: '张**',
      出生日期: '70—79岁',
      身份证号: '3302**********0010',
      入伍日期: '1968年',
      配偶: '李**，70—79岁',
    });
    expect(values(view)['2025年 定期抚恤金']).toBe('2025-06-01，1234.50元');
    expect(JSON.stringify(view)).not.toMatch(/李秀英|张建国|参战退役|低保/);
  });

  it('tells a village head how many benefits there are and nothing more of them', async () => {
    const shown = values(await opened(viewer('village-head', area), { shows: ['benefits'] }));
    expect(shown).toEqual({ 上次疗养: '2022年', 待遇记录: '1条' });
  });

  it('shows the sections that were asked for', async () => {
    const view = await opened(liaison, { shows: ['visits', 'certificates'] });
    expect(view.sections.map((section) => section.id)).toEqual(['visits', 'certificates']);
  });

  it('says nothing in a group but the starred name and the village', async () => {
    const view = await opened(liaison, { context: 'group_chat' });
    expect(view).toMatchObject({ name: '张**（东柳社区）', sections: [], withheld: [] });
  });

  const others: [RoleId, { town: string | null; village: string | null }][] = [
    ['village-liaison', { town: '东柳街道', village: '中兴社区' }],
    ['town-officer', { town: '姜山镇', village: null }],
    ['dept-leader', { town: null, village: null }],
    ['fund-reviewer', { town: null, village: null }],
  ];
  it.each(others)('refuses %s of elsewhere and nobody’s file alike', async (role, place) => {
    const who = viewer(role, place);
    expect(await open(who)).toEqual({ kind: 'refused', why: 'unreachable' });
    expect(await open(who, {}, 'YZ-9999999')).toEqual({ kind: 'refused', why: 'unreachable' });
    expect(await lastRecord()).toMatchObject({ action: 'read-refused', actor: who.id, subject: 'YZ-9999999', outcome: 'unreachable' });
  });

  it('is refused by role, on a dashboard, and without a purpose', async () => {
    expect(await open(viewer('leadership-viewer'))).toEqual({ kind: 'refused', why: 'role' });
    expect(await open(viewer('system-admin'))).toEqual({ kind: 'refused', why: 'role' });
    expect(await open(liaison, { context: 'dashboard' })).toEqual({ kind: 'refused', why: 'context' });
    expect(await open(liaison, { purpose: ' ' })).toEqual({ kind: 'refused', why: 'purpose' });
  });

  it('records who looked at what, why and when, without what was seen', async () => {
    await open(liaison, { purpose: '帮我看看330299194801010010的优待证', shows: ['basic', 'certificates'] });
    const record = await lastRecord();
    expect(record).toMatchObject({
      at: now.toISOString(),
      actor: 'S-village-liaison',
      action: 'read',
      subject: 'YZ-0000001',
      channel: 'dingtalk',
      purpose: '帮我看看***的优待证',
    });
    expect(JSON.parse(record?.detail ?? '')).toEqual({
      context: 'private_chat',
      sections: ['basic', 'certificates'],
      classes: ['address:masked', 'archive_basic:masked', 'archive_basic:whole', 'idcard:masked', 'phone:masked', 'phone:whole'],
    });
  });

  const lookers: RoleId[] = ['village-liaison', 'village-head', 'rotating-head', 'town-officer', 'town-head', 'center-officer'];
  lookers.push('section-officer', 'bureau-leader', 'dept-officer', 'dept-leader', 'auditor', 'privacy-officer', 'volunteer-lead');
  const places = ['private_chat', 'group_chat', 'export'] as const;

  it.each(lookers.flatMap((role) => places.map((context) => ({ role, context }))))('leaks no secret to $role in $context', async (look) => {
    const view = await open(viewer(look.role, area), { context: look.context });
    const text = JSON.stringify(view) + (view.kind === 'file' ? personCard(view) : '');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('leaks none into the audit record', async () => {
    const rows = await auditPage(db().tx, 0n, 1000);
    expect(rows.length).toBeGreaterThan(lookers.length);
    const text = rows.map((row) => Object.values(row).join(' ')).join(' ');
    for (const secret of [...secrets, '张建国']) expect(text).not.toContain(secret);
  });

  it('stands sealed in the database', async () => {
    const rows = await db().tx.$queryRaw<{ text: string }[]>`
      SELECT p::text AS text FROM person p UNION ALL SELECT r::text FROM person_relation r UNION ALL SELECT c::text FROM person_change c`;
    const dump = rows.map((row) => row.text).join('\n');
    expect(dump).toContain('张建国');
    for (const secret of [...secrets, '李秀英', '2015-05-05']) expect(dump).not.toContain(secret);
  });

  describe('as a card', () => {
    it('is markdown without tables, escaped, with what is withheld', async () => {
      const card = personCard(await opened(liaison, { shows: ['basic'] }), ['basic']);
      expect(card).toContain('#### 张建国的档案\n\n档案号：YZ-0000001');
      expect(card).toContain('- 手机号：138\\*\\*\\*\\*1234');
      expect(card).toContain('- 年龄：78岁');
      expect(card).toContain('> 按权限未显示：健康与残情、银行卡');
      expect(card).not.toContain('|');
    });

    it('says which of the asked sections hold nothing', async () => {
      const who = viewer('section-officer');
      const view = await open(who, { shows: ['visits', 'certificates'] }, 'YZ-0000002');
      expect(view.kind === 'file' && personCard(view, ['visits', 'certificates'])).toContain('没有走访、证照记录。');
    });
  });

  describe('as facts for a form', () => {
    it('gives them by the catalogue’s keys', async () => {
      const found = await archiveFacts({ tx: db().tx, sealer, now }, 'YZ-0000001');
      expect(found?.facts).toEqual({
        name: '张建国',
        idcard: '330299194801010010',
        phone: '13800001234',
        birth: '1948-01-01',
        sex: '男',
        town: '东柳街道',
        village: '东柳社区',
        address: '东柳街道东柳社区1幢101室',
        bank_account: '6222000000001234',
        cert_no: 'YD330299000123',
        key_category: 'war',
        enlist_date: '1968-12-10',
        discharge_date: '1973-03-01',
        service_years: 4,
        last_sanatorium: 2022,
        household_letter: null,
        emergency_name: '李秀英',
        emergency_phone: '13900005678',
      });
      expect(found?.standing).toMatchObject({ categories: ['war', 'veteran'], disabilityGrade: 6, hardship: '低保', status: '在世' });
      expect(found?.inCase).toBe(false);
      expect((await archiveFacts({ tx: db().tx, sealer, now }, 'YZ-0000001', 'S-dept-officer'))?.inCase).toBe(true);
      expect(await archiveFacts({ tx: db().tx, sealer, now }, 'nobody')).toBeNull();
    });
  });

  describe('that an outcome is written to', () => {
    it('keeps what was before and after, by whom and why, and takes the same outcome once', async () => {
      const write = <T>(work: (writer: Parameters<typeof addBenefit>[0]) => Promise<T>) =>
        db().transaction((tx) => work({ tx, sealer, now, by: 'S9', reason: '疗养办结', caseNo: 'YZ20261124-0001' }));
      const benefit = {
        id: 'YZ20261124-0001-benefit',
        kind: 'sanatorium',
        title: '短期疗养',
        amount: null,
        year: 2026,
        grantedOn: '2026-11-25',
      };
      expect(await write((writer) => addBenefit(writer, 'YZ-0000002', benefit))).toBe(true);
      expect(await write((writer) => addBenefit(writer, 'YZ-0000002', benefit))).toBe(false);
      expect(await write((writer) => setLastSanatorium(writer, 'YZ-0000002', 2026))).toBe(true);
      expect(await write((writer) => setLastSanatorium(writer, 'YZ-0000002', 2025))).toBe(false);
      expect(await write((writer) => setLastSanatorium(writer, 'nobody', 2026))).toBe(false);
      await write((writer) => addRelation(writer, 'YZ-0000002', { kind: '子女', name: '空小白', birthOn: '2018-01-01', isMinor: true }));
      await write((writer) => addCertificate(writer, 'YZ-0000002', { kind: '优待证', no: 'YD1', state: '有效', issuedOn: '2026-11-25' }));
      const changes = await listChanges(db().tx, sealer, 'YZ-0000002', 10);
      expect(changes.map((one) => one.what).sort()).toEqual(['benefit', 'certificate', 'last-sanatorium-year', 'relation']);
      expect(changes.find((one) => one.what === 'last-sanatorium-year')).toEqual({
        changedAt: now,
        changedBy: 'S9',
        reason: '疗养办结',
        what: 'last-sanatorium-year',
        before: null,
        after: 2026,
      });
      const view = await open(viewer('section-officer'), {}, 'YZ-0000002');
      expect(view.kind === 'file' && values(view)).toMatchObject({ 上次疗养: '2026年', '2026年 短期疗养': '2026-11-25' });
    });
  });
});
