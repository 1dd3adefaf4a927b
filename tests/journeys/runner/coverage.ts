import { bareCommandTypes } from '../../../src/dialogue/command.ts';
import type { DialogueState } from '../../../src/dialogue/dialogue-state.ts';
import { flows } from '../../cases/district.ts';

/** What all conversations together have gone through. */
export interface Coverage {
  note(pattern: string, before: DialogueState, commands: readonly { type: string; what: string | null }[]): void;
  report(): string;
  services(): number;
}

const commandTypes = [
  'start-flow',
  'set-slot',
  'find-person',
  'count-people',
  'show-case',
  'list-tasks',
  'decide',
  'operate',
  'list-visits',
  'record-visit',
  'visit-progress',
  'show-stats',
  'ask-guide',
  ...bareCommandTypes,
];

type Sets = Map<string, Set<string>>;

function add(sets: Sets, key: string, values: readonly string[]): void {
  const set = sets.get(key) ?? new Set();
  for (const value of values) set.add(value);
  sets.set(key, set);
}

export function createCoverage(): Coverage {
  const asked: Sets = new Map();
  const filled: Sets = new Map();
  const begun = new Set<string>();
  const table = new Map<string, Map<string, number>>();
  return {
    note: (pattern, { active }, commands) => {
      if (active) add(asked, active.flow, active.asking);
      const started = commands.find((one) => one.type === 'start-flow')?.what ?? null;
      if (started !== null) begun.add(started);
      const flow = started ?? active?.flow;
      if (flow)
        add(
          filled,
          flow,
          commands.flatMap(({ type, what }) => (type === 'set-slot' && what !== null ? [what] : [])),
        );
      const row = table.get(pattern) ?? new Map<string, number>();
      table.set(pattern, row);
      for (const { type } of commands) row.set(type, (row.get(type) ?? 0) + 1);
    },
    services: () => begun.size,
    report: () => [servicesReached(begun), fieldsReached(asked, filled), ...commandTable(table)].join('\n'),
  };
}

const definitions = () => flows.list().map((flow) => flow.definition);

function servicesReached(begun: ReadonlySet<string>): string {
  const missing = definitions().filter((flow) => !begun.has(flow.id));
  const names = missing.length > 0 ? ` (not: ${missing.map((flow) => flow.name).join('、')})` : '';
  return `services begun: ${begun.size} of ${definitions().length}${names}`;
}

function fieldsReached(asked: Sets, filled: Sets): string {
  const count = (sets: Sets) =>
    definitions().reduce((sum, flow) => sum + flow.fields.filter((field) => sets.get(flow.id)?.has(field.key)).length, 0);
  return `fields: ${count(asked)} asked for, ${count(filled)} said, of ${definitions().reduce((sum, flow) => sum + flow.fields.length, 0)}`;
}

function commandTable(table: ReadonlyMap<string, ReadonlyMap<string, number>>): string[] {
  const patterns = [...table.keys()].sort();
  const line = (head: string, cells: readonly (string | number)[]) =>
    head.padEnd(15) + cells.map((cell) => String(cell).padStart(5)).join('');
  return [
    `patterns: ${patterns.map((one, index) => `${index + 1} ${one}`).join(', ')}`,
    line(
      'command',
      patterns.map((_, index) => index + 1),
    ),
    ...commandTypes.map((type) =>
      line(
        type,
        patterns.map((one) => table.get(one)?.get(type) ?? 0),
      ),
    ),
  ];
}
