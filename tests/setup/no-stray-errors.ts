import { afterEach, beforeEach, expect, vi } from 'vitest';

/** A stray error log fails a test (house.md). */
beforeEach(() => {
  vi.spyOn(console, 'error');
});

afterEach(() => {
  expect(vi.mocked(console.error).mock.calls).toEqual([]);
  vi.restoreAllMocks();
});
