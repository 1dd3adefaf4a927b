import { stepName } from '../../cases/case-progress.ts';
import { openTasks } from '../../cases/engine/service-case.ts';
import { stateNames } from '../../cases/texts.ts';
import type { ViewedCase } from '../../cases/view-case.ts';
import { fullMinuteText, minuteText } from '../../platform/calendar/day.ts';
import { Light } from '../frame/light.tsx';
import type { Visit } from '../page.ts';
import { texts } from './texts.ts';

/** What the case is, at a glance. */
export function CaseHead({ viewed }: { visit: Visit; viewed: ViewedCase }) {
  const { case: current, definition, light, daysLeft, record, nameOf } = viewed;
  const { subject } = current;
  const isOpen = current.closedAt === null;
  return (
    <>
      <div class="head">
        <h1>{texts.title(subject.name, definition.name)}</h1>
        <span class="tag">{stateNames[current.state]}</span>
        {isOpen && <Light light={light} />}
        <p class="actions">
          {subject.archiveNo && <a href={`/people/${subject.archiveNo}`}>{texts.fileOf(subject.name)}</a>}
          <a href={`/cases/${current.no}/sheet.pdf`}>{texts.sheet}</a>
        </p>
      </div>
      <dl class="strip">
        <Fact label={texts.number} value={current.no} />
        <Fact label={texts.area} value={[subject.town, subject.village].filter(Boolean).join(' ')} />
        <Fact label={texts.starter} value={`${nameOf(current.startedBy)} ${fullMinuteText(current.startedAt)}`} />
        {current.dueAt && (
          <Fact
            label={texts.due}
            value={minuteText(current.dueAt).split(' ')[0] ?? ''}
            more={daysLeft === null ? '' : texts.daysLeft(daysLeft)}
          />
        )}
        {record && <Fact label={texts.record} value={record} />}
      </dl>
      {isOpen && <Holders viewed={viewed} />}
    </>
  );
}

function Fact({ label, value, more = '' }: { label: string; value: string; more?: string }) {
  if (value === '') return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value}
        {more && <span class="muted">（{more}）</span>}
      </dd>
    </div>
  );
}

/** Who has it now, and by when. */
function Holders({ viewed }: { viewed: ViewedCase }) {
  const { case: current, definition, nameOf } = viewed;
  const held = openTasks(current);
  const { pause } = current.run;
  if (pause) return <p class="notice">{texts.waits(pause.reason)}</p>;
  return (
    <p class="holders">
      <span class="muted">{texts.heldBy}</span>
      {held.map((task) => (
        <span>
          <strong>{stepName(definition, task)}</strong>{' '}
          {task.assignees.length === 0 ? texts.nobody : texts.people(task.assignees.map(nameOf))}
          {task.dueAt && <span class="muted"> {texts.until(minuteText(task.dueAt).split(' ')[0] ?? '')}</span>}
        </span>
      ))}
    </p>
  );
}
