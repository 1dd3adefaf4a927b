import type { Child } from 'hono/jsx';
import type { Operation } from '../../cases/operations.ts';
import type { CaseViewProps } from './case-view-props.ts';
import { texts } from './texts.ts';

/** What somebody must say to do it. */
export interface OperationNeeds {
  to?: 'one' | 'several';
  note?: 'reason' | 'remark' | 'words';
  step?: 'later' | 'any';
  place?: true;
}

export const operationNeeds: Readonly<Record<Operation, OperationNeeds>> = {
  comment: { note: 'words' },
  urge: {},
  claim: {},
  'give-back': {},
  'take-back': { note: 'remark' },
  transfer: { to: 'one', note: 'remark' },
  delegate: { to: 'one', note: 'remark' },
  'add-signer': { to: 'one', place: true, note: 'remark' },
  'remove-signer': { to: 'one', note: 'remark' },
  'name-handlers': { to: 'several', step: 'later' },
  copy: { to: 'several', note: 'remark' },
  circulate: { to: 'several', note: 'remark' },
  withdraw: { note: 'remark' },
  suspend: { note: 'reason' },
  resume: {},
  escalate: {},
  terminate: { note: 'reason' },
  reopen: { step: 'any', note: 'reason' },
  jump: { step: 'any', note: 'reason' },
  'confirm-jump': {},
};

const stern: ReadonlySet<Operation> = new Set(['terminate', 'withdraw', 'jump', 'reopen']);

export interface OperationFormProps extends CaseViewProps {
  operation: Operation;
  marks: Child;
  /** It was sent and not taken. */
  isOpen: boolean;
}

/** One thing to do with a case: folded away until it is wanted, at once where nothing has to be said. */
export function OperationForm(props: OperationFormProps) {
  const { viewed, operation, marks, isOpen } = props;
  const needs = operationNeeds[operation];
  const action = `/cases/${viewed.case.no}/operate`;
  const hidden = [marks, <input type="hidden" name="operation" value={operation} />];
  if (Object.keys(needs).length === 0) {
    return (
      <form method="post" action={action}>
        {hidden}
        <button type="submit" class="button quiet small">
          {texts.words[operation]}
        </button>
      </form>
    );
  }
  return (
    <details open={isOpen}>
      <summary>{texts.words[operation]}</summary>
      <form method="post" action={action} class="form">
        {hidden}
        <Needed {...props} needs={needs} />
        <button type="submit" class={stern.has(operation) ? 'button stern small' : 'button quiet small'}>
          {texts.doIt(texts.words[operation])}
        </button>
      </form>
    </details>
  );
}

function Needed({ viewed, failed, isOpen, needs }: OperationFormProps & { needs: OperationNeeds }) {
  const typed = isOpen ? failed?.form : undefined;
  return (
    <>
      {needs.to && (
        <label class="field">
          <span>{texts.to}</span>
          {needs.to === 'several' && <span class="hint">{texts.toHint}</span>}
          <input type="text" name="to" required maxlength={100} value={typed?.text('to') ?? ''} autocomplete="off" />
        </label>
      )}
      {needs.place && <Place chosen={typed?.text('place') || 'before'} />}
      {needs.step && <StepChoice viewed={viewed} of={needs.step} chosen={typed?.text('step') ?? ''} />}
      {needs.note && (
        <label class="field">
          <span>{{ reason: texts.reason, remark: texts.remark, words: texts.say }[needs.note]}</span>
          <textarea name="note" rows={2} maxlength={500} required={needs.note !== 'remark'}>
            {typed?.text('note') ?? ''}
          </textarea>
        </label>
      )}
    </>
  );
}

function Place({ chosen }: { chosen: string }) {
  return (
    <fieldset class="choices">
      <legend>{texts.place}</legend>
      {Object.entries(texts.places).map(([place, words]) => (
        <label class="choice">
          <input type="radio" name="place" value={place} checked={place === chosen} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}

function StepChoice({ viewed, of, chosen }: { viewed: CaseViewProps['viewed']; of: 'later' | 'any'; chosen: string }) {
  const { steps } = viewed.definition;
  const at = steps.findIndex((step) => step.key === viewed.case.step);
  return (
    <label class="field">
      <span>{texts.step}</span>
      <select name="step" required>
        <option value="">{texts.chooseStep}</option>
        {(of === 'later' ? steps.slice(at + 1) : steps).map((step) => (
          <option value={step.key} selected={step.key === chosen}>
            {step.name}
          </option>
        ))}
      </select>
    </label>
  );
}
