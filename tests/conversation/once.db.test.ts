import { beforeAll, expect, test } from 'vitest';
import { saveMidTurn } from '../../src/conversation/thread-store.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { startTalking, type Talking } from './talking.ts';

/** A process that dies between a write and the end of its turn: the message is taken up again, acts once and is answered the same. */
onBothDatabases('A turn broken off after its write', (db) => {
  let talking: Talking;

  beforeAll(async () => {
    talking = await startTalking(db());
  });

  const rows = async (table: string): Promise<number> => {
    const [row] = await db().tx.$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${table}`);
    return row?.count ?? 0;
  };

  const fill = async (): Promise<void> => {
    const liaison = talking.person('V1');
    await liaison('帮何德明报个疗养');
    await liaison('4月那批，5天，2000块');
    await liaison('都符合');
  };

  /** Says something, dies right before the turn is saved, and comes back. */
  const interrupted = async (id: string, text: string): Promise<string> => {
    talking.faults.afterConverse = 1;
    const first = await talking.person(id)(text);
    expect(first.replies).toEqual([]);
    return (await talking.sweep()).text;
  };

  test('a submission makes one case and tells its number', async () => {
    await fill();
    const answer = await interrupted('V1', '确认');
    expect(answer).toContain('已提交');
    expect(answer).toContain('YZ20261123-0001');
    expect(await rows('service_case')).toBe(1);
    // Nothing is left to be confirmed a second time.
    expect((await talking.person('V1')('确认')).text).toContain('没有等您确认');
    expect(await rows('service_case')).toBe(1);
  });

  test('a bare 同意 decides the task it meant, though that is the only one no more', async () => {
    const answer = await interrupted('T1', '同意');
    expect(answer).toContain('已同意');
    expect(answer).toContain('YZ20261123-0001');
    expect(await rows(`case_event WHERE type = 'task-decided'`)).toBe(1);
  });

  test('and does not fall on another task that came meanwhile', async () => {
    await fill();
    await talking.person('V1')('不是4月，是5月');
    talking.faults.afterConverse = 1;
    expect((await talking.person('DH')('同意')).replies).toEqual([]);
    // Meanwhile a second case reaches the same desk.
    await talking.deps.db.tx.$executeRaw`UPDATE person SET last_sanatorium_year = NULL`;
    const submitted = (await talking.person('V1')('确认')).text;
    const second = /YZ\d{8}-\d{4}/.exec(submitted)?.[0];
    if (second) await talking.person('T1')(`同意 ${second}`);
    const answer = (await talking.sweep()).text;
    expect(answer).toContain('已同意');
    expect(answer).toContain('YZ20261123-0001');
    expect(await rows(`case_task WHERE step = 'health_check' AND state = 'done'`)).toBe(1);
  });

  test('a visit is recorded once', async () => {
    expect(await interrupted('V1', '今天看了陈阿英，身体挺好，想要个轮椅')).toContain('陈阿英');
    expect(await rows('visit_record')).toBe(1);
    expect(await rows('visit_need')).toBe(1);
  });

  test('two writes of one message are both done, each once', async () => {
    await talking.person('V1')('先放着，不办了');
    const answer = await interrupted('V1', '催办 YZ20261123-0001。另外今天看了何德明，一切都好');
    expect(answer).toContain('何德明');
    expect(await rows('visit_record')).toBe(2);
    expect(await rows(`case_event WHERE type = 'case-urged'`)).toBe(1);
  });

  test('an absence is put down once', async () => {
    expect(await interrupted('S1', '11月25日到27日我请假，由王敏代理')).toContain('代理');
    expect(await rows('staff_leave')).toBe(1);
  });

  test('a turn whose message was finished elsewhere meanwhile puts nothing down', async () => {
    await talking.person('T1')('你好');
    const turn = { conversationKey: 'dingtalk:cid-u-T1', channel: 'dingtalk', messageKey: 'no-longer-pending' };
    await expect(saveMidTurn(db().tx, talking.deps.sealer, turn, '{}')).rejects.toMatchObject({ code: 'turn-lost' });
    expect((await talking.person('T1')('我的待办')).text).toContain('待办');
  });

  test('a message that goes on failing is answered, and the next one starts from before it', async () => {
    talking.faults.afterConverse = 5;
    await talking.person('T3')('帮周海燕报个疗养');
    let answer = '';
    for (let sweeps = 0; sweeps < 6 && answer === ''; sweeps += 1) answer = (await talking.sweep()).text;
    expect(answer).toContain('处理时出了问题');
    expect(talking.log.errors).toHaveLength(1);
    talking.faults.afterConverse = 0;
    expect((await talking.person('T3')('继续刚才的')).text).toContain('没有放着的草稿');
  });
});
