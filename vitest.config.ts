import { defineConfig } from 'vitest/config';

const long = process.env['TEST_LONG'] === '1';

export default defineConfig({
  test: {
    include: long ? ['tests/**/*.long.ts'] : ['tests/**/*.test.ts'],
    globalSetup: ['tests/setup/global-setup.ts'],
    setupFiles: ['tests/setup/no-stray-errors.ts'],
    testTimeout: long ? 3_600_000 : 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: ['default', './tests/setup/plain-line-reporter.ts'],
  },
});
