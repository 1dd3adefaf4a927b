import { categories } from '../../people/categories.ts';
import type { SheetFact } from '../../people/change/fact-sheet.ts';
import type { FactName } from '../../people/change/person-facts.ts';
import type { PostedForm } from '../frame/posted-form.ts';
import { texts } from './texts.ts';

const say = texts.editing;
const days: ReadonlySet<FactName> = new Set(['birthOn', 'enlistedOn', 'dischargedOn', 'disabilityOn']);
const claims: ReadonlySet<FactName> = new Set(['livesAlone', 'isBedridden']);
const options: Partial<Record<FactName, Choices>> = {
  sex: [
    ['男', '男'],
    ['女', '女'],
  ],
  disabilityNature: [
    ['因战', '因战'],
    ['因公', '因公'],
    ['因病', '因病'],
  ],
  disabilityGrade: Array.from({ length: 10 }, (_, index) => [String(index + 1), `${index + 1} 级`] as const),
  keyCategory: categories.filter((one) => one.isKey).map(({ id, name }) => [id, name] as const),
};

/** What a form says for a fact, as the archive takes it; null for nothing. */
export function readFact({ fact }: SheetFact, form: PostedForm): string | number | boolean | null {
  const text = form.text(fact);
  if (claims.has(fact)) return text === 'true';
  if (text === '') return null;
  return fact === 'disabilityGrade' && /^\d{1,2}$/.test(text) ? Number(text) : text;
}

/** The input of one fact of a file; what stands masked or is not for this person to see is never in it. */
export function FactInput({ fact, typed }: { fact: SheetFact; typed: PostedForm | null }) {
  const { fact: name, label } = fact;
  const choices = claims.has(name)
    ? ([
        ['true', say.yes],
        ['false', say.no],
      ] as const)
    : options[name];
  return (
    <div class="field">
      <label for={name}>
        <span class="label">{label}</span>
      </label>
      {choices ? <FactChoice fact={fact} typed={typed} choices={choices} /> : <FactText fact={fact} typed={typed} />}
    </div>
  );
}

function FactText({ fact, typed }: { fact: SheetFact; typed: PostedForm | null }) {
  const { fact: name, value, isMasked, isHidden } = fact;
  const shown = isMasked || isHidden ? '' : String(value ?? '');
  const keep = isHidden ? say.keepUnseen : isMasked ? (value === null ? say.keepHidden : say.keep(String(value))) : undefined;
  const type = days.has(name) ? 'date' : 'text';
  return (
    <input
      type={type}
      id={name}
      name={name}
      value={typed ? typed.text(name) : shown}
      placeholder={keep}
      maxlength={200}
      autocomplete="off"
    />
  );
}

type Choices = readonly (readonly [value: string, label: string])[];

function FactChoice({ fact, typed, choices }: { fact: SheetFact; typed: PostedForm | null; choices: Choices }) {
  const { fact: name, value, isHidden } = fact;
  const isClaim = claims.has(name);
  const chosen = typed ? typed.text(name) : String(value ?? (isClaim ? 'false' : ''));
  return (
    <select id={name} name={name}>
      {!isClaim && <option value="">{isHidden ? say.keepUnseen : say.choose}</option>}
      {choices.map(([option, words]) => (
        <option value={option} selected={option === chosen}>
          {words}
        </option>
      ))}
    </select>
  );
}
