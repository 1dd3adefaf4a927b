import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { parametersIn } from './expression-functions.ts';
import type { FlowDefinition, Parameter } from './flow-definition.ts';

export const PARAMETERS_FILE = 'parameters.yaml';

const text = z.string().trim().min(1);
const origin = z.enum(['seed', 'public', 'public-unchecked', 'illustrative', 'mixed', 'derived']);

const parameterSchema = z
  .strictObject({
    name: text,
    value: z.number().optional(),
    table: z.record(z.string(), z.number()).optional(),
    unit: text,
    year: z.int(),
    source: text,
    origin,
  })
  .refine(({ value, table }) => (value === undefined) !== (table === undefined), 'value 与 table 只写一个');

/** Reads the published figures. Faults are `<file> <name> <what>`; a folder without the file has none. */
export async function loadParameters(folder: URL): Promise<{ parameters: Record<string, Parameter>; faults: string[] }> {
  const source = await readFile(new URL(PARAMETERS_FILE, folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const checked = z.record(z.string(), parameterSchema).safeParse(parse(source) ?? {});
  if (checked.success) return { parameters: checked.data as Record<string, Parameter>, faults: [] };
  const faults = checked.error.issues.map((issue) => `${PARAMETERS_FILE} ${issue.path.join('.')} ${issue.message}`);
  return { parameters: {}, faults };
}

/** The definition with the figures that its expressions and workings name. */
export function withParameters(definition: FlowDefinition, parameters: Readonly<Record<string, Parameter>>): FlowDefinition {
  const named = definition.fields.flatMap(({ derive, working }) => [
    ...parametersIn(derive ?? ''),
    ...[...(working ?? '').matchAll(/\{([a-z0-9_]+)/g)].map(([, key = '']) => key),
  ]);
  const used = [...new Set(named)].flatMap((key) => {
    const { [key]: parameter } = parameters;
    return parameter === undefined ? [] : [[key, parameter] as const];
  });
  return used.length === 0 ? definition : { ...definition, parameters: Object.fromEntries(used) };
}
