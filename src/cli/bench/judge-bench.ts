import type { BenchFigures } from './run-bench.ts';

/** One figure beside the limit that it must keep. */
export interface Judged {
  figure: string;
  value: number;
  limit: number;
  /** `atMost` or `atLeast` the limit. */
  must: 'atMost' | 'atLeast';
  passed: boolean;
}

/** The limits of the product's promises for one machine of two cores with 30,789 people. */
export function judge(figures: BenchFigures): Judged[] {
  const { turn, ack, search, boot, rssMb, database } = figures;
  const atMost = (figure: string, value: number, limit: number): Judged => ({
    figure,
    value,
    limit,
    must: 'atMost',
    passed: value <= limit,
  });
  const judged = [
    atMost('ack.p50', ack.p50, 20),
    atMost('turn.p50', turn.p50, 25),
    atMost('turn.p99', turn.p99, 100),
    atMost('search.p99', search.p99, 5),
    {
      figure: 'import.rowsPerSecond',
      value: figures.import.rowsPerSecond,
      limit: 3000,
      must: 'atLeast' as const,
      passed: figures.import.rowsPerSecond >= 3000,
    },
  ];
  if (boot) judged.push(atMost('boot.firstMs', boot.firstMs, 25_000), atMost('boot.nextMs', boot.nextMs, 3000));
  if (rssMb !== null) judged.push(atMost('rssMb', rssMb, database === 'pglite' ? 700 : 350));
  return judged;
}
