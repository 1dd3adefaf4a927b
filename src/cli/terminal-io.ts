import { createInterface } from 'node:readline';
import { Presets, SingleBar } from 'cli-progress';
import type { CommandIo } from './command-context.ts';

/** Reads and writes the terminal; progress bars go to stderr and only where a person watches. */
export function terminalIo(): CommandIo & { close(): void } {
  // The reader of a pipe (head) may have enough; that is no fault of the command.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  let bar: SingleBar | null = null;
  let label = '';
  const stop = () => {
    bar?.stop();
    bar = null;
  };
  return {
    cwd: process.cwd(),
    out: (text) => {
      stop();
      process.stdout.write(text);
    },
    err: (text) => {
      stop();
      process.stderr.write(text);
    },
    lines: () => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
    progress: (what, done, total) => {
      if (!process.stderr.isTTY) return;
      if (!bar || label !== what) {
        stop();
        label = what;
        bar = new SingleBar({ format: `${what} {bar} {percentage}% {value}/{total}`, stream: process.stderr }, Presets.shades_classic);
        bar.start(total, done);
      }
      bar.update(done);
      if (done >= total) stop();
    },
    close: stop,
  };
}
