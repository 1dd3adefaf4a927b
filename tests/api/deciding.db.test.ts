import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANSWERS_KEPT_MS } from '../../src/api/v1/idempotency.ts';
import { beginRequest, forgetRequests } from '../../src/api/v1/request-store.ts';
import { addBatch, mustSubmit, people, sanatoriumSlots } from '../cases/district.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import { type Answer, type Api, openApi, tokens } from './calling.ts';

onBothDatabases('a decision through the API', (db, kind) => {
  let api: Api;
  let started = 0;
  const subjects = [people.zhang, people.li, people.wang, people.chen, people.sun];

  const start = async (): Promise<string> => {
    const who = subjects[started % subjects.length] ?? people.zhang;
    started += 1;
    await addBatch(db(), `LY-${started}`, 4, `${2027 + Math.floor(started / subjects.length)}-04-12`);
    const no = await mustSubmit(api.told.deps, 'short-sanatorium', who, sanatoriumSlots(who, `LY-${started}`));
    return no;
  };
  const decide = (no: string, staff: string, key: string, body: object = { decision: 'approve', opinion: '同意' }, through = api) =>
    through.post(`/api/v1/tasks/${no}-01/decision`, { staff, key, body });
  const eventsOf = async (no: string) => db().tx.case_event.count({ where: { case_no: no, type: 'task-decided' } });
  const end = (no: string) => api.post(`/api/v1/cases/${no}/operations`, { staff: 'S2', body: { operation: 'terminate', note: '收尾' } });

  beforeAll(async () => {
    api = await openApi(db());
  });
  afterAll(() => api.close());

  it('must carry a key that is one', async () => {
    const no = await start();
    const answer = await api.post(`/api/v1/tasks/${no}-01/decision`, { staff: 'T1', body: { decision: 'approve' } });
    expect(answer.body).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
    for (const key of ['', 'two words', 'x'.repeat(201)])
      expect((await decide(no, 'T1', key)).body).toMatchObject({ status: 400, code: 'idempotency-key-invalid' });
    expect(await eventsOf(no)).toBe(0);
    await end(no);
  });

  it('sent again with its key is answered the same and done once, whatever happened since', async () => {
    const no = await start();
    const first = await decide(no, 'T1', 'once-1');
    expect(first.body).toMatchObject({ no, state: 'open' });
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    await decide(no, 'DH', 'once-1-next');
    const again = await decide(no, 'T1', 'once-1');
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    api = await api.restart();
    const later = await api.post(`/api/v1/tasks/${no}-01/decision`, {
      staff: 'T1',
      key: 'once-1',
      body: { decision: 'approve', opinion: '同意' },
    });
    expect(later.text).toBe(first.text);
    expect(await eventsOf(no)).toBe(1);
    await end(no);
  });

  it('that was refused is refused the same under its key', async () => {
    const no = await start();
    await decide(no, 'T1', 'refused-1');
    const refused = await decide(no, 'T2', 'refused-2');
    expect(refused.body).toMatchObject({ status: 409, code: 'already-decided', detail: expect.stringContaining('员T1') });
    expect((await decide(no, 'T2', 'refused-2')).text).toBe(refused.text);
    await end(no);
  });

  it('with a key of another request is refused, and nothing is done', async () => {
    const no = await start();
    await decide(no, 'T1', 'other-1', { decision: 'return', opinion: '材料不清' });
    for (const [staff, body] of [
      ['T1', { decision: 'approve' }],
      ['T2', { decision: 'return', opinion: '材料不清' }],
    ] as const)
      expect((await decide(no, staff, 'other-1', body)).body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    expect(await eventsOf(no)).toBe(1);
    // Another system's keys are its own.
    const asWriter = await api.post(`/api/v1/tasks/${no}-01/decision`, {
      token: tokens.write,
      staff: 'T1',
      key: 'other-1',
      body: { decision: 'approve' },
    });
    expect(asWriter.body).toMatchObject({ status: 409 });
    await end(no);
  });

  it('with a fault in its form may be mended under the same key', async () => {
    const no = await start();
    expect((await decide(no, 'T1', 'mend-1', { decision: 'reject' })).body).toMatchObject({ status: 422, code: 'opinion-needed' });
    expect((await decide(no, 'T1', 'mend-1', { decision: 'reject', opinion: '不符合条件' })).body).toMatchObject({ state: 'rejected' });
  });

  it('sent twice at once with one key is done once, and both are answered the same', async () => {
    for (let round = 0; round < 3; round += 1) {
      const no = await start();
      const answers = await Promise.all([1, 2, 3].map(() => decide(no, 'T1', `twice-${round}`)));
      expect(new Set(answers.map((one) => one.text)).size).toBe(1);
      expect(answers[0]?.status).toBe(200);
      expect(await eventsOf(no)).toBe(1);
      await end(no);
    }
  });

  it('of two people at once is one: the other is told who was first', async () => {
    for (let round = 0; round < 3; round += 1) {
      const no = await start();
      const answers = await Promise.all([
        decide(no, 'T1', `race-${round}-1`),
        decide(no, 'T2', `race-${round}-2`, { decision: 'reject', opinion: '不符合' }),
      ]);
      const won = answers.filter((one) => one.status === 200);
      const [lost] = answers.filter((one) => one.status !== 200);
      expect(won).toHaveLength(1);
      const winner = won[0]?.as<{ tasks: { decidedBy: string }[] }>().tasks[0]?.decidedBy;
      expect(lost?.body).toMatchObject({ status: 409, detail: expect.stringMatching(winner === 'T1' ? /员T1|不予办理/ : /员T2|不予办理/) });
      expect(await eventsOf(no)).toBe(1);
      await end(no);
    }
  });

  it('broken off half way is taken up by the next who asks, and done once', async () => {
    const no = await start();
    const body = { decision: 'approve', opinion: '同意' };
    const gone = await api.beside('gone');
    const first = await decide(no, 'T1', 'half-1', body, gone);
    expect(first.status).toBe(200);
    await gone.close();
    // As the process leaves it that died before it could put its answer down.
    await db().tx.$executeRaw`UPDATE api_request SET answer_sealed = NULL WHERE holder LIKE 'gone:%'`;
    if (kind === 'postgres') api.clock.advance(61_000);
    const second = await decide(no, 'T1', 'half-1', body);
    expect(second.body).toMatchObject({ no, tasks: [{ decidedBy: 'T1' }, {}] });
    expect(await eventsOf(no)).toBe(1);
    await end(no);
  });

  it('keeps nothing personal in clear, and nothing longer than said', async () => {
    const no = await start();
    await decide(no, 'T1', 'sealed-张建国'.replaceAll(/[^\x21-\x7e]/g, ''), { decision: 'approve', opinion: '张建国本人13567890123到场' });
    const rows = await db().tx.api_request.findMany();
    expect(rows.length).toBeGreaterThan(0);
    for (const person of subjects) expect(JSON.stringify(rows)).not.toContain(person.name);
    expect(JSON.stringify(rows)).not.toMatch(/13567890123|sealed-|approve/);
    const now = api.clock.now();
    await beginRequest(db().tx, { token: 't', key: 'k', request: 'r', holder: 'h' }, new Date(now.getTime() + ANSWERS_KEPT_MS + 1000));
    expect(await forgetRequests(db().tx, new Date(now.getTime() + 1000))).toBe(rows.length);
    expect(await db().tx.api_request.count()).toBe(1);
    await end(no);
  });

  it('on a task that is not there, or of a case out of sight, is refused alike', async () => {
    const no = await start();
    const plain = (answer: Answer) => answer.text.replaceAll(/YZ\d{8}-\d{4}-\d\d/g, 'ID');
    const hidden = await decide(no, 'T9', 'hidden-1');
    expect(hidden.status).toBe(404);
    expect(plain(await decide('YZ20991231-0001', 'T9', 'hidden-2'))).toBe(plain(hidden));
    expect(
      (await api.post(`/api/v1/tasks/${no}-09/decision`, { staff: 'T1', key: 'hidden-3', body: { decision: 'approve' } })).status,
    ).toBe(404);
  });
});
