import type { BenchFigures } from './run-bench.ts';
import { rounded } from './sample.ts';

/** One figure beside the limit that it must keep. */
export interface Judged {
  figure: string;
  value: number;
  limit: number;
  must: 'atMost' | 'atLeast';
  passed: boolean;
}

/** The promises for a machine of two cores with 30,789 people loaded. */
export function judge({ turn, ack, search, file, boot, rssMb, database, import: imported }: BenchFigures): Judged[] {
  return [
    atMost('boot.firstMs', boot.firstMs, 25_000),
    atMost('boot.nextMs', boot.nextMs, 3000),
    atMost('ack.p50', ack.p50, 20),
    atMost('turn.p50', turn.p50, 25),
    atMost('turn.p99', turn.p99, 100),
    ...judgeSearch(search),
    atMost('file.ratio', file.ratio, 2),
    atMost('rssMb', rssMb, database === 'pglite' ? 700 : 350),
    atLeast('import.rowsPerSecond', imported.rowsPerSecond, database === 'pglite' ? 3000 : 5000),
    ...(database === 'pglite' ? [] : [atLeast('import.share', rounded(imported.rowsPerSecond / imported.limitPerSecond), 0.4)]),
  ];
}

/** The archive's size decides: 3 ms for the district's, 25 ms for a million people. */
export function judgeSearch({ p99, people }: BenchFigures['search']): Judged[] {
  return [atMost('search.p99', p99, people > LARGE ? 25 : 3)];
}

const LARGE = 100_000;

function atLeast(figure: string, value: number, limit: number): Judged {
  return { figure, value, limit, must: 'atLeast', passed: value >= limit };
}

function atMost(figure: string, value: number, limit: number): Judged {
  return { figure, value, limit, must: 'atMost', passed: value <= limit };
}
