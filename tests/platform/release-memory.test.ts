import { expect, test } from 'vitest';
import { releaseMemory } from '../../src/platform/release-memory.ts';

test('What a large piece of work left behind is given back at once', () => {
  let load: number[][] | null = Array.from({ length: 2000 }, (_, index) => Array.from({ length: 2000 }, (__, at) => index * at + 0.5));
  expect(load.at(-1)?.length).toBe(2000);
  load = null;
  const before = process.memoryUsage().heapTotal;
  releaseMemory();
  expect(process.memoryUsage().heapTotal).toBeLessThan(before - 16_000_000);
  expect((globalThis as { gc?: unknown }).gc).toBeUndefined();
});
