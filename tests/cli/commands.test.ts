import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandGroups } from '../../src/cli/command-groups.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { type District, openDistrict } from '../setup/district.ts';

describe('the command line', () => {
  let district: District;
  let folder: string;
  beforeAll(async () => {
    district = await openDistrict('pglite');
    folder = await mkdtemp(join(tmpdir(), 'yinling-cli-'));
  });
  afterAll(async () => {
    await district.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(line: string, stdin: string[] = []) {
    let out = '';
    let err = '';
    const io = {
      out: (text: string) => {
        out += text;
      },
      err: (text: string) => {
        err += text;
      },
      progress: () => undefined,
      cwd: folder,
      lines: async function* () {
        yield* stdin;
      },
    };
    const { app } = district;
    const exit = await runCommand(line.split(' '), { io, config: app.config, app: async () => app }, commandGroups);
    return { exit, out, err, json: () => JSON.parse(out) };
  }

  it('prints help, and tells bad usage apart from a refused request', async () => {
    expect((await run('--help')).exit).toBe(0);
    expect((await run('campaign plan --help')).out).toContain('--festival');
    expect(await run('nonsense')).toMatchObject({ exit: 2, err: expect.stringContaining('没有命令“nonsense”') });
    expect(await run('person show 张建国')).toMatchObject({ exit: 2, err: expect.stringContaining('--as') });
    expect(await run('person show 张建国 --as NOBODY')).toMatchObject({ exit: 1, err: expect.stringContaining('没有工号') });
  });

  it('shows a file as each role sees it, and records the look', async () => {
    const officer = await run('person show 陈秀珍 --as T330212012C --json');
    expect(officer.json()).toMatchObject({ kind: 'file', name: '陈秀珍' });
    expect(officer.out).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)|330299\d{12}/);
    const leader = await run('person show 陈秀珍 --as DLEADER01');
    expect(leader.out).toContain('待遇');
    expect(await run('person show 陈秀珍 --as DADMIN01')).toMatchObject({ exit: 1 });
    const looks = await district.rows<{ outcome: string }>(`SELECT outcome FROM audit_record WHERE channel = 'cli' AND action = 'read'`);
    expect(looks.length).toBe(2);
  });

  it('imports a list, keeps faulty rows apart, and changes nothing the second time', async () => {
    const header = '档案号,姓名,性别,身份证号,手机号,居住镇街,居住村社,状态';
    const rows = [
      'YZ-8000001,测试甲,男,,15400000001,东柳街道,园丁社区,在世',
      'YZ-8000002,测试乙,男,330299199001010000,,东柳街道,园丁社区,在世',
    ];
    await writeFile(join(folder, 'people.csv'), [header, ...rows].join('\n'));
    const first = await run('import people people.csv --faults faults.csv');
    expect(first.json()).toMatchObject({ read: 2, created: 1, faults: [{ line: 3, column: '身份证号' }] });
    expect(await readFile(join(folder, 'faults.csv'), 'utf8')).toContain('测试乙');
    expect((await run('import people people.csv')).json()).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(await run('import people nothing.csv')).toMatchObject({ exit: 1, err: expect.stringContaining('打不开文件') });
    expect(await run('import nonsense people.csv')).toMatchObject({ exit: 2 });
    await writeFile(
      join(folder, 'resources.csv'),
      '类型,编码,名称,开始日期,结束日期,名额,学段,备注\n疗养批次,LY-T1,试批次,2027-08-01,2027-08-05,10,,\n',
    );
    expect((await run('import resources resources.csv')).json()).toMatchObject({ created: 1, faults: [] });
  });

  it('plans a festival once, and sends nothing for a moment that was ticked already', async () => {
    const plan = (await run('campaign plan --festival spring_festival --year 2027 --json')).json();
    expect(plan).toMatchObject({ festival: 'spring_festival', year: 2027, alreadyPlanned: false });
    expect(plan.recipients).toBeGreaterThan(0);
    const again = (await run('campaign plan --festival spring_festival --year 2027 --json')).json();
    expect(again).toMatchObject({ alreadyPlanned: true, planned: plan.planned });
    const tick = (await run('campaign tick --at 2027-01-15T09:00:00+08:00 --json')).json();
    expect(tick.digests.length).toBeGreaterThan(0);
    expect((await run('campaign tick --at 2027-01-15T09:00:00+08:00 --json')).json().digests).toEqual([]);
    expect((await run('campaign show --festival spring_festival --year 2027 --json')).json()).toMatchObject({
      recipients: plan.recipients,
      visited: 0,
    });
    expect(await run('campaign tick --at gestern')).toMatchObject({ exit: 2 });
    expect(await run('campaign plan --festival nothing --year 2027')).toMatchObject({ exit: 1 });
  });

  it('lists, shows, checks and draws the flows', async () => {
    expect((await run('flows list --json')).json().map((flow: { id: string }) => flow.id)).toEqual(
      expect.arrayContaining(['short-sanatorium', 'school-transfer']),
    );
    expect((await run('flows check --json')).json()).toMatchObject({ findings: [] });
    expect((await run('flows show school-transfer --diagram svg')).out).toContain('<svg');
    expect(await run('flows show nothing')).toMatchObject({ exit: 1 });
  });

  it('understands line by line', async () => {
    const line = {
      id: 'a',
      text: '查一下东柳街道张建国的档案',
      now: '2026-11-25T10:00:00+08:00',
      staff: { role: 'town-officer' },
      context: null,
    };
    const { out } = await run('understand', [JSON.stringify(line)]);
    expect(JSON.parse(out)).toMatchObject({ id: 'a', commands: [{ type: 'find-person', by: { name: '张建国', town: '东柳街道' } }] });
  });

  it('lists cases and staff, takes a leave down, and says what stands in the way', async () => {
    expect((await run('case list --json')).json()).toEqual([]);
    expect(await run('case show YZ20261125-9999')).toMatchObject({ exit: 1 });
    expect((await run('staff list --json')).json().length).toBeGreaterThan(900);
    expect(await run('staff leave T330212012C --from 2026-12-01 --to 2026-12-05 --deputy T330212012D')).toMatchObject({ exit: 0 });
    expect(await run('staff leave T330212012C --from 2026-12-05 --to 2026-12-01 --deputy T330212012D')).toMatchObject({ exit: 2 });
    expect((await run('doctor --json')).json().find((one: { what: string }) => one.what === '数据库')).toMatchObject({ ok: true });
  });

  it('finds a record of the audit chain that was changed', async () => {
    expect(await run('audit verify')).toMatchObject({ exit: 0 });
    await district.rows('ALTER TABLE audit_record DISABLE TRIGGER ALL');
    await district.rows(`UPDATE audit_record SET actor = 'somebody' WHERE seq = 1`);
    const verdict = await run('audit verify --json');
    expect(verdict.exit).toBe(1);
    expect(verdict.json()).toMatchObject({ ok: false, firstBad: { seq: '1' } });
  });
});
