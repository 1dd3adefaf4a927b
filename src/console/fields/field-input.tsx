import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { SlotValue } from '../../flows/slot-value.ts';
import { inputName, rangeEndName } from './read-field.ts';
import { texts } from './texts.ts';

export interface FieldInputProps {
  field: FieldDefinition;
  value: SlotValue | undefined;
  /** What is wrong with it. */
  fault?: string | undefined;
  /** Where the field picks from something scarce or from official names: value and what people read. */
  choices?: readonly { value: string; label: string }[] | undefined;
  /** Shown beside an empty input where the value stands masked. */
  masked?: string | undefined;
  /** Optional fields say so, unless everything on the page is. */
  isAlone?: boolean;
}

const LONG_LIST = 7;

/** The input of one field with its question, hint and fault, told apart by the field's type. */
export function FieldInput(props: FieldInputProps) {
  const { field } = props;
  const options = props.choices ?? optionsOf(field);
  if (field.type === 'bool') return <ChoiceGroup {...props} options={boolOptions} kind="radio" />;
  if (field.type === 'multi') return <ChoiceGroup {...props} options={options ?? []} kind="checkbox" />;
  if (options && options.length <= LONG_LIST) return <ChoiceGroup {...props} options={options} kind="radio" />;
  return <PlainField {...props} options={options} />;
}

type Option = { value: string; label: string };
const boolOptions: readonly Option[] = [
  { value: 'true', label: texts.yes },
  { value: 'false', label: texts.no },
];

function optionsOf(field: FieldDefinition): Option[] | null {
  return field.options ? Object.entries(field.options).map(([value, label]) => ({ value, label })) : null;
}

type Ids = { hint: string; fault: string };

function describedBy({ field, fault }: FieldInputProps): { ids: Ids; describes: string | undefined } {
  const ids = { hint: `${field.key}-hint`, fault: `${field.key}-fault` };
  const describes = [hintOf(field) ? ids.hint : '', fault ? ids.fault : ''].filter(Boolean).join(' ');
  return { ids, describes: describes || undefined };
}

function hintOf(field: FieldDefinition): string {
  const unit = field.type === 'money' ? texts.inYuan : field.unit ? texts.inUnit(field.unit) : '';
  return [field.hint, unit].filter(Boolean).join(' ');
}

function Legend({ field, fault, ids }: FieldInputProps & { ids: Ids }) {
  return (
    <>
      <span class="label">
        {field.label}
        {!field.required && <span class="optional">{texts.optional}</span>}
      </span>
      {hintOf(field) && (
        <span class="hint" id={ids.hint}>
          {hintOf(field)}
        </span>
      )}
      {fault && (
        <span class="fault" id={ids.fault}>
          {fault}
        </span>
      )}
    </>
  );
}

function ChoiceGroup(props: FieldInputProps & { options: readonly Option[]; kind: 'radio' | 'checkbox' }) {
  const { field, value, fault, options, kind } = props;
  const { ids, describes } = describedBy(props);
  const chosen = new Set(Array.isArray(value) ? value : [String(value ?? '')]);
  return (
    <fieldset class={fault ? 'choices wrong' : 'choices'} aria-describedby={describes} id={field.key}>
      <legend>
        <Legend {...props} ids={ids} />
      </legend>
      {options.map((option) => (
        <label class="choice">
          <input type={kind} name={inputName(field.key)} value={option.value} checked={chosen.has(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function PlainField(props: FieldInputProps & { options: readonly Option[] | null }) {
  const { field, fault } = props;
  const { ids } = describedBy(props);
  return (
    <div class={fault ? 'field wrong' : 'field'}>
      <label for={field.key}>
        <Legend {...props} ids={ids} />
      </label>
      <Control {...props} />
    </div>
  );
}

const inputModes: Partial<
  Record<FieldDefinition['type'], { type?: string; inputmode?: 'decimal' | 'numeric' | 'tel'; maxlength?: number; class?: string }>
> = {
  number: { inputmode: 'decimal', maxlength: 16, class: 'short' },
  money: { inputmode: 'decimal', maxlength: 16, class: 'short' },
  date: { type: 'date', class: 'short' },
  datetime: { type: 'datetime-local' },
  phone: { inputmode: 'tel', maxlength: 20 },
  idcard: { maxlength: 22 },
  bankcard: { inputmode: 'numeric', maxlength: 26 },
};

function Control(props: FieldInputProps & { options: readonly Option[] | null }) {
  const { field, value, options, masked } = props;
  const { describes } = describedBy(props);
  const common = {
    id: field.key,
    name: inputName(field.key),
    'aria-describedby': describes,
    'aria-invalid': props.fault ? true : undefined,
  };
  if (options) {
    return (
      <select {...common}>
        <option value="">{texts.choose}</option>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  if (field.type === 'textarea') {
    return (
      <textarea {...common} rows={4} maxlength={(field.maxLength ?? 500) + 100}>
        {String(value ?? '')}
      </textarea>
    );
  }
  if (field.type === 'daterange') return <DateRange {...props} common={common} />;
  const shown = field.type === 'datetime' ? String(value ?? '').replace(' ', 'T') : String(value ?? '');
  return <input type="text" {...common} value={shown} autocomplete="off" placeholder={masked} {...inputModes[field.type]} />;
}

function DateRange({ field, value, common }: FieldInputProps & { common: object }) {
  const range = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { from: '', to: '' };
  return (
    <span class="range">
      <input type="date" {...common} value={range.from} aria-label={texts.from(field.label)} />
      <span>{texts.until}</span>
      <input type="date" name={rangeEndName(field.key)} value={range.to} aria-label={texts.to(field.label)} />
    </span>
  );
}
