import { conditionFault, conditionsOf, holds, type PlacedCondition, readsOf } from './condition.ts';
import type { Finding, Report } from './finding.ts';
import type { FieldDefinition, FlowDefinition } from './flow-definition.ts';
import type { Slots, SlotValue } from './slot-value.ts';
import { findingTexts as say } from './texts.ts';

/** Above so many combinations of values a condition is taken as possible: it is too wide to be tried out. */
const MOST_TRIALS = 20_000;
/** Days on both sides of any that a condition asks about. */
const DAYS = ['1900-01-01', '2200-12-31'];

/** Conditions over unknown fields or of the wrong type, that can never hold, and steps that no case can reach because of that. */
export function checkConditions(definition: FlowDefinition, report: Report): void {
  for (const placed of conditionsOf(definition)) {
    const finding = findingOf(definition, placed);
    if (finding) report(placed.path.join('.'), finding.kind, finding.sentence);
  }
}

function findingOf(definition: FlowDefinition, { path, expression }: PlacedCondition): Pick<Finding, 'kind' | 'sentence'> | null {
  const fault = conditionFault(definition.fields, expression);
  if (fault !== null) {
    const kind = /unknown variable/i.test(fault) ? 'unknown-field' : 'bad-condition';
    return { kind, sentence: say.badCondition(expression, fault) };
  }
  if (!canHold(definition, expression)) {
    const isStep = path[0] === 'steps' && path.length === 3;
    return { kind: isStep ? 'unreachable-step' : 'impossible-condition', sentence: say.impossible(expression) };
  }
  return asksLater(definition, path, expression) ? { kind: 'asks-later-field', sentence: say.asksLater(expression) } : null;
}

/** A field whose condition reads a field that is only asked after it would be skipped although it applies. */
function asksLater(definition: FlowDefinition, path: readonly (string | number)[], expression: string): boolean {
  if (path[0] !== 'fields' || path.at(-1) !== 'when' || typeof path[1] !== 'number') return false;
  const own = path[1];
  const { keys } = readsOf(definition.fields, expression);
  return keys.some((key) => definition.fields.findIndex((field) => field.key === key) >= own);
}

/** Whether some filling of the fields that it reads makes a condition true: every option, both truths, and numbers around each literal. */
export function canHold(definition: FlowDefinition, expression: string): boolean {
  const { keys, literals } = readsOf(definition.fields, expression);
  const fields = keys.map((key) => definition.fields.find((field) => field.key === key)).filter((field) => field !== undefined);
  const ranges = fields.map((field) => sample(field, literals));
  if (ranges.reduce((product, range) => product * range.length, 1) > MOST_TRIALS || fields.some(isOpen)) return true;
  return fillings(fields, ranges).some((slots) => DAYS.some((today) => holds(definition.fields, expression, { ...slots, today })));
}

/** Free text cannot be tried out: dates, numbers of identity and the like. */
function isOpen(field: FieldDefinition): boolean {
  return !['enum', 'multi', 'bool', 'number', 'money'].includes(field.type);
}

function sample(field: FieldDefinition, literals: readonly (string | number)[]): SlotValue[] {
  if (field.type === 'bool') return field.must ? [true] : [true, false];
  if (field.type === 'number' || field.type === 'money') return numbersAround(field, literals);
  const options = Object.keys(field.options ?? {});
  return field.type === 'multi' ? [options, ...options.map((option) => [option])] : options;
}

function numbersAround({ min, max }: FieldDefinition, literals: readonly (string | number)[]): number[] {
  const marks = literals.filter((literal) => typeof literal === 'number').flatMap((literal) => [literal - 1, literal, literal + 1]);
  const ends = [min, max].filter((end) => end !== undefined);
  return [...marks, ...ends, 0].filter((value) => (min === undefined || value >= min) && (max === undefined || value <= max));
}

function fillings(fields: readonly FieldDefinition[], ranges: readonly SlotValue[][]): Slots[] {
  return fields.reduce<Slots[]>(
    (partial, field, index) => partial.flatMap((slots) => (ranges[index] ?? []).map((value) => ({ ...slots, [field.key]: value }))),
    [{}],
  );
}
