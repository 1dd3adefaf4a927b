import { expect, it } from 'vitest';
import { seededRandom } from '../../src/organisation/demo/seeded-random.ts';
import { sendAndKill } from './killed-sends.ts';

it('delivers each digest exactly once when its sender is killed in the middle, where cards carry a key', async () => {
  const random = seededRandom(20261125);
  const result = await sendAndKill({ digests: 60, kills: 5, cardTemplateId: 'tpl.schema', random: () => random.next() });
  expect(result.kills).toBeGreaterThan(0);
  expect([...new Set(result.states.values())]).toEqual(['accepted']);
  expect([...result.received.values()].every((count) => count === 1)).toBe(true);
});

it('without a card template never delivers a digest twice, and names those of which it cannot know', async () => {
  const random = seededRandom(20261126);
  const result = await sendAndKill({ digests: 60, kills: 5, cardTemplateId: null, random: () => random.next() });
  const unknown = [...result.states].filter(([, state]) => state === 'unknown').map(([userId]) => userId);
  expect([...new Set(result.states.values())].filter((state) => state !== 'unknown')).toEqual(['accepted']);
  expect(unknown.length).toBeLessThanOrEqual(result.kills);
  for (const [userId, count] of result.received) expect(count).toBeLessThanOrEqual(1 - (count === 0 && !unknown.includes(userId) ? 1 : 0));
});
