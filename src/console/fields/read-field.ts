import type { FieldDefinition } from '../../flows/flow-definition.ts';
import type { SlotValue } from '../../flows/slot-value.ts';
import type { PostedForm } from '../frame/posted-form.ts';

/** The name of a field's input; a range has two. */
export const inputName = (key: string) => `f.${key}`;
export const rangeEndName = (key: string) => `f.${key}.to`;

/**
 * What a form says for a field, as its type stores it; null for nothing. Whether it may stand is for `checkValue` to say: a number that is
 * none stays the text that was typed.
 */
export function readField(field: FieldDefinition, form: PostedForm): SlotValue {
  const name = inputName(field.key);
  const text = form.text(name);
  switch (field.type) {
    case 'bool':
      return text === '' ? null : text === 'true';
    case 'number':
    case 'money':
      return readNumber(text);
    case 'multi':
      return form.all(name).length === 0 ? null : form.all(name);
    case 'daterange': {
      const to = form.text(rangeEndName(field.key));
      return text === '' && to === '' ? null : { from: text, to };
    }
    case 'datetime':
      return text === '' ? null : text.replace('T', ' ').slice(0, 16);
    default:
      return text === '' ? null : text;
  }
}

/** 1,200.5 and full-width digits as people type them. */
function readNumber(text: string): SlotValue {
  const plain = text.normalize('NFKC').replaceAll(/[,，\s元]/g, '');
  if (plain === '') return null;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
}
