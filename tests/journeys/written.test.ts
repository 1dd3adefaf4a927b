import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toneFaults } from '../dialogue/tone.ts';
import { createCoverage } from './runner/coverage.ts';
import { playJourney, said } from './runner/play-journey.ts';
import { readJourneys } from './runner/read-journeys.ts';
import { openStage, type Stage } from './runner/stage.ts';

const journeys = readJourneys();
const coverage = createCoverage();

describe('written conversations', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => {
    process.stdout.write(`${journeys.length} written conversations\n${coverage.report()}\n`);
    await stage?.close();
  });

  test.each(journeys.map((journey) => [`${journey.pattern}: ${journey.name}`, journey] as const))('%s', async (_, journey) => {
    await playJourney(stage, journey, coverage);
    expect(stage.log.errors).toEqual([]);
  });

  test('everything that was said in them has the tone of the house', () => {
    const faults = [...said].flatMap((reply) => toneFaults(reply).map((fault) => `${fault}: ${reply.slice(0, 300)}`));
    expect(said.size).toBeGreaterThan(400);
    expect(faults).toEqual([]);
  });

  test('there are at least four hundred, and every service is begun in one', () => {
    expect(journeys.length).toBeGreaterThanOrEqual(400);
    expect(coverage.services()).toBe(75);
  });
});
