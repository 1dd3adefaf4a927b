import { checkConditions } from './check-conditions.ts';
import { checkFields } from './check-fields.ts';
import { checkJoins } from './check-joins.ts';
import { checkNotices } from './check-notices.ts';
import type { Finding, KnownNames, Report } from './finding.ts';
import type { FlowBook, FlowDefinition, PartyDefinition, StepDefinition } from './flow-definition.ts';
import type { OutcomeDefinition } from './outcome-definition.ts';
import { findingTexts as say } from './texts.ts';

/** Faults of definitions that can be read but would not work: names nobody knows, steps nobody reaches, promises that cannot be kept. */
export function checkFlows(book: FlowBook, known: KnownNames): Finding[] {
  return book.list().flatMap(({ definition }) => checkFlow(definition, known, book));
}

/** `book`: the other services, for parts that a step starts; null leaves those unchecked. */
export function checkFlow(definition: FlowDefinition, known: KnownNames, book: FlowBook | null = null): Finding[] {
  const findings: Finding[] = [];
  const file = `flows/${definition.category}/${definition.id}.yaml`;
  const report: Report = (path, kind, sentence) => findings.push({ flow: definition.id, file, path, kind, sentence });
  checkSteps(definition, known, report);
  checkJoins(definition, book, report);
  checkActions(definition, known, report);
  checkSubject(definition, known, report);
  checkDays(definition, report);
  checkFields(definition, known, report);
  checkNotices(definition, known, report);
  checkConditions(definition, report);
  return findings;
}

function checkSteps(definition: FlowDefinition, known: KnownNames, report: Report): void {
  const seen = new Set<string>();
  for (const [index, step] of definition.steps.entries()) {
    const path = `steps.${index}`;
    if (seen.has(step.key)) report(`${path}.key`, 'endless-step', say.doubleStep(step.key));
    if (step.key === 'correct') report(`${path}.key`, 'reserved-step', say.reservedStep(step.key));
    seen.add(step.key);
    checkParties(step, path, report);
    for (const [at, handler] of handlersOf(step).entries()) {
      const place = step.parties ? `${path}.parties.${at}` : path;
      checkHandler(handler, known, (key, kind, sentence) => report(`${place}.${key}`, kind, sentence));
    }
  }
}

/** Nobody acts where the case waits for a day or for its parts. */
function handlersOf(step: StepDefinition): Partial<PartyDefinition>[] {
  return step.wait || step.subCases ? [] : (step.parties ?? [step]);
}

function checkParties({ parties, role }: StepDefinition, path: string, report: Report): void {
  if (!parties) return;
  if (role) report(`${path}.role`, 'two-handlers', say.twoHandlers);
  if (new Set(parties.map((party) => party.key)).size < parties.length) report(`${path}.parties`, 'double-party', say.doubleParty);
}

/** Who a role works for must be said where the role exists in every department, section or industry. */
const needs: Readonly<Record<string, 'department' | 'section' | 'industry'>> = {
  'dept-officer': 'department',
  'dept-leader': 'department',
  'section-officer': 'section',
  'section-head': 'section',
  'industry-contact': 'industry',
};

function checkHandler(handler: Partial<PartyDefinition>, known: KnownNames, report: Report): void {
  const { role, department, section, industry } = handler;
  if (!role) report('role', 'no-handler', say.noHandler);
  else if (!known.roles.has(role)) report('role', 'unknown-role', say.unknownRole(role));
  if (department && !known.departments.has(department)) report('department', 'unknown-department', say.unknownDepartment(department));
  if (section && !known.sections.has(section)) report('section', 'unknown-section', say.unknownSection(section));
  if (industry && !known.industries.has(industry)) report('industry', 'unknown-industry', say.unknownIndustry(industry));
  const need = role ? needs[role] : undefined;
  if (need && !handler[need]) report(need, 'no-handler', say.handlerOfWhom(role ?? '', need));
}

function checkActions(definition: FlowDefinition, known: KnownNames, report: Report): void {
  const called: [string, string | undefined][] = [
    ['submitAction', definition.submitAction],
    ['releaseAction', definition.releaseAction],
    ...definition.steps.map((step, index): [string, string | undefined] => [`steps.${index}.action`, step.action]),
  ];
  for (const [path, name] of called) if (name && !known.actions.has(name)) report(path, 'unknown-action', say.unknownAction(name));
  if (definition.outcome.length === 0) report('outcome', 'no-outcome', say.noOutcome);
  for (const [index, outcome] of definition.outcome.entries()) checkOutcome(outcome, `outcome.${index}`, known, report);
  if (definition.submitAction && !definition.releaseAction)
    report('releaseAction', 'never-released', say.neverReleased(definition.submitAction));
}

function checkOutcome({ action, text, facts = {} }: OutcomeDefinition, path: string, known: KnownNames, report: Report): void {
  if (!action) report(`${path}.action`, 'outcome-without-action', say.outcomeWithoutAction(text));
  else if (!known.actions.has(action)) report(`${path}.action`, 'unknown-action', say.unknownAction(action));
  for (const fact of Object.keys(facts).filter((one) => !known.fileFacts.has(one)))
    report(`${path}.facts.${fact}`, 'unknown-fact', say.unknownFact(fact));
}

function checkSubject({ subjectCheck }: FlowDefinition, known: KnownNames, report: Report): void {
  if (subjectCheck && !known.subjectChecks.has(subjectCheck)) report('subjectCheck', 'unknown-action', say.unknownAction(subjectCheck));
}

function checkDays(definition: FlowDefinition, report: Report): void {
  const days = definition.steps.reduce((sum, step) => sum + step.days, 0);
  if (days > definition.limitDays) report('limitDays', 'days-beyond-promise', say.daysBeyond(days, definition.limitDays));
  for (const [index, limit] of (definition.shorterLimits ?? []).entries()) {
    if (limit.days >= definition.limitDays)
      report(`shorterLimits.${index}.days`, 'not-shorter', say.notShorter(limit.days, definition.limitDays));
  }
}
