import { type Judged, judge } from './judge-bench.ts';
import type { BenchFigures } from './run-bench.ts';
import type { Quantiles } from './sample.ts';
import { benchTexts } from './texts.ts';

type Row = [what: string, value: string, promise: string, limit: string, sample: string];
type Quantile = keyof Quantiles;

const { rows: names, none, samples, seconds, milliseconds, megabytes, perSecond, units } = benchTexts;

/** The figures as a table for a terminal, with what is promised and the limits of the same run. */
export function benchTable(figures: BenchFigures): string {
  const judged = judge(figures);
  const promise = promiseOf(judged);
  const rows = [benchTexts.heads as Row, ...startRows(figures, promise), ...talkRows(figures, promise), ...workRows(figures, promise)];
  const widths = benchTexts.heads.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const failed = judged.filter(({ passed }) => !passed).length;
  const verdict = failed === 0 ? benchTexts.passed : benchTexts.failed(failed);
  return [benchTexts.title(benchTexts.database[figures.database], figures.search.people), '', ...lines, '', verdict].join('\n');
}

type PromiseOf = (figure: string, show: (value: number) => string) => string;

function promiseOf(judged: readonly Judged[]): PromiseOf {
  return (figure, show) => {
    const found = judged.find((one) => one.figure === figure);
    if (!found) return none;
    return `${found.passed ? '✓' : '✗'} ${benchTexts[found.must](show(found.limit))}`;
  };
}

function startRows({ boot, rssMb }: BenchFigures, promise: PromiseOf): Row[] {
  const starts = samples.starts(boot.samples);
  return [
    [names.firstMs, seconds(boot.firstMs), promise('boot.firstMs', seconds), none, starts],
    [names.nextMs, seconds(boot.nextMs), promise('boot.nextMs', seconds), none, starts],
    [names.rss, megabytes(rssMb), promise('rssMb', megabytes), none, samples.starts(boot.samples * 2)],
  ];
}

function talkRows({ ack, turn, understand, search, file }: BenchFigures, promise: PromiseOf): Row[] {
  const spread = (what: string, key: string, at: Quantile, from: Quantiles & { limit?: Quantiles }, sample: string): Row => [
    what,
    milliseconds(from[at]),
    promise(`${key}.${at}`, milliseconds),
    from.limit ? milliseconds(from.limit[at]) : none,
    sample,
  ];
  const [frames, turns] = [samples.frames(ack.samples), samples.turns(turn.samples, turn.statements)];
  const limits = benchTexts.bareAndLoop(turn.limitPerSecond, turn.loopPerSecond);
  return [
    spread(names.ackP50, 'ack', 'p50', ack, frames),
    spread(names.ackP99, 'ack', 'p99', ack, frames),
    spread(names.turnP50, 'turn', 'p50', turn, turns),
    spread(names.turnP99, 'turn', 'p99', turn, turns),
    [names.turnRate, perSecond(turn.perSecond, units.turn), none, limits, turns],
    spread(names.understandP50, 'understand', 'p50', understand, samples.frames(understand.samples)),
    spread(names.understandP99, 'understand', 'p99', understand, samples.frames(understand.samples)),
    spread(names.searchP50, 'search', 'p50', search, samples.starts(search.samples)),
    spread(names.searchP99, 'search', 'p99', search, samples.starts(search.samples)),
    spread(names.fileP50, 'file', 'p50', file, samples.starts(file.samples)),
  ];
}

function workRows({ decide, campaign, import: imported }: BenchFigures, promise: PromiseOf): Row[] {
  const decisions = samples.starts(decide.samples);
  const rate = (value: number) => perSecond(value, units.row);
  return [
    [names.decideP50, milliseconds(decide.p50), none, milliseconds(decide.limit.p50), decisions],
    [names.decideP99, milliseconds(decide.p99), none, milliseconds(decide.limit.p99), decisions],
    [names.decideRate, perSecond(decide.perSecond, units.decision), none, perSecond(decide.limitPerSecond, units.decision), decisions],
    [names.plan, milliseconds(campaign.planMs), none, none, samples.people(campaign.recipients)],
    [names.tick, milliseconds(campaign.tickMs), none, none, samples.frames(campaign.digests)],
    [
      names.send,
      perSecond(campaign.sendPerSecond, units.message),
      none,
      perSecond(campaign.qpsLimit, units.message),
      samples.frames(campaign.sent),
    ],
    [
      names.import,
      rate(imported.rowsPerSecond),
      promise('import.rowsPerSecond', rate),
      rate(imported.limitPerSecond),
      samples.rows(imported.rows),
    ],
  ];
}

/** Chinese characters take two columns of a terminal. */
function widthOf(text: string): number {
  return Array.from(text).reduce((width, character) => width + (/[\u1100-\u115f\u2e80-\uffef]/u.test(character) ? 2 : 1), 0);
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
