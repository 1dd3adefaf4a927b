import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { Command } from '../dialogue/command.ts';
import type { FlowBook } from '../flows/flow-definition.ts';
import { dayOf } from '../platform/calendar/day.ts';
import { promptFor } from './language-model-prompt.ts';
import { normalise } from './normalise.ts';
import { markPersonal } from './personal-marks.ts';
import { proposedCommands } from './proposed-commands.ts';
import { createNameKnowledge } from './readers/name-ground.ts';
import type { RulesUnderstander } from './rules-understander.ts';
import type { Understander, Utterance } from './understander.ts';
import { textsWithoutNames, wordsWithoutNames } from './world.ts';

/** What came of asking the model; for a metric and a log line, without anything that was said. */
export type ModelOutcome = { kind: 'used'; ms: number } | { kind: 'nonsense'; ms: number } | { kind: 'failed'; ms: number; reason: string };

export interface LanguageModelParts {
  rules: RulesUnderstander;
  /** Any chat model of @langchain/core. */
  model: Pick<BaseChatModel, 'invoke'>;
  flows: FlowBook;
  /** Milliseconds on any steady scale. */
  clock(): number;
  report(outcome: ModelOutcome): void;
  /** How long an answer is waited for; default 4 s. */
  timeoutMs?: number;
  /** The rules' own reading is kept from this confidence on; default 0.6. */
  sureFrom?: number;
}

const DEFAULT_TIMEOUT_MS = 4000;
const DEFAULT_SURE_FROM = 0.6;

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (part && typeof part === 'object' && 'text' in part && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

/** The reason without the request: a provider's error may quote what was sent. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/**
 * Rules first; the model is asked only where they are unsure, sees the sentence with marks for personal data, and may only propose. On
 * an error, a time-out or nonsense the rules' reading stands.
 */
export function createLanguageModelUnderstander(parts: LanguageModelParts): Understander {
  const { rules, model, flows, clock, report, timeoutMs = DEFAULT_TIMEOUT_MS, sureFrom = DEFAULT_SURE_FROM } = parts;
  const known = createNameKnowledge(wordsWithoutNames(flows), textsWithoutNames(flows));

  async function propose(utterance: Utterance): Promise<Command[]> {
    const startedAt = clock();
    const marked = markPersonal(normalise(utterance.text), known);
    const prompt = promptFor(marked.text, dayOf(utterance.now), utterance.context, flows);
    try {
      const reply = await within(timeoutMs, (signal) => model.invoke(prompt, { signal }));
      const commands = proposedCommands(textOf(reply.content), {
        said: normalise(utterance.text),
        context: utterance.context,
        flows,
        restore: marked.restore,
      });
      report({ kind: commands.length > 0 ? 'used' : 'nonsense', ms: clock() - startedAt });
      return commands;
    } catch (error) {
      report({ kind: 'failed', ms: clock() - startedAt, reason: reasonOf(error) });
      return [];
    }
  }

  async function understand(utterance: Utterance): Promise<Command[]> {
    const own = rules.read(utterance);
    if (own.confidence >= sureFrom || !mayBeAsked(utterance)) return own.commands;
    const proposed = await propose(utterance);
    return proposed.length > 0 ? proposed : own.commands;
  }

  return { understand, weigh: rules.weigh };
}

const LONGEST_ASKED = 200;

/** Not about a list of people or an open case: those hold what must not leave, and need the person's plain words anyway. */
function mayBeAsked({ text, context }: Utterance): boolean {
  const isAnswerable = context === null || 'flow' in context;
  return isAnswerable && text.trim().length > 1 && text.length <= LONGEST_ASKED;
}

/** The model's own abort may be ignored by its client, so the wait ends by itself too. */
async function within<Result>(ms: number, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const signal = AbortSignal.timeout(ms);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('language model too slow', 'TimeoutError')), { once: true });
  });
  return Promise.race([run(signal), late]);
}

export interface LanguageModelConfig {
  /** Any OpenAI-compatible endpoint, up to and with `/v1`. */
  baseUrl: string;
  model: string;
  apiKey: string;
}

/** The chat model of a configured endpoint. Loaded only when there is one: the package costs half a second and 60 MB. */
export async function createLanguageModelReader({ baseUrl, model, apiKey }: LanguageModelConfig): Promise<BaseChatModel> {
  const { ChatOpenAI } = await import('@langchain/openai');
  return new ChatOpenAI({
    model,
    apiKey: apiKey || 'none',
    temperature: 0,
    maxRetries: 0,
    maxTokens: 600,
    configuration: { baseURL: baseUrl },
  });
}
