import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileView } from '../../src/people/file/file-view.ts';
import { type District, openDistrict } from '../setup/district.ts';
import { commandsOf, type Ran } from './commanding.ts';

const OFFICER = 'T330212012C';

interface Figures {
  recipients: number;
  planned: number;
  reminded: number;
  towns: { town: string | null; stations: { planned: number }[] }[];
}

describe('commands on a district', () => {
  let district: District;
  let run: (argv: string[], stdin?: string) => Promise<Ran>;
  beforeAll(async () => {
    district = await openDistrict('pglite', { now: '2026-12-24T10:00:00+08:00' });
    run = commandsOf(district.app, tmpdir());
  });
  afterAll(async () => {
    await district.close();
  });

  const someone = async () => {
    const [row] = await district.rows<{ archive_no: string; name: string; village: string; idcard_sealed: string }>(
      `SELECT archive_no, name, village, idcard_sealed FROM person p WHERE town = '东柳街道' AND status = '在世' AND phone_sealed IS NOT NULL
         AND (SELECT count(*) FROM person q WHERE q.name = p.name) = 1 ORDER BY archive_no LIMIT 1`,
    );
    if (!row) throw new Error('the slice has nobody');
    return row;
  };

  const withRole = async (role: string, village: string | null) => {
    const [row] = await district.rows<{ id: string }>(
      `SELECT s.id FROM staff s JOIN staff_role r ON r.staff_id = s.id
       WHERE r.role = $1 AND s.is_active AND ($2::text IS NULL OR s.village = $2::text) ORDER BY s.id LIMIT 1`,
      role,
      village,
    );
    return row?.id ?? '';
  };

  describe('person show', () => {
    it('shows a file by name, archive number or identity number alike, never an identity number or a phone in clear', async () => {
      const { archive_no: archiveNo, name, idcard_sealed: sealed } = await someone();
      const idcard = district.app.sealer.open(sealed, { table: 'person', column: 'idcard_sealed', row: archiveNo });
      for (const who of [name, archiveNo, idcard]) {
        const ran = await run(['person', 'show', who, '--as', OFFICER, '--json']);
        expect(ran).toMatchObject({ code: 0, err: '' });
        const file = ran.json<FileView>();
        expect(file).toMatchObject({ kind: 'file', archiveNo, name });
        expect(JSON.stringify(file.sections)).not.toMatch(/(?<!\d)(\d{17}[\dX]|1[3-9]\d{9})(?!\d)/);
      }
    });

    it('shows each role what is theirs: the liaison of the village the file, another village nothing, figures-only nobody', async () => {
      const { archive_no: archiveNo, village } = await someone();
      const as = async (role: string, within: string | null) =>
        (await run(['person', 'show', archiveNo, '--as', await withRole(role, within), '--json'])).json<FileView>();
      const idcardOf = (file: FileView) => file.sections.flatMap((section) => section.fields).find((field) => field.dataClass === 'idcard');
      // rules.yaml: an identity number is masked for the liaison, and for an officer only where there is a case.
      const byLiaison = await as('village-liaison', village);
      expect(idcardOf(byLiaison)).toMatchObject({ isMasked: true });
      expect(byLiaison.withheld).not.toContain('身份证号');
      const byOfficer = await as('section-officer', null);
      expect(idcardOf(byOfficer)).toBeUndefined();
      expect(byOfficer.withheld).toContain('身份证号');
      const byAuditor = await as('auditor', null);
      expect(byAuditor.name).toMatch(/^.[*○某]/u);
      const elsewhere = await withRole('village-liaison', '走马塘村');
      for (const id of [elsewhere, await withRole('leadership-viewer', null), await withRole('system-admin', null)]) {
        const refused = await run(['person', 'show', archiveNo, '--as', id, '--json']);
        expect(refused).toMatchObject({ code: 1, out: '' });
        expect(refused.err).toContain('不能查看');
      }
    });

    it('leaves a record of each look with who looked and that it was from the command line', async () => {
      const { archive_no: archiveNo } = await someone();
      await run(['person', 'show', archiveNo, '--as', OFFICER, '--json']);
      const [look] = await district.rows<{ actor: string; subject: string; channel: string; purpose: string }>(
        `SELECT actor, subject, channel, purpose FROM audit_record WHERE action = 'read' ORDER BY seq DESC LIMIT 1`,
      );
      expect(look).toMatchObject({ actor: OFFICER, subject: archiveNo, channel: 'cli' });
      expect(look?.purpose).not.toBe('');
    });

    it('lists the choice where several have the name, and names the nearest where nobody has', async () => {
      const several = await run(['person', 'show', '张建国', '--as', OFFICER]);
      expect(several.code).toBe(1);
      expect(several.err.match(/YZ-\d+/g)?.length).toBeGreaterThan(1);
      const nobody = await run(['person', 'show', '张建帼', '--as', OFFICER]);
      expect(nobody).toMatchObject({ code: 1 });
      expect(nobody.err).toContain('张建国');
    });

    it('refuses to act as somebody who does not work here', async () => {
      const ran = await run(['person', 'show', '张建国', '--as', 'X1']);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toContain('X1');
    });
  });

  describe('staff', () => {
    it('lists everyone with roles, and registers a leave with a deputy that stands in for approvals', async () => {
      const staff = (await run(['staff', 'list', '--json'])).json<{ id: string; roles: string[] }[]>();
      expect(staff.find((one) => one.id === OFFICER)?.roles).toContain('town-officer');
      const leave = ['--from', '2026-12-28', '--to', '2026-12-31', '--deputy', 'T330212012D'];
      expect((await run(['staff', 'leave', OFFICER, ...leave])).code).toBe(0);
      expect(await district.rows(`SELECT staff_id, deputy_id, from_on::text AS from FROM staff_leave`)).toEqual([
        { staff_id: OFFICER, deputy_id: 'T330212012D', from: '2026-12-28' },
      ]);
    });

    it.each([
      [['--from', '2026-12-31', '--to', '2026-12-28', '--deputy', 'T330212012D'], 2],
      [['--from', '31.12.2026', '--to', '2027-01-02', '--deputy', 'T330212012D'], 2],
      [['--from', '2026-12-31', '--to', '2027-01-02'], 2],
      [['--from', '2026-12-31', '--to', '2027-01-02', '--deputy', 'nobody'], 1],
    ])('does not register a leave of %j', async (options, code) => {
      const before = await district.rows(`SELECT 1 FROM staff_leave`);
      const ran = await run(['staff', 'leave', OFFICER, ...options]);
      expect(ran.code).toBe(code);
      expect(ran.err).not.toBe('');
      expect(await district.rows(`SELECT 1 FROM staff_leave`)).toHaveLength(before.length);
    });
  });

  describe('campaign', () => {
    const spring = ['--festival', 'spring_festival', '--year', '2027', '--json'];

    it('plans once: a second call finds everything there', async () => {
      expect(await run(['campaign', 'show', ...spring])).toMatchObject({ code: 1, out: '' });
      const first = (await run(['campaign', 'plan', ...spring])).json<{ recipients: number; planned: number; alreadyPlanned: boolean }>();
      expect(first.recipients).toBeGreaterThan(0);
      expect(first).toMatchObject({ alreadyPlanned: false });
      const tasks = () => district.rows(`SELECT * FROM visit_task ORDER BY id`);
      const before = await tasks();
      const second = (await run(['campaign', 'plan', ...spring])).json<{ recipients: number; alreadyPlanned: boolean }>();
      expect(second).toMatchObject({ recipients: first.recipients, alreadyPlanned: true });
      expect(await tasks()).toEqual(before);
    });

    it('ticks a moment once: a second call at the same moment sends nothing', async () => {
      const at = ['campaign', 'tick', '--at', '2027-01-15T09:00:00+08:00', '--json'];
      const first = (await run(at)).json<{ digests: { staffId: string }[] }>();
      expect(first.digests.length).toBeGreaterThan(0);
      expect(new Set(first.digests.map((one) => one.staffId)).size).toBe(first.digests.length);
      const messages = () => district.rows<{ count: number }>(`SELECT count(*)::int AS count FROM outgoing_message WHERE kind = 'digest'`);
      expect(await messages()).toEqual([{ count: first.digests.length }]);
      expect((await run(at)).json()).toMatchObject({ digests: [], lastCalls: [], escalations: [] });
      expect(await messages()).toEqual([{ count: first.digests.length }]);
    });

    it('shows figures that add up over towns and stations', async () => {
      const figures = (await run(['campaign', 'show', ...spring])).json<Figures>();
      expect(figures.reminded).toBeGreaterThan(0);
      const ofStations = figures.towns.flatMap((town) => town.stations).reduce((sum, station) => sum + station.planned, 0);
      expect(ofStations).toBe(figures.planned);
    });

    it.each([
      [['plan', '--festival', 'spring_festival', '--year', 'next']],
      [['plan', '--festival', 'spring_festival']],
      [['tick', '--at', 'tomorrow']],
      [['tick']],
    ])('cannot work with %j, exit code 2', async (argv) => {
      const ran = await run(['campaign', ...argv]);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toMatch(/[\u4e00-\u9fff]/);
    });

    it('does not know a festival that there is none of', async () => {
      expect((await run(['campaign', 'plan', '--festival', 'halloween', '--year', '2027'])).code).toBe(1);
    });
  });

  describe('case', () => {
    it('lists and shows a case as it is promised', async () => {
      const [{ name } = { name: '' }] = await district.rows<{ name: string }>(
        `SELECT name FROM person p WHERE town = '东柳街道' AND key_category IN ('disabled', 'martyr', 'sacrifice') AND phone_sealed IS NOT NULL AND status = '在世'
           AND last_sanatorium_year IS NULL AND (SELECT count(*) FROM person q WHERE q.name = p.name) = 1 ORDER BY archive_no LIMIT 1`,
      );
      const officer = await district.person('T330212012D');
      const details = '明年5月那批，5天，费用2000，不要陪同，紧急联系人陈国强，电话15400001234';
      let heard = await officer.says(`给${name}报个疗养，${details}`);
      for (let count = 0; count < 6 && !heard.text.includes('已提交'); count += 1) heard = await officer.says('是的');
      expect(heard.text, name).toContain('已提交');
      const rows = (await run(['case', 'list', '--json'])).json<{ no: string; state: string; flow: string }[]>();
      const all = await district.rows<{ no: string }>(`SELECT no FROM service_case`);
      expect(rows.map((row) => row.no).sort()).toEqual(all.map((row) => row.no).sort());
      for (const { no } of rows) {
        const shown = (await run(['case', 'show', no.toLowerCase(), '--json'])).json<Record<string, unknown>>();
        expect(Object.keys(shown)).toEqual(
          expect.arrayContaining(['no', 'flow', 'flowVersion', 'state', 'subject', 'startedBy', 'slots', 'tasks', 'events', 'outcome']),
        );
      }
    });

    it('shows which stand on an older version, what would change, and moves one', async () => {
      const [{ no } = { no: '' }] = await district.rows<{ no: string }>(`SELECT no FROM service_case ORDER BY no LIMIT 1`);
      expect((await run(['case', 'versions'])).out).toContain('都在今天的流程版本上');
      expect(await run(['case', 'move-version', no, '--as', 'DPENSION00'])).toMatchObject({ code: 1, out: '' });
      // As when the definition was changed since: days of the first step, and a name.
      await district.rows(
        `INSERT INTO flow_version (hash, flow, definition) SELECT 'sha256:old', flow, jsonb_set(definition, '{steps,0,days}', '9') FROM flow_version
         WHERE hash = (SELECT flow_version FROM service_case WHERE no = $1) RETURNING hash`,
        no,
      );
      await district.rows(`UPDATE service_case SET flow_version = 'sha256:old' WHERE no = $1 RETURNING no`, no);
      expect((await run(['case', 'versions', '--json'])).json()).toEqual([{ no, flow: 'short-sanatorium' }]);
      const shown = await run(['case', 'move-version', no, '--as', 'DPENSION00', '--preview', '--json']);
      expect(shown.json()).toMatchObject({ isChanged: false, from: 'sha256:old', changes: ['步骤“受理”：办理天数有变'] });
      expect(await run(['case', 'move-version', no, '--as', 'T330212012D'])).toMatchObject({ code: 1, out: '' });
      expect((await run(['case', 'move-version', no, '--as', 'DPENSION00'])).out).toContain('办理天数有变');
      expect((await run(['case', 'versions'])).out).toContain('都在今天的流程版本上');
    });

    it('does not show a case that there is none of, and knows no other states', async () => {
      expect(await run(['case', 'show', 'YZ19990101-0001', '--json'])).toMatchObject({ code: 1, out: '' });
      expect(await run(['case', 'list', '--state', 'lost'])).toMatchObject({ code: 2, out: '' });
      expect((await run(['case', 'list', '--state', 'withdrawn'])).out).toContain('没有办件');
    });
  });

  it('doctor gives every point a line, with what to do where something stands in the way', async () => {
    const fine = await run(['doctor']);
    expect(fine.out.trim().split('\n').length).toBeGreaterThanOrEqual(7);
    expect(fine.code).toBe(fine.out.includes('✗') ? 1 : 0);
    await district.rows(`UPDATE staff SET dingtalk_user_id = NULL WHERE id = $1 RETURNING id`, OFFICER);
    const findings = await run(['doctor', '--json']);
    expect(findings.code).toBe(1);
    const staff = findings.json<{ what: string; ok: boolean; detail: string }[]>().find((one) => one.what === '工作人员');
    expect(staff).toMatchObject({ ok: false });
    expect(staff?.detail).toMatch(/1 人没有钉钉userId.*重新导入/);
  });

  it('audit verify passes a whole chain, and points at the first record that was tampered with', async () => {
    expect(await run(['audit', 'verify', '--json'])).toMatchObject({ code: 0 });
    const [{ seq } = { seq: 0 }] = await district.rows<{ seq: bigint }>(`SELECT seq FROM audit_record ORDER BY seq OFFSET 3 LIMIT 1`);
    // As somebody would who can get at the tables themselves.
    await district.app.db.tx.$executeRawUnsafe(`ALTER TABLE audit_record DISABLE TRIGGER USER`);
    await district.app.db.tx.$executeRawUnsafe(`UPDATE audit_record SET actor = 'somebody-else' WHERE seq = ${seq}`);
    const broken = await run(['audit', 'verify', '--json']);
    expect(broken.code).toBe(1);
    expect(broken.json()).toMatchObject({ ok: false, firstBad: { seq: String(seq) } });
    expect((await run(['audit', 'verify'])).out).toContain(`第 ${seq} 条`);
  });
});
