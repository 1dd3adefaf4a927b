import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { AppError } from '../platform/errors.ts';
import { conditionFaults } from './condition.ts';
import { deriveFault } from './derive.ts';
import type { FlowBook, FlowDefinition, LoadedFlow, Parameter } from './flow-definition.ts';
import { flowSchema } from './flow-schema.ts';
import { versionOf } from './flow-version.ts';
import { loadParameters, PARAMETERS_FILE, withParameters } from './load-parameters.ts';
import { texts } from './texts.ts';

/**
 * Reads every `<category>/<id>.yaml` of a folder. Throws AppError `flow-faults` that names all faults of all files with file, line and
 * key: a definition that cannot be read must stop the start, not the first case that meets it.
 */
export async function loadFlows(folder: URL): Promise<FlowBook> {
  const root = fileURLToPath(folder);
  const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.yaml') && name !== PARAMETERS_FILE).sort();
  const { parameters, faults } = await loadParameters(folder);
  const flows: LoadedFlow[] = [];
  for (const file of files) {
    const parsed = parseFlow(await readFile(new URL(file.replaceAll('\\', '/'), folder), 'utf8'), file.replaceAll('\\', '/'), parameters);
    if (parsed.ok) flows.push(parsed.flow);
    else faults.push(...parsed.faults);
  }
  faults.push(...doubles(flows));
  if (faults.length > 0) throw new AppError('invalid-input', 'flow-faults', texts.flowFaults(faults), { message: faults.join('\n') });
  return flowBook(flows);
}

/** A book over definitions already at hand, in the order of their numbers. */
export function flowBook(flows: readonly LoadedFlow[]): FlowBook {
  const sorted = [...flows].sort((left, right) => left.definition.no - right.definition.no);
  const byId = new Map(sorted.map((flow) => [flow.definition.id, flow]));
  return { get: (id) => byId.get(id), list: () => sorted };
}

export type ParsedFlow = { ok: true; flow: LoadedFlow } | { ok: false; faults: string[] };

/** The book with earlier versions beside today's. */
export function withEarlier(book: FlowBook, earlier: readonly LoadedFlow[]): FlowBook {
  const byVersion = new Map(earlier.map((flow) => [flow.version, flow]));
  return { list: () => book.list(), get: (id, version) => byVersion.get(version ?? '') ?? book.get(id) };
}

/** Parses and type-checks one file. `file` is `<category>/<id>.yaml` and must agree with the definition inside. */
export function parseFlow(source: string, file: string, parameters: Readonly<Record<string, Parameter>> = {}): ParsedFlow {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  // What follows the first place that cannot be read is only its echo.
  const [broken] = document.errors;
  if (broken) return { ok: false, faults: [`${file}:${lines.linePos(broken.pos[0]).line} ${texts.notYaml(broken.code)}`] };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const checked = flowSchema.safeParse(document.toJS());
  if (!checked.success) {
    const faults = checked.error.issues.map((issue) => `${file}:${lineOf(issue.path)} ${issue.path.join('.')} ${issue.message}`);
    return { ok: false, faults };
  }
  const definition = withParameters(checked.data, parameters);
  const faults = [
    ...misplaced(definition, file),
    ...conditionFaults(definition).map((fault) => `${file}:${lineOf(fault.path)} ${fault.path.join('.')} ${fault.reason}`),
    ...definition.fields.flatMap((field, index) => {
      const fault = deriveFault(definition, field);
      return fault === null ? [] : [`${file}:${lineOf(['fields', index, 'derive'])} fields.${index}.derive ${fault}`];
    }),
  ];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, flow: { definition, version: versionOf(definition) } };
}

function misplaced(definition: FlowDefinition, file: string): string[] {
  const [category = ''] = file.split('/');
  const faults: string[] = [];
  if (basename(file, '.yaml') !== definition.id) faults.push(`${file}:1 id ${texts.fileNameDiffers(definition.id)}`);
  if (file.includes('/') && category !== definition.category) faults.push(`${file}:1 category ${texts.folderDiffers(definition.category)}`);
  return faults;
}

function doubles(flows: readonly LoadedFlow[]): string[] {
  const seen = new Set<string | number>();
  return flows.flatMap(({ definition }) => {
    const isDouble = seen.has(definition.id) || seen.has(definition.no);
    seen.add(definition.id).add(definition.no);
    return isDouble ? [`${definition.category}/${definition.id}.yaml:1 ${texts.doubleFlow(definition.id, definition.no)}`] : [];
  });
}
