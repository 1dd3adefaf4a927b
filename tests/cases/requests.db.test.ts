import { beforeAll, expect, it } from 'vitest';
import { decideTask } from '../../src/cases/decide-task.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { showCase } from '../../src/cases/show-case.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { addBatch, layDistrict, monday, mustSubmit, people, sanatoriumSlots, staff, type Told } from './district.ts';

onBothDatabases('a request that comes again', (db) => {
  let told: Told;
  beforeAll(async () => {
    told = await layDistrict(db());
    await addBatch(db(), 'LY-A', 2);
  });

  it('is not carried out again, however much was done since, and is not taken for another', async () => {
    const caseNo = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-A'));
    const about = { caseNo, now: monday, channel: 'test' };
    const note = (text: string, requestKey: string) =>
      operateCase(told.deps, { ...about, actor: staff.town1, operation: 'comment', note: text, requestKey });
    const agree = { ...about, actor: staff.town1, decision: 'approve' as const, opinion: null, requestKey: 'agree' };
    expect(await decideTask(told.deps, agree)).toMatchObject({ ok: true, repeated: false, step: 'health_check' });
    for (let count = 1; count <= 30; count += 1)
      expect(await note(`第${count}句`, `m${count}`)).toMatchObject({ ok: true, repeated: false });
    for (const key of ['m1', 'm30']) expect(await note('又来一次', key)).toMatchObject({ ok: true, repeated: true });
    expect(await decideTask(told.deps, agree)).toMatchObject({ ok: true, repeated: true, step: 'health_check' });
    const shown = await showCase(told.deps, caseNo, { now: monday });
    expect(shown?.events.filter((event) => event.type === 'case-commented')).toHaveLength(30);
    expect(shown?.events.filter((event) => event.type === 'task-decided')).toHaveLength(1);
    // Refused requests leave no trace: what was not possible then may be now.
    expect(await note(' ', 'empty')).toMatchObject({ ok: false, code: 'text-needed' });
    expect(await note('有字了', 'empty')).toMatchObject({ ok: true, repeated: false });
  });
});
