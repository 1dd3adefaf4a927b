import { expect, test } from 'vitest';
import { understandLines } from '../../src/understanding/understand-lines.ts';
import type { Understander } from '../../src/understanding/understander.ts';

const echo: Pick<Understander, 'understand'> = { understand: async ({ text }) => [{ type: text === '谢谢' ? 'thanks' : 'cannot-handle' }] };

async function answers(lines: string[]): Promise<unknown[]> {
  let now = 0;
  const clock = () => {
    now += 1.25;
    return now;
  };
  const out: unknown[] = [];
  for await (const line of understandLines(lines, echo, clock)) out.push(JSON.parse(line));
  return out;
}

const good = { id: 'a', text: '谢谢', now: '2026-11-25T10:00:00+08:00', staff: { role: 'town-officer' }, context: null };

test('each line comes back with its id, commands and milliseconds', async () => {
  expect(await answers([JSON.stringify(good)])).toEqual([{ id: 'a', commands: [{ type: 'thanks' }], ms: 1.25 }]);
});

test('a bad line is answered by an error line and does not stop the rest', async () => {
  const lines = [
    '{not json',
    JSON.stringify({ id: 'b', text: 5 }),
    '',
    JSON.stringify({ ...good, now: 'yesterday' }),
    JSON.stringify(good),
  ];
  expect(await answers(lines)).toMatchObject([
    { line: 1, id: null, error: 'not JSON' },
    { line: 2, id: 'b' },
    { line: 4, id: 'a' },
    { id: 'a', commands: [{ type: 'thanks' }] },
  ]);
});

test('every kind of context is taken', async () => {
  const contexts = [
    { choosing: ['甲', '乙'] },
    { case: 'YZ20261120-0007', step: 'accept' },
    { flow: 'x', asking: 'y', slots: { days: 5 } },
  ];
  const out = await answers(contexts.map((context) => JSON.stringify({ ...good, context })));
  expect(out.every((line) => JSON.stringify(line).includes('thanks'))).toBe(true);
});
