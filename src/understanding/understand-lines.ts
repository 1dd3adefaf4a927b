import { z } from 'zod';
import { slotValueSchema } from '../dialogue/command.ts';
import type { Understander } from './understander.ts';

const lineSchema = z.object({
  id: z.string(),
  text: z.string(),
  now: z.iso.datetime({ offset: true }),
  staff: z.object({ role: z.string(), town: z.string().optional(), village: z.string().optional() }),
  context: z
    .union([
      z.object({ flow: z.string(), asking: z.string(), slots: z.record(z.string(), slotValueSchema).default({}) }),
      z.object({ choosing: z.array(z.string()).min(1) }),
      z.object({ case: z.string(), step: z.string() }),
    ])
    .nullish(),
});

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function idOf(value: unknown): string | null {
  return value !== null && typeof value === 'object' && 'id' in value && typeof value.id === 'string' ? value.id : null;
}

/**
 * JSONL in, JSONL out (shared/understanding.md): `{id, commands, ms}` for each line, `{line, id, error}` for one that is no such object;
 * a bad line never stops the others, a blank one is passed over. `clock` answers milliseconds on any steady scale.
 */
export async function* understandLines(
  lines: AsyncIterable<string> | Iterable<string>,
  understander: Pick<Understander, 'understand'>,
  clock: () => number,
): AsyncGenerator<string> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    yield await answerTo(line, number, understander, clock);
  }
}

async function answerTo(
  line: string,
  number: number,
  understander: Pick<Understander, 'understand'>,
  clock: () => number,
): Promise<string> {
  const value = parsedJson(line.replace(/^\uFEFF/, ''));
  if (value === undefined) return JSON.stringify({ line: number, id: null, error: 'not JSON' });
  const checked = lineSchema.safeParse(value);
  if (!checked.success) {
    const error = checked.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`).join('; ');
    return JSON.stringify({ line: number, id: idOf(value), error });
  }
  const { id, text, now, staff, context } = checked.data;
  const startedAt = clock();
  const commands = await understander.understand({ text, now: new Date(now), speaker: staff, context: context ?? null });
  return JSON.stringify({ id, commands, ms: Math.round((clock() - startedAt) * 1000) / 1000 });
}
