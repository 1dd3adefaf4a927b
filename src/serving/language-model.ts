import type { FlowBook } from '../flows/flow-definition.ts';
import type { Config } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import { createLanguageModelReader, createLanguageModelUnderstander } from '../understanding/llm-understander.ts';
import type { RulesUnderstander } from '../understanding/rules-understander.ts';
import type { Understander } from '../understanding/understander.ts';

/** The rules alone, or with a language model that is asked where they are unsure. The model's library is loaded only when one is set. */
export async function readerOf(config: Config, flows: FlowBook, log: Log): Promise<(rules: RulesUnderstander) => Understander> {
  if (!config.languageModel) return (rules) => rules;
  const model = await createLanguageModelReader(config.languageModel);
  const clock = () => performance.now();
  return (rules) =>
    createLanguageModelUnderstander({
      rules,
      model,
      flows,
      clock,
      report: (outcome) =>
        outcome.kind === 'failed'
          ? log.warn(outcome, 'the language model did not answer; the rules did')
          : log.debug(outcome, 'language model'),
    });
}
