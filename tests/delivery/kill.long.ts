import { expect, it } from 'vitest';
import { seededRandom } from '../../src/organisation/demo/seeded-random.ts';
import { sendAndKill } from './killed-sends.ts';

it('delivers each of 3,000 digests exactly once through 200 kills', async () => {
  const random = seededRandom(1);
  const result = await sendAndKill({ digests: 3000, kills: 200, cardTemplateId: 'tpl.schema', random: () => random.next() });
  process.stdout.write(`\n${result.kills} kills, ${result.received.size} digests\n`);
  expect(result.kills).toBe(200);
  expect([...new Set(result.states.values())]).toEqual(['accepted']);
  expect([...result.received.values()].filter((count) => count !== 1)).toEqual([]);
});
