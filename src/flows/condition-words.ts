import type { FieldDefinition } from './flow-definition.ts';
import { conditionTexts as say } from './texts.ts';

type Fields = ReadonlyMap<string, FieldDefinition>;

/**
 * A condition as people read it: labels for keys, what an option reads for its key, words for signs.
 * `kind == "transfer" && days >= 3` → 申请类型为转学（园），且天数不少于3; `urgent == true` → 紧急; `"party" in items` → 联办子项有党员组织关系转接.
 */
export function conditionWords(fields: readonly FieldDefinition[], expression: string): string {
  const known = new Map(fields.map((field) => [field.key, field]));
  const tokens = reworded(expression, known).match(/"[^"]*"|[A-Za-z_]\w*|[\d.]+|[=!<>]=|&&|\|\||[^\s]/g) ?? [];
  let subject: FieldDefinition | undefined;
  const words = tokens.map((token) => {
    const field = known.get(token);
    subject = field ?? subject;
    return field ? field.label : tokenWords(token, subject, known);
  });
  return words.join('');
}

const CLAIM = 'claim_';

/** Turned so that the field comes before its chosen option, and 是否紧急 == true is one word. */
function reworded(expression: string, fields: Fields): string {
  return expression
    .replace(/("[^"]*")\s+in\s+(\w+)/g, (whole, option: string, key: string) => (fields.has(key) ? `${key} has ${option}` : whole))
    .replace(/(\w+)\s*==\s*true/g, (whole, key: string) => (fields.get(key)?.label.startsWith(say.whether) ? CLAIM + key : whole));
}

function tokenWords(token: string, subject: FieldDefinition | undefined, fields: Fields): string {
  if (token.startsWith(CLAIM)) return fields.get(token.slice(CLAIM.length))?.label.slice(say.whether.length) ?? token;
  if (token.startsWith('"')) return optionWords(subject, token.slice(1, -1));
  return /^\d/.test(token) ? String(Number(token)) : (say.signs[token] ?? token);
}

/** Brackets in an option's text explain it; a condition reads better without. */
function optionWords(field: FieldDefinition | undefined, value: string): string {
  return (field?.options?.[value] ?? value).replace(/（[^）]*）$/, '');
}
