import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStaff } from '../../src/organisation/staff-store.ts';
import { changePerson } from '../../src/people/change/change-person.ts';
import type { ShownConflict } from '../../src/people/import/list-conflicts.ts';
import { type District, openDistrict } from '../setup/district.ts';
import { commandsOf, type Ran } from './commanding.ts';

const OFFICER = 'T330212012C';

describe('import conflicts', () => {
  let district: District;
  let run: (argv: string[]) => Promise<Ran>;
  const list = async (phone: string, more = '') => {
    const rows = ['档案号,姓名,手机号,居住镇街,居住村社,备注', `YZ-0777001,孙大力,${phone},东柳街道,安居社区,${more}`];
    await writeFile(join(district.app.config.dataDir, 'list.csv'), rows.join('\n'));
    return (await run(['import', 'people', 'list.csv'])).json<Record<string, number>>();
  };
  const conflicts = async () => (await run(['import', 'conflicts', '--as', OFFICER, '--json'])).json<ShownConflict[]>();
  beforeAll(async () => {
    district = await openDistrict('pglite');
    run = commandsOf(district.app, district.app.config.dataDir);
    expect(await list('13800001234')).toMatchObject({ created: 1 });
    district.clock.advance(60_000);
    const { app } = district;
    const staff = await findStaff(app.db.tx, OFFICER);
    if (!staff) throw new Error('no officer');
    const changed = await app.db.transaction((tx) =>
      changePerson({ tx, sealer: app.sealer, now: app.clock.now(), channel: 'cli' }, staff, {
        ...{ archiveNo: 'YZ-0777001', facts: { phone: '13911112222' }, reason: '本人来电更正手机号' },
      }),
    );
    expect(changed).toMatchObject({ ok: true });
    district.clock.advance(60_000);
  });
  afterAll(() => district.close());

  it('keeps what a colleague changed in the product, and shows both sides', async () => {
    expect(await list('13700003333', '新的')).toEqual({ read: 1, created: 0, updated: 1, unchanged: 0, faults: [], conflicts: 1 });
    const [one] = await conflicts();
    expect(one).toMatchObject({ column: '手机号', list: '13700003333', archive: '13911112222', changedBy: OFFICER, mayDecide: true });
    const words = await run(['import', 'conflicts', '--as', OFFICER]);
    expect(words.out).toContain(`手机号：名单“13700003333”，档案“13911112222”`);
    expect(words.out).toContain(`档案由${OFFICER}于2026-11-25修改`);
    expect((await run(['import', 'conflicts', '--as', 'T330212012D', '--archive', 'YZ-0777002'])).out).toContain('没有待核对');
  });

  it('is decided by its number, and not twice', async () => {
    const [one] = await conflicts();
    const decide = (decision: string, who = OFFICER) => run(['import', 'resolve', one?.id ?? '', decision, '--as', who]);
    expect(await decide('perhaps')).toMatchObject({ code: 2 });
    expect(await decide('take', 'DADMIN01')).toMatchObject({ code: 1, err: expect.stringContaining('没有这一项') });
    expect(await decide('take')).toMatchObject({ code: 0, out: '已核对 1 项。\n' });
    expect(await decide('take')).toMatchObject({ code: 1, err: expect.stringContaining('已经核对过') });
    expect(await conflicts()).toEqual([]);
    expect(await list('13700003333', '新的')).toEqual({ read: 1, created: 0, updated: 0, unchanged: 1, faults: [] });
  });

  it('is decided in bulk, of one column or of all', async () => {
    const { app } = district;
    const staff = await findStaff(app.db.tx, OFFICER);
    if (!staff) throw new Error('no officer');
    district.clock.advance(60_000);
    await app.db.transaction((tx) =>
      changePerson({ tx, sealer: app.sealer, now: app.clock.now(), channel: 'cli' }, staff, {
        ...{ archiveNo: 'YZ-0777001', facts: { phone: '13955556666' }, reason: '本人再次来电更正' },
      }),
    );
    expect(await list('13700003333', '新的')).toMatchObject({ conflicts: 1 });
    const bulk = (...more: string[]) => run(['import', 'resolve', 'all', 'keep', '--as', OFFICER, '--json', ...more]);
    expect((await bulk('--field', '备注')).json()).toEqual({ decided: 0, left: 0 });
    expect((await bulk('--field', '手机号')).json()).toEqual({ decided: 1, left: 0 });
    expect(await bulk('--field', '星座')).toMatchObject({ code: 2 });
    expect(await list('13700003333', '新的')).toEqual({ read: 1, created: 0, updated: 0, unchanged: 1, faults: [] });
  });
});
