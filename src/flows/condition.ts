import { type ASTNode, Environment, EvaluationError, type ParseResult } from '@marcbachmann/cel-js';
import { registerFunctions } from './expression-functions.ts';
import type { FieldDefinition, FieldType, FlowDefinition } from './flow-definition.ts';
import { isFilled, type Slots } from './slot-value.ts';

/**
 * Conditions of a definition are CEL expressions over its slots, checked against the types of its fields. Whole numbers are doubles,
 * so that `amount >= 5000` reads as people write it.
 */

const celTypes: Partial<Record<FieldType, string>> = {
  number: 'double',
  money: 'double',
  bool: 'bool',
  multi: 'list<string>',
  file: 'list<string>',
};

/** The CEL type of a field's values. */
export function celTypeOf(type: FieldType): string {
  return type === 'daterange' ? 'map' : (celTypes[type] ?? 'string');
}

const environments = new WeakMap<readonly FieldDefinition[], Environment>();
const parsed = new WeakMap<readonly FieldDefinition[], Map<string, ParseResult>>();

function environmentOf(fields: readonly FieldDefinition[]): Environment {
  let environment = environments.get(fields);
  if (!environment) {
    environment = new Environment();
    // A key that comes twice is a finding of check-fields.ts; here its last type counts.
    const types = new Map(fields.map((field) => [field.key, celTypeOf(field.type)]));
    registerFunctions(environment, {});
    // The day on which a form is checked or an outcome written; only checks over several fields and outcomes are given it.
    if (!types.has('today')) environment.registerVariable('today', 'string');
    for (const [key, type] of types) environment.registerVariable(key, type);
    environments.set(fields, environment);
  }
  return environment;
}

function parse(fields: readonly FieldDefinition[], expression: string): ParseResult {
  let cache = parsed.get(fields);
  if (!cache) {
    cache = new Map();
    parsed.set(fields, cache);
  }
  let program = cache.get(expression);
  if (!program) {
    program = environmentOf(fields).parse(expression);
    cache.set(expression, program);
  }
  return program;
}

/**
 * Whether a condition holds for these slots; no condition always holds. A condition that asks for a slot not filled yet does not
 * hold, unless the rest decides it (`a || b` with `a` true).
 */
export function holds(fields: readonly FieldDefinition[], expression: string | undefined, slots: Slots): boolean {
  if (expression === undefined) return true;
  const known = Object.fromEntries(Object.entries(slots).filter(([, value]) => isFilled(value)));
  try {
    return parse(fields, expression)(known) === true;
  } catch (error) {
    if (error instanceof EvaluationError && error.code === 'unknown_variable') return false;
    throw error;
  }
}

/** Why an expression is not a condition over these fields, in English with the library's own words; null when it is one. */
export function conditionFault(fields: readonly FieldDefinition[], expression: string): string | null {
  const result = environmentOf(fields).check(expression);
  if (!result.valid) return result.error?.message.split('\n')[0] ?? 'not a CEL expression';
  return result.type === 'bool' ? null : `yields ${result.type}, not bool`;
}

export interface PlacedCondition {
  path: (string | number)[];
  expression: string;
}

/** Every condition of a definition with the path of its key. */
export function conditionsOf(definition: FlowDefinition): PlacedCondition[] {
  const placed = (path: (string | number)[], expression: string | undefined): PlacedCondition[] =>
    expression === undefined ? [] : [{ path: [...path, 'when'], expression }];
  return [
    ...(definition.checks ?? []).map((check, index) => ({ path: ['checks', index, 'that'], expression: check.that })),
    ...(definition.fileNeededWhen === undefined ? [] : [{ path: ['fileNeededWhen'], expression: definition.fileNeededWhen }]),
    ...definition.fields.flatMap((field, index) => placed(['fields', index], field.when)),
    ...definition.materials.flatMap((material, index) => placed(['materials', index], material.when)),
    ...definition.ceilings.flatMap((ceiling, index) => placed(['ceilings', index], ceiling.when)),
    ...(definition.shorterLimits ?? []).flatMap((limit, index) => placed(['shorterLimits', index], limit.when)),
    ...definition.steps.flatMap((step, index) => [
      ...placed(['steps', index], step.when),
      ...(step.parties ?? []).flatMap((party, at) => placed(['steps', index, 'parties', at], party.when)),
    ]),
    ...definition.outcome.flatMap((outcome, index) => placed(['outcome', index], outcome.when)),
  ];
}

export function conditionFaults(definition: FlowDefinition): { path: (string | number)[]; reason: string }[] {
  return conditionsOf(definition).flatMap(({ path, expression }) => {
    const reason = conditionFault(definition.fields, expression);
    return reason === null ? [] : [{ path, reason }];
  });
}

/** Keys of the fields that an expression reads, and the literals it compares them with. */
export function readsOf(fields: readonly FieldDefinition[], expression: string): { keys: string[]; literals: (string | number)[] } {
  const { ast } = parse(fields, expression);
  const literals = new Set<string | number>();
  visit(ast, (node) => {
    if (node.op === 'value') addLiteral(literals, node.args);
  });
  return { keys: readsIn(ast, fields), literals: [...literals] };
}

/** Keys of the fields that a parsed expression reads, in the order of the fields. */
export function readsIn(ast: unknown, fields: readonly FieldDefinition[]): string[] {
  const keys = new Set<string>();
  visit(ast, (node) => {
    if (node.op === 'id') keys.add(node.args);
  });
  return fields.map((field) => field.key).filter((name) => keys.has(name));
}

function visit(node: unknown, see: (node: ASTNode) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, see);
  if (!isNode(node)) return;
  see(node);
  visit(node.args, see);
}

function isNode(node: unknown): node is ASTNode {
  return typeof node === 'object' && node !== null && 'op' in node && 'args' in node;
}

function addLiteral(literals: Set<string | number>, value: unknown): void {
  if (typeof value === 'string' || typeof value === 'number') literals.add(value);
  if (typeof value === 'bigint') literals.add(Number(value));
}
