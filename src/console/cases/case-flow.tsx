import { raw } from 'hono/html';
import { stepName } from '../../cases/case-progress.ts';
import type { ViewedCase } from '../../cases/view-case.ts';
import { flowDiagram, type Standing } from '../../flows/flow-diagram.ts';
import { nameOfBodyOrRole } from '../../organisation/departments.ts';
import { minuteText } from '../../platform/calendar/day.ts';
import { texts } from './texts.ts';

/** Where the case stands: the steps in their order, and the whole flow as a drawing. */
export function CaseFlow({ viewed }: { viewed: ViewedCase }) {
  const { definition } = viewed;
  return (
    <section class="panel">
      <h2>{texts.flow}</h2>
      <ol class="steps">
        {definition.steps.map((step) => (
          <StepLine viewed={viewed} stepKey={step.key} />
        ))}
      </ol>
      <details>
        <summary>{texts.diagram}</summary>
        <div class="drawing">
          {raw(flowDiagram(definition, nameOfBodyOrRole, { isBare: true, standing: (step, party) => standingOf(viewed, step, party) }))}
        </div>
      </details>
    </section>
  );
}

function standingOf({ case: current, definition }: ViewedCase, step: string, party: string | null): Standing {
  const tasks = current.tasks.filter((task) => task.step === step && (party === null || task.party === party));
  if (current.step === step && tasks.some((task) => task.state === 'open' || task.state === 'waiting')) return 'now';
  if (tasks.some((task) => task.decision === 'approve')) return 'done';
  const at = definition.steps.findIndex((one) => one.key === step);
  const now = definition.steps.findIndex((one) => one.key === current.step);
  return current.step === step ? 'now' : at < now && tasks.length > 0 ? 'done' : 'later';
}

function StepLine({ viewed, stepKey }: { viewed: ViewedCase; stepKey: string }) {
  const { case: current, definition, nameOf } = viewed;
  const step = definition.steps.find((one) => one.key === stepKey);
  const standing = standingOf(viewed, stepKey, null);
  const tasks = current.tasks.filter((task) => task.step === stepKey && task.decision !== null);
  return (
    <li class={standing} aria-current={standing === 'now' ? 'step' : undefined}>
      <strong>{step?.name}</strong> <span class="tag">{texts.stepStates[standing]}</span>
      {tasks.map((task) => (
        <span class="sub">
          {task.party ? `${stepName(definition, task)} ` : ''}
          {task.decision && texts.decisions[task.decision]} · {nameOf(task.decidedBy ?? '')} {task.decidedAt && minuteText(task.decidedAt)}
        </span>
      ))}
      {step?.decides && standing === 'now' && <span class="sub">{texts.decides(step.decides)}</span>}
    </li>
  );
}
