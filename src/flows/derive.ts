import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { Day } from '../platform/calendar/day.ts';
import { celTypeOf, holds, readsIn } from './condition.ts';
import { parametersIn, registerFunctions } from './expression-functions.ts';
import type { FieldDefinition, FlowDefinition, Parameter } from './flow-definition.ts';
import { isFilled, type Slots } from './slot-value.ts';

const environments = new WeakMap<FlowDefinition, Environment>();

function environmentOf(definition: FlowDefinition): Environment {
  let environment = environments.get(definition);
  if (!environment) {
    environment = new Environment();
    registerFunctions(environment, definition.parameters ?? {});
    environment.registerVariable('today', 'string');
    for (const [key, type] of new Map(definition.fields.map((field) => [field.key, celTypeOf(field.type)]))) {
      if (key !== 'today') environment.registerVariable(key, type);
    }
    environments.set(definition, environment);
  }
  return environment;
}

const parsed = new WeakMap<FlowDefinition, Map<string, ParseResult>>();

function parse(definition: FlowDefinition, expression: string): ParseResult {
  const cache = parsed.get(definition) ?? new Map<string, ParseResult>();
  parsed.set(definition, cache);
  const known = cache.get(expression) ?? environmentOf(definition).parse(expression);
  cache.set(expression, known);
  return known;
}

/** Why an expression does not give a value of the field's type, in English; null when it does. */
export function deriveFault(definition: FlowDefinition, field: FieldDefinition): string | null {
  if (field.derive === undefined) return null;
  const lacking = parametersIn(field.derive).find((name) => definition.parameters?.[name] === undefined);
  if (lacking !== undefined) return `no parameter ${lacking}`;
  const result = environmentOf(definition).check(field.derive);
  if (!result.valid) return result.error?.message.split('\n')[0] ?? 'not a CEL expression';
  return result.type === celTypeOf(field.type) ? null : `yields ${result.type}, not ${celTypeOf(field.type)}`;
}

/** Keys of the fields that a derived value is worked out from; empty where it follows from figures alone. */
export function inputsOf(definition: FlowDefinition, field: FieldDefinition): string[] {
  return field.derive === undefined ? [] : readsIn(parse(definition, field.derive).ast, definition.fields);
}

/** The published figures that a derived value rests on. */
export function figuresOf(definition: FlowDefinition, field: FieldDefinition): Parameter[] {
  return parametersIn(field.derive ?? '').flatMap((name) => definition.parameters?.[name] ?? []);
}

/** The value that follows from the other slots; undefined while one that it reads is not filled yet, or where the field does not apply. */
export function derivedValue(definition: FlowDefinition, field: FieldDefinition, slots: Slots, today: Day): number | string | undefined {
  if (field.derive === undefined || !holds(definition.fields, field.when, slots)) return undefined;
  const program = parse(definition, field.derive);
  const keys = readsIn(program.ast, definition.fields);
  if (keys.some((key) => !isFilled(slots[key]))) return undefined;
  const known = Object.fromEntries(keys.map((key) => [key, slots[key]]));
  const value: unknown = program({ ...known, today });
  if (typeof value === 'number') return Number(value.toFixed(field.type === 'money' ? 2 : (field.decimals ?? 0)));
  return typeof value === 'string' ? value : undefined;
}

/** Every value that follows from others, written over what was said: `{key: value}` of those that differ. */
export function derivedSlots(definition: FlowDefinition, slots: Slots, today: Day): Slots {
  const all: Slots = { ...slots };
  for (const field of definition.fields) {
    const value = derivedValue(definition, field, all, today);
    if (value !== undefined) all[field.key] = value;
  }
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => slots[key] !== value));
}

/** How a value was worked out, with the figures in place; null where the definition does not say. */
export function workingOf(definition: FlowDefinition, field: FieldDefinition, slots: Slots): string | null {
  if (field.working === undefined) return null;
  return field.working.replace(/\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}/g, (_, key: string, option?: string) => {
    const parameter = definition.parameters?.[key];
    const slot = slots[key];
    const figure = parameter === undefined ? slot : (parameter.value ?? parameter.table?.[String(slots[option ?? ''])]);
    const label = definition.fields.find((one) => one.key === key)?.options?.[String(figure)];
    return label ?? (figure === undefined || figure === null ? '—' : String(figure));
  });
}
