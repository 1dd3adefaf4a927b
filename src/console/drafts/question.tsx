import type { FieldDefinition } from '../../flows/flow-definition.ts';
import { isFilled } from '../../flows/slot-value.ts';
import { FieldInput } from '../fields/field-input.tsx';
import { FormMarks } from '../frame/form-marks.tsx';
import type { Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { draftAddress } from './after-play.tsx';
import { draftProgress } from './draft-progress.ts';
import type { FoundDraft } from './find-draft.ts';
import { texts } from './texts.ts';
import type { Typed } from './typed.ts';

export interface QuestionProps {
  visit: Visit;
  found: FoundDraft;
  asked: readonly FieldDefinition[];
  typed: Typed | null;
}

/** One question a page. */
export function Question(props: QuestionProps) {
  const { visit, found, asked, typed } = props;
  const { draft, flow } = found;
  const { given, all } = draftProgress(flow, draft);
  const [only] = asked;
  const isFiles = only?.type === 'file';
  const isChange = visit.c.req.query('ask') !== undefined;
  return (
    <div class="question">
      <p class="muted">{[draft.subject?.name, flow.name].filter(Boolean).join(' · ')}</p>
      <h1>{asked.length === 1 && only ? only.question : texts.together(asked.map((field) => field.label))}</h1>
      <progress value={given} max={Math.max(1, all)} aria-label={texts.stepOf(given, all)} />
      <p class="hint">{texts.stepOf(given, all)}</p>
      <Faults typed={typed} asked={asked} />
      <form method="post" class="form" enctype={isFiles ? 'multipart/form-data' : undefined}>
        <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
        {isFiles && only ? (
          <Files found={found} field={only} fault={typed?.faults.get(only.key)} />
        ) : (
          asked.map((field) => <One {...props} field={field} />)
        )}
        <div class="actions">
          <button type="submit" class="button">
            {isFiles ? texts.addFiles : texts.next}
          </button>
          {isChange ? (
            <a href={draftAddress(draft.id)}>{texts.toSummary}</a>
          ) : (
            <button type="submit" name="act" value="back" class="button quiet" formnovalidate>
              {texts.back}
            </button>
          )}
        </div>
      </form>
      <details>
        <summary>{texts.why}</summary>
        {asked.map((field) => (
          <p>
            {asked.length > 1 && <strong>{field.label}：</strong>}
            {field.why}
          </p>
        ))}
      </details>
      <p class="aside">
        <a href="/drafts">{texts.later}</a>
        <span class="muted">{texts.laterHint}</span>
        <a href={`${draftAddress(draft.id)}/self-fill`}>{texts.selfFill}</a>
      </p>
    </div>
  );
}

/** All that is wrong, on top, each leading to its field. */
function Faults({ typed, asked }: { typed: Typed | null; asked: readonly FieldDefinition[] }) {
  if (!typed || typed.faults.size === 0) return null;
  return (
    <div class="faults" role="alert">
      <ul>
        {asked.map((field) => {
          const fault = typed.faults.get(field.key);
          return (
            fault && (
              <li>
                <a href={`#${field.key}`}>{fault}</a>
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

function One({ found, typed, field }: QuestionProps & { field: FieldDefinition }) {
  const { draft } = found;
  const choices = field.choices && draft.offered?.field === field.key ? draft.offered.options : undefined;
  const value = typed?.values.has(field.key) ? typed.values.get(field.key) : (draft.slots[field.key] ?? field.default ?? null);
  return <FieldInput field={field} value={value} fault={typed?.faults.get(field.key)} choices={choices} />;
}

/** What was attached so far, and more. Each is kept as soon as it is sent. */
function Files({ found, field, fault }: { found: FoundDraft; field: FieldDefinition; fault: string | undefined }) {
  const value = found.draft.slots[field.key];
  const files = isFilled(value) && Array.isArray(value) ? value : [];
  return (
    <div class={fault ? 'field wrong' : 'field'}>
      <label for={field.key}>
        <span class="label">{field.label}</span>
        <span class="hint">{texts.files(field.minCount ?? 1, field.maxCount ?? 9)}</span>
        {fault && <span class="fault">{fault}</span>}
      </label>
      <input type="file" id={field.key} name="files" multiple accept="image/jpeg,image/png,application/pdf" />
      {files.length > 0 && (
        <ul class="thumbs">
          {files.map((file) => (
            <li>
              <a href={`${draftAddress(found.draft.id)}/files/${field.key}/${file}`} target="_blank" rel="noopener">
                {file.endsWith('.pdf') ? (
                  <span class="thumb-pdf">{texts.pdf}</span>
                ) : (
                  <img src={`${draftAddress(found.draft.id)}/files/${field.key}/${file}`} alt={field.label} width={120} height={120} />
                )}
              </a>
              <button type="submit" name="act" value={`remove:${file}`} class="button quiet small" formnovalidate>
                {texts.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
