import { hasRecords } from '../../insight/respect-index/index-records-store.ts';
import type { ScoredPart } from '../../insight/respect-index/index-score.ts';
import { indexTexts } from '../../insight/respect-index/index-texts.ts';
import { entitlements } from '../../insight/respect-index/people-parts-store.ts';
import type { IndexLine } from '../../insight/respect-index/score-lines.ts';
import { ShareBar } from '../charts/share-bar.tsx';
import { texts as say } from './texts.ts';

/** One decimal, or what stands for no total. */
export function totalText({ final, redLine }: Pick<IndexLine, 'final' | 'redLine'>): string {
  return final === null ? (redLine ? indexTexts.redLine : indexTexts.noTotal) : final.toFixed(1);
}

export function changeText({ change, isBreak }: Pick<IndexLine, 'change' | 'isBreak'>): string {
  if (isBreak) return say.isBreak;
  return change === null ? say.noChange : `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(1)}`;
}

export function GradeMark({ line }: { line: IndexLine }) {
  if (line.grade === null) return <span class="muted">{line.redLine ? '红线' : '样本不足'}</span>;
  const light = { excellent: 'green', good: 'green', improve: 'yellow', mend: 'red' }[line.grade];
  return <span class={`light ${light}`}>{indexTexts.grades[line.grade]}</span>;
}

/** The total with what it rests on. */
export function IndexHead({ line }: { line: IndexLine }) {
  return (
    <dl class="tiles">
      <div class="tile">
        <dt>{say.total}</dt>
        <dd>
          <strong class={line.final === null ? 'words' : 'big'}>{totalText(line)}</strong>{' '}
          {line.final !== null && <GradeMark line={line} />}
        </dd>
      </div>
      <div class="tile">
        <dt>{say.change}</dt>
        <dd>{changeText(line)}</dd>
      </div>
      <div class="tile">
        <dt>{say.avail}</dt>
        <dd>{line.avail} / 100</dd>
      </div>
      <div class="tile">
        <dt>{say.penalty}</dt>
        <dd>{line.penalty === 0 ? '0' : `−${line.penalty}`}</dd>
      </div>
    </dl>
  );
}

/** Every part with its counts; `recordsAt`: where the records behind it are listed. */
export function PartsTable({ line, recordsAt }: { line: IndexLine; recordsAt: string | null }) {
  return (
    <table class="rows">
      <caption class="unseen">{`${line.name}${say.part}`}</caption>
      <thead>
        <tr>
          <th scope="col">{say.part}</th>
          <th scope="col" class="figures">
            {say.weight}
          </th>
          <th scope="col">{say.count}</th>
          <th scope="col">{say.share}</th>
          <th scope="col" class="figures">
            {say.points}
          </th>
        </tr>
      </thead>
      <tbody>
        {line.parts.map((part) => (
          <PartRow part={part} recordsAt={recordsAt} />
        ))}
      </tbody>
    </table>
  );
}

function PartRow({ part, recordsAt }: { part: ScoredPart; recordsAt: string | null }) {
  const [reached, due] = indexTexts.counts[part.id];
  const level = part.s === null ? 'good' : part.s >= 0.75 ? 'good' : part.s >= 0.4 ? 'fair' : 'poor';
  return (
    <tr>
      <th scope="row" class="row-head">
        {indexTexts.parts[part.id]}
        <span class="sub">
          {reached} ÷ {due}
        </span>
      </th>
      <td class="figures" data-label={say.weight}>
        {part.weight}
      </td>
      <td data-label={say.count}>
        <PartCount part={part} recordsAt={recordsAt} />
      </td>
      <td data-label={say.share}>
        {part.p === null ? (
          <span class="muted">—</span>
        ) : (
          <>
            <span class="number">{(part.p * 100).toFixed(1)}%</span>
            <ShareBar share={part.s ?? 0} level={level} />
          </>
        )}
      </td>
      <td class="figures" data-label={say.points}>
        {part.points === null ? '—' : part.points.toFixed(1)}
      </td>
    </tr>
  );
}

function PartCount({ part, recordsAt }: { part: ScoredPart; recordsAt: string | null }) {
  if (part.missing === 'none' || part.missing === 'unrecorded') return <span class="muted">{indexTexts.missing[part.missing]}</span>;
  const isListed = recordsAt !== null && part.n > 0 && hasRecords(part.id);
  return (
    <>
      <span class="number">
        {trimmed(part.k)}/{part.n}
      </span>
      {part.missing === 'few' && <span class="sub">{indexTexts.missing.few}</span>}
      {isListed && (
        <a class="sub" href={`${recordsAt}/${part.id}`}>
          {say.records}
        </a>
      )}
    </>
  );
}

/** What entitlement_uptake is added up from. */
export function UptakeList({ line, unkept }: { line: IndexLine; unkept: readonly string[] }) {
  return (
    <section>
      <h2>{say.uptake}</h2>
      <dl class="facts">
        {entitlements.map((item) => {
          const { [item]: count } = line.uptake;
          return (
            <div>
              <dt>{indexTexts.entitlements[item]}</dt>
              <dd>{unkept.includes(item) || !count ? say.unkept : `${count.k}/${count.n}`}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function trimmed(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
