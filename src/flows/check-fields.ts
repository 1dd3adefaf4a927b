import type { Finding, KnownNames, Report } from './finding.ts';
import type { FieldDefinition, FlowDefinition } from './flow-definition.ts';
import type { OutcomeDefinition } from './outcome-definition.ts';
import { findingTexts as say } from './texts.ts';

const LEAST_EXAMPLES = 8;

/** Fields that people could not be asked for, and names of fields that do not exist. */
export function checkFields(definition: FlowDefinition, known: KnownNames, report: Report): void {
  const seen = new Set<string>();
  for (const [index, field] of definition.fields.entries()) {
    const at = (key: string) => `fields.${index}.${key}`;
    if (seen.has(field.key)) report(at('key'), 'double-field', say.doubleField(field.key));
    seen.add(field.key);
    for (const [key, kind, sentence] of faultsOf(field, known)) report(at(key), kind, sentence);
  }
  for (const [path, key] of namedFields(definition)) if (!seen.has(key)) report(path, 'unknown-field', say.unknownField(key));
  const { length } = definition.examples;
  if (length < LEAST_EXAMPLES) report('examples', 'few-examples', say.fewExamples(length, LEAST_EXAMPLES));
}

type Fault = [key: string, kind: Finding['kind'], sentence: string];

function faultsOf(field: FieldDefinition, known: KnownNames): Fault[] {
  const faults: Fault[] = [];
  if (field.question === '') faults.push(['question', 'no-question', say.noQuestion(field.label)]);
  if (field.why === '') faults.push(['why', 'no-why', say.noWhy(field.label)]);
  if (field.prefill && !known.archiveKeys.has(field.prefill))
    faults.push(['prefill', 'unknown-prefill', say.unknownPrefill(field.prefill)]);
  return [...faults, ...optionFaults(field)];
}

function optionFaults(field: FieldDefinition): Fault[] {
  const options = Object.keys(field.options ?? {});
  const isChoice = field.type === 'enum' || field.type === 'multi';
  const strange = Object.keys(field.words ?? {}).filter((key) => !options.includes(key));
  const faults: Fault[] = [];
  if (isChoice && options.length < 2) faults.push(['options', 'no-options', say.noOptions(field.label)]);
  if (strange.length > 0) faults.push(['words', 'unknown-option', say.unknownOption(strange)]);
  return faults;
}

function outcomeFields({ with: other, amount, facts = {} }: OutcomeDefinition): [at: string, key: string][] {
  const named: [string, string | undefined][] = [
    ['with', other],
    ['amount', amount],
  ];
  return [
    ...named.flatMap(([at, key]): [string, string][] => (key === undefined ? [] : [[at, key]])),
    ...Object.entries(facts).map(([fact, key]): [string, string] => [`facts.${fact}`, key]),
  ];
}

function namedFields(definition: FlowDefinition): [path: string, key: string][] {
  return [
    ['subjectField', definition.subjectField],
    // `times` counts payments, no value of the form.
    ...definition.ceilings.flatMap((ceiling, index): [string, string][] =>
      ceiling.field === 'times' ? [] : [[`ceilings.${index}.field`, ceiling.field]],
    ),
    ...(definition.sameReason ?? []).map((key, index): [string, string] => [`sameReason.${index}`, key]),
    ...(definition.grantedApart ? [['grantedApart', definition.grantedApart] as [string, string]] : []),
    ...(definition.sameExpense ? [['sameExpense.spent', definition.sameExpense.spent] as [string, string]] : []),
    ...definition.steps.flatMap((step, index) =>
      Object.keys(step.fieldRights ?? {}).map((key): [string, string] => [`steps.${index}.fieldRights.${key}`, key]),
    ),
    ...(definition.checks ?? []).map((check, index): [string, string] => [`checks.${index}.field`, check.field]),
    ...definition.outcome.flatMap((outcome, index) =>
      outcomeFields(outcome).map(([at, key]): [string, string] => [`outcome.${index}.${at}`, key]),
    ),
  ];
}
