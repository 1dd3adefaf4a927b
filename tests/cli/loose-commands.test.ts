import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { commandsOf } from './commanding.ts';

describe('commands without a district', () => {
  const run = commandsOf({} as never, tmpdir());

  it.each([[['wrong']], [['import', 'people']], [['flows', 'show']], [['campaign']], [['case', 'list', '--colour', 'red']]])(
    'answers %j with how it is used, exit code 2',
    async (argv) => {
      const ran = await run(argv);
      expect(ran.code).toBe(2);
      expect(ran.err).toMatch(/[\u4e00-\u9fff]/);
    },
  );

  it.each([[['--help']], [['import', '--help']], [['campaign', 'tick', '--help']], [['understand', '-h']]])(
    'shows how %j is used',
    async (argv) => {
      const ran = await run(argv);
      expect(ran.code).toBe(0);
      expect(ran.out).toContain('Usage');
    },
  );

  it('checks, lists and draws the flows', async () => {
    expect(await run(['flows', 'check'])).toMatchObject({ code: 0, err: '' });
    const flows = (await run(['flows', 'list', '--json'])).json<{ id: string }[]>();
    expect(flows.map((flow) => flow.id)).toEqual(expect.arrayContaining(['short-sanatorium', 'school-transfer']));
    expect((await run(['flows', 'show', 'school-transfer'])).out).toContain('工作日');
    expect((await run(['flows', 'show', 'school-transfer', '--diagram', 'svg'])).out).toMatch(/^<svg/);
    expect((await run(['flows', 'show', 'school-transfer', '--diagram', 'png'])).code).toBe(2);
    expect((await run(['flows', 'show', 'nonsense'])).code).toBe(1);
  });

  it('understands line by line, and answers a line that is none without stopping', async () => {
    const lines = [
      { id: 'a', text: '我的待办', now: '2026-11-25T10:00:00+08:00', staff: { role: 'town-officer', town: '东柳街道' }, context: null },
      {
        id: 'b',
        text: '春节还有几户没走',
        now: '2026-11-25T10:00:00+08:00',
        staff: { role: 'town-officer', town: '东柳街道' },
        context: null,
      },
    ];
    const ran = await run(['understand'], [JSON.stringify(lines[0]), 'no json', JSON.stringify(lines[1])].join('\n'));
    expect(ran.code).toBe(0);
    const answers = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string | null; commands?: unknown[] });
    expect(answers).toHaveLength(3);
    expect(answers[0]).toMatchObject({ id: 'a' });
    expect(answers[2]).toMatchObject({ id: 'b' });
    expect(answers[2]?.commands).not.toEqual([]);
  });
});
