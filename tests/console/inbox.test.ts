import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advanceTo, holders, show, start } from '../journeys/hardship-cases.ts';
import { type OpenConsole, openConsole, textOf, type Visitor } from './open-console.ts';

describe('the inbox', () => {
  let open: OpenConsole;
  const cases: string[] = [];
  let starter: string;
  let holder: string;
  let desk: Visitor;
  beforeAll(async () => {
    open = await openConsole('pglite');
    for (let count = 0; count < 4; count += 1) {
      const one = await start(open.district);
      cases.push(one.no);
      starter = one.starter;
    }
    for (const no of cases) await advanceTo(open.district, no, 'village_head');
    [holder = ''] = await holders(open.district, cases[0] ?? '');
    desk = await open.as(holder);
  });
  afterAll(() => open.close());

  const taskOf = async (no: string) => (await show(open.district, no)).tasks.find((task) => task.state === 'open')?.id ?? '';
  const listed = async (visitor: Visitor, address: string) =>
    [...(await visitor.get(address)).html.matchAll(/href="\/cases\/(YZ[\d-]+)"/g)].map((match) => match[1]);

  it('has what waits, what was done, what was started and what is late, each with its number', async () => {
    expect((await listed(desk, '/tasks')).toSorted()).toEqual(cases.toSorted());
    expect(textOf((await desk.get('/tasks')).html)).toMatch(/待我处理 4 已逾期 0 我已处理 0 我发起 0 抄送我 0/);
    const liaison = await open.as(starter);
    expect((await listed(liaison, '/tasks?tab=started')).toSorted()).toEqual(cases.toSorted());
    expect(await listed(liaison, '/tasks')).toEqual([]);
  });

  it('finds by the end of a number, a name, a service and a light', async () => {
    const [first = ''] = cases;
    expect(await listed(desk, `/tasks?q=${first.slice(-4)}`)).toEqual([first]);
    const { name } = (await show(open.district, first)).subject;
    expect(await listed(desk, `/tasks?q=${encodeURIComponent(name.slice(0, 1))}`)).toContain(first);
    expect(await listed(desk, '/tasks?q=%25')).toEqual([]);
    expect(await listed(desk, '/tasks?flow=hardship-aid')).toHaveLength(4);
    expect(await listed(desk, '/tasks?flow=short-sanatorium')).toEqual([]);
    expect(textOf((await desk.get('/tasks?flow=short-sanatorium')).html)).toContain('没有符合条件的办件');
    expect(await listed(desk, '/tasks?light=overdue')).toEqual([]);
    const lights = await Promise.all(['green', 'yellow', 'red'].map((light) => listed(desk, `/tasks?light=${light}`)));
    expect(lights.flat().toSorted()).toEqual(cases.toSorted());
  });

  it('shows nothing of a script in an address', async () => {
    const page = await desk.get(`/tasks?q=${encodeURIComponent('"><script>alert(1)</script>')}&flow=%3Cscript%3E&page=-1`);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('<script>alert');
  });

  it('approves several at once after a look, and takes them back within ten minutes', async () => {
    const [one = '', two = ''] = cases;
    const tasks = [await taskOf(one), await taskOf(two)];
    await desk.get('/tasks');
    const preview = await desk.submit('/tasks/batch', { task: tasks });
    expect(textOf(preview.html)).toContain('下面 2 件将以您的名义同意');
    const done = await desk.submit('/tasks/batch/approve', { task: tasks, opinion: '情况属实' });
    expect(done.at).toMatch(/^\/tasks\/batch\/done/);
    expect(textOf(done.html)).toContain('已同意 2 件');
    expect((await show(open.district, one)).tasks.find((task) => task.id === tasks[0])).toMatchObject({
      decision: 'approve',
      opinion: '情况属实',
    });
    const undone = await desk.submit('/tasks/batch/undo', { only: tasks[0] ?? '' });
    expect(textOf(undone.html)).toContain('已取回 1 件');
    expect(await listed(desk, '/tasks')).toContain(one);
    expect(await listed(desk, '/tasks')).not.toContain(two);
    open.district.clock.advance(11 * 60_000);
    const late = await desk.get(done.at);
    expect(textOf(late.html)).toContain('超过 10 分钟');
  });

  it('does what can be done and says why not the rest; a stranger’s task is none of it', async () => {
    const [, two = '', three = ''] = cases;
    const gone = (await show(open.district, two)).tasks.find((task) => task.state === 'open')?.id ?? '';
    await desk.get('/tasks');
    const preview = await desk.submit('/tasks/batch', { task: [await taskOf(three), gone, 'made-up'] });
    expect(textOf(preview.html)).toContain('下面 1 件');
    expect(textOf(preview.html)).toContain('已经不在您手里');
    const done = await desk.submit('/tasks/batch/approve', { task: [await taskOf(three), gone] });
    expect(textOf(done.html)).toContain('已同意 1 件');
    expect(textOf(done.html)).toContain('1 件没有办成');
    const stranger = await open.as(starter);
    const batch = new URL(done.at, open.base).searchParams.get('batch') ?? '';
    await stranger.get('/tasks');
    const marks = stranger.marks('/sign-out');
    const taken = await stranger.post('/tasks/batch/undo', { ...marks, batch, only: '' });
    expect(textOf(taken.html)).toContain('不能在这里取回');
    expect((await show(open.district, three)).tasks.findLast((task) => task.decision === 'approve')).toBeDefined();
  });

  it('tells the page when somebody else acts, and keeps nobody signed in by it', async () => {
    const [, , , four = ''] = cases;
    const news = await desk.raw('/tasks/live');
    expect(news.headers.get('content-type')).toContain('text/event-stream');
    const reader = news.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('event: state');
    await (await open.district.person(holder)).says(`同意 ${four}，情况属实`);
    await open.district.settle();
    expect((await reader?.read())?.value).toContain('event: state');
    await reader?.cancel();
    open.district.clock.advance(16 * 60_000);
    const over = await desk.raw('/tasks/live');
    expect(over.status).toBe(303);
  });
});
