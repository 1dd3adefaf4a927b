import type { Child } from 'hono/jsx';
import type { Decision } from '../../cases/engine/service-case.ts';
import { decisionIds } from '../../cases/possible-acts.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { FieldInput } from '../fields/field-input.tsx';
import { readField } from '../fields/read-field.ts';
import { fieldText } from './case-form.tsx';
import type { CaseViewProps } from './case-view-props.ts';
import { texts } from './texts.ts';

export interface DecisionFormProps extends CaseViewProps {
  marks: Child;
  possible: ReadonlySet<string>;
}

/** Agree, send back or refuse, with what each of them needs. */
export function DecisionForm(props: DecisionFormProps) {
  const { viewed, failed, marks, possible } = props;
  const { case: current, definition, own } = viewed;
  const typed = failed?.form.has('decision') ? failed.form : null;
  const decides = definition.steps.find((step) => step.key === own?.step)?.decides;
  const chosen = typed?.text('decision') ?? '';
  return (
    <form method="post" action={`/cases/${current.no}/decide`} class="form decision">
      {marks}
      {own && <input type="hidden" name="task" value={own.id} />}
      {decides && <p>{texts.decides(decides)}</p>}
      <Edits {...props} />
      <fieldset class="choices in-row">
        <legend>{texts.decide}</legend>
        {decisionIds.map((decision: Decision) => (
          <label class="choice">
            <input
              type="radio"
              name="decision"
              value={decision}
              required
              checked={chosen === decision}
              disabled={!possible.has(decision)}
            />
            <span>{texts.decisions[decision]}</span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{texts.opinion}</span>
        <span class="hint">{texts.opinionHint}</span>
        <textarea name="opinion" rows={3} maxlength={500}>
          {typed?.text('opinion') ?? ''}
        </textarea>
      </label>
      {possible.has('return') && <ReturnOptions {...props} />}
      <PaperEntry {...props} />
      <button type="submit" class="button">
        {texts.submit}
      </button>
    </form>
  );
}

/** The fields that this step may write, as they stand. */
function Edits({ viewed, failed, visit }: DecisionFormProps) {
  const editable = viewed.fields.filter((one) => one.isEditable && one.field.type !== 'file');
  if (editable.length === 0) return null;
  const typed = failed?.form.has('decision') ? failed.form : null;
  return (
    <fieldset class="stack">
      <legend class="label">{texts.edits}</legend>
      {editable.map((one) => (
        <FieldInput
          field={{ ...one.field, required: one.field.required && !one.isMasked }}
          value={typed ? readField(one.field, typed) : one.isMasked ? null : one.value}
          masked={one.isMasked ? texts.keepsMasked(fieldText(one, dayOf(visit.now))) : undefined}
        />
      ))}
    </fieldset>
  );
}

function ReturnOptions({ viewed, failed }: DecisionFormProps) {
  const typed = failed?.form;
  return (
    <details open={typed?.text('decision') === 'return'}>
      <summary>{texts.whenReturned}</summary>
      <label class="field">
        <span>{texts.returnTo}</span>
        <select name="returnTo">
          <option value="applicant">{texts.applicant}</option>
          {viewed.passed.map(({ key, name }) => (
            <option value={key} selected={typed?.text('returnTo') === key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="choices">
        <legend>{texts.afterReturn}</legend>
        {(['again', 'straight'] as const).map((way) => (
          <label class="choice">
            <input type="radio" name="afterReturn" value={way} checked={(typed?.text('afterReturn') || 'again') === way} />
            <span>{texts[way]}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}

function PaperEntry({ failed, visit }: DecisionFormProps) {
  const typed = failed?.form;
  return (
    <details open={Boolean(typed?.text('paperOn') || typed?.text('paperSigner'))}>
      <summary>{texts.paper}</summary>
      <p class="hint">{texts.paperHint}</p>
      <label class="field">
        <span>{texts.paperOn}</span>
        <input type="date" name="paperOn" max={dayOf(visit.now)} value={typed?.text('paperOn') ?? ''} />
      </label>
      <label class="field">
        <span>{texts.paperSigner}</span>
        <input type="text" name="paperSigner" maxlength={20} value={typed?.text('paperSigner') ?? ''} autocomplete="off" />
      </label>
    </details>
  );
}
