import type { Tx } from '../../platform/database.ts';
import type { IndexLine } from './score-lines.ts';

export interface IndexSnapshot {
  period: string;
  level: string;
  key: string;
  ruleVersion: string;
  countedAt: Date;
  final: number | null;
  line: IndexLine;
}

/** Keeps the lines of a period; what was kept before stays, so that a second run changes nothing. Returns how many were new. */
export async function insertSnapshots(
  tx: Tx,
  of: { period: string; ruleVersion: string; countedAt: Date },
  lines: readonly IndexLine[],
): Promise<number> {
  const rows = JSON.stringify(lines.map((line) => ({ level: line.level, key: line.key, final: line.final, line })));
  return tx.$executeRaw`
    INSERT INTO respect_index_snapshot (period, level, key, rule_version, counted_at, final, line)
    SELECT ${of.period}, level, key, ${of.ruleVersion}, ${of.countedAt}, final, line
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(level TEXT, key TEXT, final FLOAT8, line JSONB)
    ON CONFLICT (period, level, key) DO NOTHING`;
}

/** Kept lines of a period; of one level when given. */
export async function snapshotsOf(tx: Tx, period: string, level: string | null = null): Promise<IndexSnapshot[]> {
  return tx.$queryRaw<IndexSnapshot[]>`
    SELECT period, level, key, rule_version AS "ruleVersion", counted_at AS "countedAt", final, line FROM respect_index_snapshot
    WHERE period = ${period} AND (${level}::text IS NULL OR level = ${level}) ORDER BY level, key`;
}

/** How one line went over the periods, oldest first. */
export async function indexHistory(
  tx: Tx,
  of: { level: string; key: string },
  fromPeriod: string,
): Promise<Pick<IndexSnapshot, 'period' | 'final' | 'ruleVersion'>[]> {
  return tx.$queryRaw<Pick<IndexSnapshot, 'period' | 'final' | 'ruleVersion'>[]>`
    SELECT period, final, rule_version AS "ruleVersion" FROM respect_index_snapshot
    WHERE level = ${of.level} AND key = ${of.key} AND period >= ${fromPeriod} ORDER BY period`;
}
