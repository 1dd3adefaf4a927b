import type { ViewedCase, ViewedField } from '../../cases/view-case.ts';
import { shownValue } from '../../dialogue/shown-value.ts';
import { type Day, dayOf } from '../../platform/calendar/day.ts';
import { texts } from './texts.ts';

/** What was filled in, as this viewer may see it. */
export function CaseForm({ viewed, now }: { viewed: ViewedCase; now: Date }) {
  const shown = viewed.fields.filter(({ field, files, isMasked }) => files.length === 0 && (field.type !== 'file' || isMasked));
  if (shown.length === 0) return null;
  return (
    <section class="panel">
      <h2>{texts.form}</h2>
      <dl class="facts">
        {shown.map((one) => (
          <div>
            <dt>{one.field.label}</dt>
            <dd>
              {fieldText(one, dayOf(now))} {one.isMasked && <span class="tag">{texts.masked}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A value in words; what the case room has masked stays as it is. */
export function fieldText({ field, value, isMasked }: ViewedField, today: Day): string {
  if (isMasked && typeof value === 'string') return value;
  return shownValue(field, value, today);
}

/** What was attached: pictures small, everything to be opened. */
export function CaseMaterials({ viewed }: { viewed: ViewedCase }) {
  const attached = viewed.fields.filter(({ files }) => files.length > 0);
  const needed = viewed.definition.materials.filter((one) => one.required).map((one) => one.name);
  return (
    <section class="panel">
      <h2>{texts.materials}</h2>
      {attached.length === 0 && <p class="muted">{texts.noMaterials}</p>}
      {attached.map((one) => (
        <MaterialGroup no={viewed.case.no} one={one} />
      ))}
      {needed.length > 0 && (
        <p class="hint">
          {texts.needed}：{needed.join('、')}
        </p>
      )}
    </section>
  );
}

function MaterialGroup({ no, one }: { no: string; one: ViewedField }) {
  const { field, files } = one;
  return (
    <div>
      <h3>{field.label}</h3>
      <ul class="thumbs">
        {files.map((file, index) => (
          <li>
            <a href={`/cases/${no}/files/${field.key}/${file}`} target="_blank" rel="noopener">
              {file.endsWith('.pdf') ? (
                <span class="thumb-pdf">{texts.pdf}</span>
              ) : (
                <img
                  src={`/cases/${no}/files/${field.key}/${file}`}
                  alt={texts.open(field.label, index + 1)}
                  loading="lazy"
                  width={120}
                  height={120}
                />
              )}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
