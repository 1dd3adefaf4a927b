import { shownValue } from '../../dialogue/shown-value.ts';
import { applicableFields } from '../../flows/applicable-fields.ts';
import { workingOf } from '../../flows/derive.ts';
import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { isFilled } from '../../flows/slot-value.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { draftAddress } from './after-play.tsx';
import { optionalLeft } from './draft-progress.ts';
import type { FoundDraft } from './find-draft.ts';
import { texts } from './texts.ts';

/** Everything that will be handed in, to be checked; each line can be changed. */
export function Summary({ visit, found }: { visit: Visit; found: FoundDraft }) {
  const { draft, flow } = found;
  const filled = applicableFields(flow, draft.slots).filter((field) => isFilled(draft.slots[field.key]));
  const optional = optionalLeft(flow, draft);
  return (
    <div class="question">
      <p class="muted">{[draft.subject?.name, flow.name].filter(Boolean).join(' · ')}</p>
      <h1>{texts.check}</h1>
      {draft.caseNo && <p class="notice">{texts.correcting(draft.caseNo)}</p>}
      <dl class="facts checked panel">
        {filled.map((field) => (
          <Line visit={visit} found={found} field={field} />
        ))}
      </dl>
      {optional.length > 0 && (
        <p>
          {texts.optional}：
          {optional.map((field) => (
            <a class="inline-link" href={draftAddress(draft.id, field.key)}>
              {field.label}
            </a>
          ))}
        </p>
      )}
      <form method="post" class="actions">
        <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
        <button type="submit" name="act" value="submit" class="button">
          {texts.submit}
        </button>
        <a href="/drafts">{texts.later}</a>
        <a href={`${draftAddress(draft.id)}/self-fill`}>{texts.selfFill}</a>
      </form>
    </div>
  );
}

function Line({ visit, found, field }: { visit: Visit; found: FoundDraft; field: FieldDefinition }) {
  const { draft, flow } = found;
  const shown = draft.labels[field.key] ?? shownValue(field, draft.slots[field.key], dayOf(visit.now));
  const working = workingOf(flow, field, draft.slots);
  const isSubject = field.key === flow.subjectField;
  return (
    <div>
      <dt>{field.label}</dt>
      <dd>
        {shown} {draft.prefilled.includes(field.key) && <span class="tag">{texts.fromArchive}</span>}
        {working && <span class="sub">{texts.workedOut(working)}</span>}
        {!isSubject && field.derive === undefined && (
          <a class="change" href={draftAddress(draft.id, field.key)}>
            {texts.change}
            <span class="unseen">{field.label}</span>
          </a>
        )}
      </dd>
    </div>
  );
}
