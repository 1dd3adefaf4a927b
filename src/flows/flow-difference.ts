import type { FieldDefinition, FlowDefinition, StepDefinition } from './flow-definition.ts';
import { canonicalJson } from './flow-version.ts';
import { differenceTexts as say } from './texts.ts';

/** What a running case would meet in another version of its flow, in sentences to decide by. Never empty where the versions differ. */
export function flowDifference(from: FlowDefinition, to: FlowDefinition): string[] {
  const found = [...stepDifference(from, to), ...fieldDifference(from.fields, to.fields), ...ruleDifference(from, to)];
  if (found.length > 0) return found;
  return isSame(from, to) ? [] : [say.wordsOnly];
}

function isSame(left: unknown, right: unknown): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right ?? null);
}

function stepDifference(from: FlowDefinition, to: FlowDefinition): string[] {
  const before = new Map(from.steps.map((step) => [step.key, step]));
  const after = new Map(to.steps.map((step) => [step.key, step]));
  const kept = from.steps.filter((step) => after.has(step.key)).map((step) => step.key);
  const order = to.steps.filter((step) => before.has(step.key)).map((step) => step.key);
  return [
    ...from.steps.filter((step) => !after.has(step.key)).map((step) => say.stepGone(step.name)),
    ...to.steps.filter((step) => !before.has(step.key)).map((step) => say.stepNew(step.name)),
    ...(kept.join() === order.join() ? [] : [say.orderChanged]),
    ...from.steps.flatMap((step) => changesOf(step, after.get(step.key))),
  ];
}

const aspects: readonly { name: string; of(step: StepDefinition): unknown }[] = [
  {
    name: say.aspects.who,
    of: ({ role, department, section, industry, parties, level }) => [role, department, section, industry, parties, level],
  },
  {
    name: say.aspects.join,
    of: ({ join, passShare, quorum, oncePerPerson, onReject }) => [join, passShare, quorum, oncePerPerson, onReject],
  },
  { name: say.aspects.days, of: ({ days, timeout, wait }) => [days, timeout, wait] },
  { name: say.aspects.condition, of: ({ when }) => when },
  { name: say.aspects.rights, of: ({ fieldRights }) => fieldRights },
  { name: say.aspects.deed, of: ({ action, subCases }) => [action, subCases] },
];

function changesOf(before: StepDefinition, after: StepDefinition | undefined): string[] {
  if (!after) return [];
  const changed = aspects.filter(({ of }) => !isSame(of(before), of(after))).map(({ name }) => name);
  return changed.length > 0 ? [say.stepChanged(after.name, changed)] : [];
}

function fieldDifference(from: readonly FieldDefinition[], to: readonly FieldDefinition[]): string[] {
  const before = new Map(from.map((field) => [field.key, field]));
  const after = new Map(to.map((field) => [field.key, field]));
  const rule = ({ question: _, why: __, hint: ___, words: ____, label: _____, ...rest }: FieldDefinition) => rest;
  return [
    ...from.filter((field) => !after.has(field.key)).map((field) => say.fieldGone(field.label)),
    ...to.filter((field) => !before.has(field.key)).map((field) => say.fieldNew(field.label, field.required)),
    ...to.flatMap((field) => {
      const old = before.get(field.key);
      return old && !isSame(rule(old), rule(field)) ? [say.fieldChanged(field.label)] : [];
    }),
  ];
}

function ruleDifference(from: FlowDefinition, to: FlowDefinition): string[] {
  const rules: [string, (definition: FlowDefinition) => unknown][] = [
    [say.rules.limits, (one) => [one.ceilings, one.checks, one.sameReason, one.sameExpense, one.oneOpen]],
    [say.rules.materials, (one) => one.materials],
    [say.rules.outcome, (one) => [one.outcome, one.submitAction, one.releaseAction]],
    [say.rules.notices, (one) => one.notify],
    [say.rules.figures, (one) => one.parameters],
  ];
  return [
    ...(from.limitDays === to.limitDays ? [] : [say.promise(from.limitDays, to.limitDays)]),
    ...rules.filter(([, of]) => !isSame(of(from), of(to))).map(([name]) => say.ruleChanged(name)),
  ];
}
