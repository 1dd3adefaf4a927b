import type { Operation } from '../../cases/operations.ts';
import type { PossibleAct } from '../../cases/possible-acts.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { formToken } from '../session/session.ts';
import type { CaseViewProps } from './case-view-props.ts';
import { DecisionForm } from './decision-form.tsx';
import { OperationForm } from './operation-form.tsx';
import { texts } from './texts.ts';

/** What is done most comes first, what ends a case last. */
const inOrder: readonly Operation[] = [
  'comment',
  'urge',
  'transfer',
  'delegate',
  'add-signer',
  'remove-signer',
  'claim',
  'give-back',
  'take-back',
  'copy',
  'circulate',
  'name-handlers',
  'suspend',
  'resume',
  'escalate',
  'withdraw',
  'reopen',
  'confirm-jump',
  'jump',
  'terminate',
];

/** Everything that may be done now, what is done most first; and what may not, with the engine's own reason. */
export function ActPanel(props: CaseViewProps) {
  const { visit, viewed, failed } = props;
  const possible = new Set(viewed.acts.filter((act) => act.why === null).map((act) => act.id));
  const impossible = viewed.acts.filter((act) => act.why !== null);
  const marks = <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />;
  const mayDecide = possible.has('approve') || possible.has('return');
  return (
    <section class="panel acts" aria-labelledby="acts-title">
      <h2 id="acts-title">{texts.act}</h2>
      {failed && (
        <div class="faults" role="alert">
          {failed.sentence.split('\n').map((line) => (
            <p>{line}</p>
          ))}
        </div>
      )}
      {viewed.canCorrect && (
        <form method="post" action={`/cases/${viewed.case.no}/correct`}>
          {marks}
          <button type="submit" class="button">
            {texts.correct}
          </button>
        </form>
      )}
      {mayDecide && <DecisionForm {...props} marks={marks} possible={possible} />}
      {inOrder
        .filter((operation) => possible.has(operation))
        .map((operation) => (
          <OperationForm {...props} operation={operation} marks={marks} isOpen={failed?.form.text('operation') === operation} />
        ))}
      {possible.size === 0 && <p class="muted">{texts.nothing}</p>}
      {impossible.length > 0 && <Impossible acts={impossible} />}
    </section>
  );
}

function Impossible({ acts }: { acts: readonly PossibleAct[] }) {
  return (
    <details class="impossible">
      <summary>{texts.cannot(acts.length)}</summary>
      <dl>
        {acts.map(({ id, why }) => (
          <div>
            <dt>{texts.words[id]}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
