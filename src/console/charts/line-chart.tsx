/** A line over months, drawn on the server: without a script, in the colours of the theme, readable on paper. */
export interface ChartPoint {
  label: string;
  /** Null: not known, the line is broken there. */
  value: number | null;
}

interface LineChartProps {
  /** What is drawn, for whoever cannot see it. */
  title: string;
  points: readonly ChartPoint[];
  /** Lowest and highest of the scale; taken from the points when left out. */
  range?: readonly [number, number];
  digits?: number;
}

const WIDTH = 560;
const HEIGHT = 200;
const LEFT = 44;
const RIGHT = 12;
const TOP = 16;
const BOTTOM = 28;
const LINES = 4;

export function LineChart({ title, points, range, digits = 0 }: LineChartProps) {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length === 0) return null;
  const [low, high] = range ?? niceRange(known);
  const x = (index: number) => LEFT + (index * (WIDTH - LEFT - RIGHT)) / Math.max(1, points.length - 1);
  const y = (value: number) => TOP + (1 - (value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const described = points.map(({ label, value }) => `${label} ${value === null ? '无' : value.toFixed(digits)}`).join('，');
  const every = Math.ceil(points.length / 12);
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}：${described}`}>
      {Array.from({ length: LINES + 1 }, (_, index) => low + ((high - low) * index) / LINES).map((value) => (
        <g>
          <line class="chart-grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
          <text class="chart-text" x={LEFT - 6} y={y(value) + 4} text-anchor="end">
            {value.toFixed(digits)}
          </text>
        </g>
      ))}
      {points.map(({ label }, index) =>
        index % every === 0 ? (
          <text class="chart-text" x={x(index)} y={HEIGHT - 8} text-anchor="middle">
            {label}
          </text>
        ) : null,
      )}
      {segments(points).map((segment) => (
        <polyline
          class="chart-line"
          points={segment.map(({ index, value }) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
        />
      ))}
      {points.map(({ value }, index) => (value === null ? null : <circle class="chart-dot" cx={x(index)} cy={y(value)} r="3.5" />))}
    </svg>
  );
}

/** Runs of known points: what is not known is not bridged. */
function segments(points: readonly ChartPoint[]): { index: number; value: number }[][] {
  const runs: { index: number; value: number }[][] = [[]];
  points.forEach(({ value }, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ index, value });
  });
  return runs.filter((run) => run.length > 1);
}

function niceRange(values: readonly number[]): readonly [number, number] {
  const most = Math.max(...values);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, most))));
  return [0, Math.max(4, Math.ceil(most / step) * step)];
}
