import type { FieldDefinition } from './flow-definition.ts';
import { conditionTexts as say } from './texts.ts';

/**
 * A condition as people read it: labels for keys, what an option reads for its key, words for signs.
 * `kind == "transfer" && days >= 3` → 申请类型为转学（园），且天数不少于3.
 */
export function conditionWords(fields: readonly FieldDefinition[], expression: string): string {
  let subject: FieldDefinition | undefined;
  const tokens = expression.match(/"[^"]*"|[A-Za-z_]\w*|[\d.]+|&&|\|\||[=!<>]=|[^\s]/g) ?? [];
  return tokens
    .map((token) => {
      const field = fields.find((one) => one.key === token);
      if (field) {
        subject = field;
        return field.label;
      }
      if (token.startsWith('"')) return optionWords(subject, token.slice(1, -1));
      return say.signs[token] ?? token;
    })
    .join('');
}

/** Brackets in an option's text explain it; a condition reads better without. */
function optionWords(field: FieldDefinition | undefined, value: string): string {
  return (field?.options?.[value] ?? value).replace(/（[^）]*）$/, '');
}
