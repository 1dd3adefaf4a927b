import { defineConfig } from 'vitest/config';

/** `--mode long` runs the long campaigns (`*.long.ts`) instead of the suite. */
export default defineConfig(({ mode }) => {
  const isLong = mode === 'long';
  return {
    test: {
      include: isLong ? ['tests/**/*.long.ts'] : ['tests/**/*.test.ts'],
      globalSetup: ['tests/setup/global-setup.ts'],
      setupFiles: ['tests/setup/no-stray-errors.ts'],
      testTimeout: isLong ? 3_600_000 : 60_000,
      hookTimeout: 120_000,
      maxWorkers: 2,
      reporters: ['default', './tests/setup/plain-line-reporter.ts'],
    },
  };
});
