import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCoverage } from './runner/coverage.ts';
import { playJourney } from './runner/play-journey.ts';
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
});
