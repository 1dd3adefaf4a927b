/** Milliseconds of one measured thing after another. */
export type Sample = number[];

/** The value below which `share` (0…1) of the sample lies. */
export function percentile(sample: Sample, share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1));
  return sorted[at] ?? Number.NaN;
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Runs `work` `count` times, one after another; milliseconds each. */
export async function series(count: number, work: (index: number) => Promise<unknown>): Promise<Sample> {
  const sample: Sample = [];
  for (let index = 0; index < count; index += 1) sample.push(await timed(() => work(index)));
  return sample;
}

/** Milliseconds. */
export interface Quantiles {
  p50: number;
  p99: number;
}

export interface Spread extends Quantiles {
  samples: number;
}

/** Beside a figure: the same quantiles of the bare statements, measured in the same run. */
export interface Bare {
  limit: Quantiles;
}

export function quantilesOf(sample: Sample): Quantiles {
  return { p50: rounded(percentile(sample, 0.5)), p99: rounded(percentile(sample, 0.99)) };
}

export function spreadOf(sample: Sample): Spread {
  return { ...quantilesOf(sample), samples: sample.length };
}

/** How many a second when one follows another. */
export function perSecond(sample: Sample): number {
  const total = sample.reduce((sum, one) => sum + one, 0);
  return total === 0 ? 0 : rounded((sample.length * 1000) / total, 1);
}
