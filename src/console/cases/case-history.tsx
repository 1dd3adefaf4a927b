import type { HistoryEntry } from '../../cases/case-history.ts';
import type { ViewedCase } from '../../cases/view-case.ts';
import { fullMinuteText, minuteText } from '../../platform/calendar/day.ts';
import { texts } from './texts.ts';

/** Who did what, when and why, and who had to go on. Newest first. */
export function CaseHistory({ viewed }: { viewed: ViewedCase }) {
  return (
    <section class="panel">
      <h2>{texts.history}</h2>
      <ol class="timeline">
        {viewed.history.toReversed().map((entry) => (
          <li>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  return (
    <>
      <p>
        <strong>{entry.who}</strong>
        {entry.onBehalfOf && <span class="muted">（{texts.onBehalf(entry.onBehalfOf)}）</span>} {entry.what}
        <time class="when" datetime={entry.at.toISOString()}>
          {fullMinuteText(entry.at)}
        </time>
      </p>
      {entry.why && <blockquote>{entry.why}</blockquote>}
      {entry.next.map((next) => (
        <p class="sub">
          {texts.next(next.step, next.names.length > 0 ? texts.people(next.names) : texts.nobody)}
          {next.dueAt && texts.nextUntil(minuteText(next.dueAt).split(' ')[0] ?? '')}
        </p>
      ))}
    </>
  );
}

export function CaseOutcome({ viewed }: { viewed: ViewedCase }) {
  if (viewed.outcome.length === 0) return null;
  return (
    <section class="panel">
      <h2>{texts.outcome}</h2>
      <ul>
        {viewed.outcome.map(({ text, at }) => (
          <li>
            {text} <span class="muted">{fullMinuteText(at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function CaseCopies({ viewed }: { viewed: ViewedCase }) {
  if (viewed.copies.length === 0) return null;
  return (
    <section class="panel">
      <h2>{texts.copies}</h2>
      <ul>
        {viewed.copies.map(({ staffId, kind, readAt }) => (
          <li>
            {texts.words[kind]}：{viewed.nameOf(staffId)}{' '}
            <span class="muted">{readAt ? texts.read(minuteText(readAt)) : texts.unread}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
