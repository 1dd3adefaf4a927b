import { Presets, SingleBar } from 'cli-progress';
import type { LoadProgress } from './demo-district.ts';

/** A bar where a person watches; a line per part elsewhere, so that a log tells what the start waits for. */
export function drawProgress(): (progress: LoadProgress) => void {
  let bar: SingleBar | null = null;
  let current = '';
  return ({ what, done, total }) => {
    if (what !== current) {
      current = what;
      bar?.stop();
      bar = null;
      if (process.stderr.isTTY) {
        bar = new SingleBar({ format: `装入${what} {bar} {percentage}% {value}/{total}`, stream: process.stderr }, Presets.shades_classic);
        bar.start(total, done);
      } else process.stderr.write(`装入${what}……\n`);
    }
    bar?.update(done);
    if (done >= total) {
      bar?.stop();
      bar = null;
    }
  };
}
