import { beforeAll, expect, test } from 'vitest';
import { onBothDatabases } from '../setup/test-database.ts';
import { startTalking, type Talking } from './talking.ts';

onBothDatabases('Talking to the bot', (db) => {
  let talking: Talking;

  beforeAll(async () => {
    talking = await startTalking(db());
  });

  const count = async (table: string): Promise<number> => {
    const [row] = await db().tx.$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${table}`);
    return row?.count ?? 0;
  };

  test('A booking goes from one sentence through every step to the archive, in natural words', async () => {
    const liaison = talking.person('V1');
    expect((await liaison('帮何德明报个疗养')).text).toContain('找到何德明（姜山镇 走马塘村）');
    expect((await liaison('四月那批，5天，2000块')).text).toContain('都符合吗');
    expect((await liaison('都符合')).text).toContain('请核对');
    expect((await liaison('不是5天，是4天')).text).toContain('疗养天数改为4');
    const submitted = await liaison('确认');
    const caseNo = /YZ\d{8}-\d{4}/.exec(submitted.text)?.[0] ?? '';
    expect(submitted.text).toContain('现在到“受理”');

    const officer = talking.person('T1');
    expect((await officer('我的待办')).text).toContain(caseNo);
    const shown = await officer(`${caseNo} 到哪一步了`);
    expect(shown.buttons.map((button) => button.says)).toContain(`同意 ${caseNo}`);
    expect((await officer('同意')).text).toContain('现在到“健康审核”');
    for (const id of ['DH', 'S1', 'L1']) expect((await talking.person(id)(`同意 ${caseNo}`)).text, id).toContain('已同意');
    expect((await talking.person('I1')('同意，已安排接收')).text).toContain('已办结');
    expect((await liaison('到哪一步了')).text).toContain('已办结');
    const [benefit] = await db().tx.$queryRaw<{ kind: string }[]>`SELECT kind FROM benefit WHERE case_no = ${caseNo}`;
    expect(benefit?.kind).toBe('sanatorium');
  });

  test('A returned case is corrected by the starter and handed in again', async () => {
    const liaison = talking.person('V1');
    await liaison('帮陈阿英报个疗养');
    await liaison('5月那批，3天，1800元');
    await liaison('都符合');
    const caseNo = /YZ\d{8}-\d{4}/.exec((await liaison('确认')).text)?.[0] ?? '';
    const officer = talking.person('T2');
    expect((await officer(`退回 ${caseNo}`)).text).toContain('要写明理由');
    expect((await officer('天数要改成2天')).text).toContain('已退回补正');
    expect((await liaison(`${caseNo} 到哪一步了`)).buttons.map((button) => button.says)).toContain('继续刚才的');
    expect((await liaison('继续刚才的')).text).toContain('天数要改成2天');
    expect((await liaison('天数改成2天')).text).toContain('请核对');
    const again = await liaison('确认');
    expect(again.text).toContain('已重新提交');
    expect(again.text).toContain('现在到“受理”');
  });

  test('A school transfer is taken down in five answers and passes all departments', async () => {
    talking.channel.keepFile('code', Buffer.from([0xff, 0xd8, 0xff, 1, 2]), 'image/jpeg');
    const picture = { kind: 'picture' as const, downloadCode: 'code', fileName: null };
    const starter = talking.person('T3');
    expect((await starter('给周海燕家小孩办转学，部队调动，小学四年级，想去姜山镇中心小学')).text).toContain(
      '子女姓名、子女身份证号、亲子关系',
    );
    await starter('周小宝，330299201603150017，亲生，现役军人');
    expect((await starter('房产，姜山镇走马塘村1号，第四类，原来在杭州学军小学')).text).toContain('资格证明信');
    expect((await talking.send({ senderUserId: 'u-T3', text: '', files: [picture] })).text).toContain('收到1个文件');
    const summary = (await starter('同意')).text;
    expect(summary).toContain('子女姓名：周**');
    expect(summary).not.toContain('330299201603150017');
    const caseNo = /YZ\d{8}-\d{4}/.exec((await starter('确认')).text)?.[0] ?? '';

    const shown = (await talking.person('T1')(caseNo.slice(-4))).text;
    expect(shown).toContain('填报内容');
    expect(shown).toContain('第一志愿学校：姜山镇中心小学');
    expect(shown).toContain('这一步看：材料齐全');
    expect(shown).not.toContain('330299201603150017');
    await talking.person('T1')('同意');
    await talking.person('S1')(`同意 ${caseNo}`);
    for (const id of ['DP', 'DS', 'DZ']) {
      expect((await talking.person(id)(`${caseNo} 核验无误，同意`)).text, id).toContain('现在到“部门联审”');
    }
    expect((await talking.person('DE')(`同意 ${caseNo}`)).text).toContain('现在到“会商统筹”');
    for (const id of ['DEL', 'L1', 'S1']) await talking.person(id)(`同意 ${caseNo}`);
    expect((await starter('到哪一步了')).text).toContain('已办结');
    const relations = await db().tx.$queryRaw<{ kind: string }[]>`SELECT kind FROM person_relation WHERE case_no = ${caseNo}`;
    expect(relations).toHaveLength(1);
  });

  test('A file is opened within the area, chosen among several, refused outside; every look is put down with its purpose', async () => {
    const officer = talking.person('T1');
    expect((await officer('查一下何德明的档案')).text).toContain('有2位，是哪一位');
    expect((await officer('陆家堰那个')).text).toContain('何德明');
    expect((await officer('帮我查下胡小北的电话')).text).toContain('没有找到“胡小北”');
    expect((await talking.person('T9')('查一下姜山镇何德明的档案')).text).toContain('不在您的工作范围内');
    const looks = await db().tx.$queryRaw<{ actor: string; subject: string; purpose: string }[]>`
      SELECT actor, subject, purpose FROM audit_record WHERE action = 'read' AND actor = 'T1' ORDER BY seq DESC LIMIT 1`;
    expect(looks).toEqual([{ actor: 'T1', subject: 'YZ-0001002', purpose: expect.stringContaining('查询档案') }]);
  });

  test('A look in the middle of a form leads back to the question', async () => {
    const liaison = talking.person('V1');
    await liaison('给周海燕家小孩办转学');
    const answer = await liaison('等下，先查下何德明的电话');
    expect(answer.text).toContain('199****1234');
    expect(answer.text).not.toContain('19900001234');
    expect(answer.text).toContain('回到“军人子女入转学（园）（周海燕）”');
    expect((await liaison('算了不办了')).text).toContain('草稿保留30天');
  });

  test('A visit is recorded with its need in one sentence', async () => {
    const before = await count('visit_need');
    expect((await talking.person('V1')('今天看了何德明，身体挺好，想要个轮椅')).text).toContain('轮椅');
    expect(await count('visit_need')).toBe(before + 1);
  });

  test('Strangers are told how to be registered, and whom to ask', async () => {
    const answer = await talking.send({ senderUserId: 'u-stranger', text: '查一下何德明的档案' });
    expect(answer.text).toContain('u-stranger');
    expect(answer.text).not.toContain('何德明');
    expect((await talking.send({ senderUserId: null, text: '你好' })).text).toContain('登记');
  });

  test('Who left their post is told so and sees nothing', async () => {
    const answer = await talking.person('V8')('查一下何德明的档案');
    expect(answer.text).toContain('已离岗');
    expect(answer.text).not.toContain('走马塘');
  });

  test('In a group nothing personal is said; guides and progress are', async () => {
    const group = (text: string, senderUserId: string | null = 'u-V1') =>
      talking.send({ senderUserId, text, isGroup: true, conversationId: 'cid-group', groupTitle: '姜山工作群' });
    const look = await group('查一下何德明的电话');
    expect(look.text).toContain('私聊我');
    expect(look.text).not.toContain('何德明');
    expect(look.replies[0]).toMatchObject({ groupId: 'cid-group', mentionUserId: 'u-V1', userId: null });
    expect((await group('我的待办')).text).toContain('私聊我');
    expect((await group('帮何德明报个疗养')).text).toContain('私聊我');
    expect((await group('短期疗养要什么材料')).text).toContain('健康状况证明');
    expect((await group('走马塘村有多少参战老兵')).text).toContain('不足 5 人');
    expect((await group('疗养要什么材料，再查一下何德明的电话')).text).toContain('私聊我');
    expect((await group('你会什么')).text).toContain('私聊我');
    const pasted = await group('330299195003020018 这个人帮我查下');
    expect(pasted.text).toContain('请马上撤回');
    expect(pasted.text).not.toContain('330299195003020018');
    expect((await group('走访进度怎么样', 'u-stranger')).text).toContain('私聊我');
  });

  test('Empty, far too long, voice and files without a case are answered', async () => {
    const from = (message: Parameters<Talking['send']>[0]) => talking.send(message);
    const file = (kind: 'picture' | 'audio') => ({ kind, downloadCode: 'code', fileName: null });
    expect((await from({ senderUserId: 'u-T2', text: '  ' })).text).toContain('没有收到文字');
    expect((await from({ senderUserId: 'u-T2', text: '老兵'.repeat(5000) })).text).toContain('10000 个字');
    expect((await from({ senderUserId: 'u-T2', text: '', files: [file('picture')] })).text).toContain('文件收到了');
    expect((await from({ senderUserId: 'u-T2', text: '', files: [file('audio')] })).text).toContain('没有识别出文字');
    const heard = await from({ senderUserId: 'u-T2', text: '我的待办', files: [file('audio')] });
    expect(heard.text).toContain('（语音识别为：我的待办）');
    expect(heard.text).toContain('待办');
    expect((await from({ senderUserId: 'u-T2', text: '', quotaExhausted: true })).text).toContain('额度');
  });

  test('A role without files finds nobody and may have no case started', async () => {
    expect((await talking.person('LV')('查一下何德明的档案')).text).toContain('不能查看个人档案');
    expect((await talking.person('A1')('帮何德明报个疗养')).text).toContain('不能查看个人档案');
  });

  test('Absence is put down with a deputy', async () => {
    const answer = await talking.person('T2')('11月25日到27日我请假，由王敏代理');
    expect(answer.text).toContain('代理');
    expect(await count('staff_leave')).toBe(1);
  });
});
