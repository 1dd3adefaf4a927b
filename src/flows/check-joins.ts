import type { Report } from './finding.ts';
import type { FlowBook, FlowDefinition, StepDefinition } from './flow-definition.ts';
import type { SubCaseDefinition, SubCaseSpread } from './sub-case-definition.ts';
import { findingTexts as say } from './texts.ts';

/** Rules of a step that would have nothing to work on: a quorum without a vote, parts of a service that does not exist, a wait for no day. */
export function checkJoins(definition: FlowDefinition, book: FlowBook | null, report: Report): void {
  for (const [index, step] of definition.steps.entries()) {
    const reportAt: Report = (path, kind, sentence) => report(`steps.${index}.${path}`, kind, sentence);
    checkVote(step, reportAt);
    checkWait(definition, step, reportAt);
    checkSubCases(definition, step, book, reportAt);
  }
}

function checkVote({ join, parties = [], passShare, quorum }: StepDefinition, report: Report): void {
  if (join !== undefined && parties.length === 0) report('join', 'join-of-nobody', say.joinOfNobody);
  const isWeighed = parties.some((party) => party.weight !== undefined || party.veto);
  if (join !== 'vote' && (passShare !== undefined || quorum !== undefined || isWeighed)) report('join', 'no-vote', say.noVote);
  if (quorum !== undefined && quorum > parties.length) report('quorum', 'quorum-beyond', say.quorumBeyond(quorum, parties.length));
}

function checkWait({ fields }: FlowDefinition, { wait }: StepDefinition, report: Report): void {
  const field = fields.find((one) => one.key === wait?.until);
  if (wait?.until !== undefined && field?.type !== 'date') report('wait.until', 'no-such-day', say.noSuchDay(wait.until));
}

function checkSubCases(definition: FlowDefinition, { subCases }: StepDefinition, book: FlowBook | null, report: Report): void {
  if (!subCases || !book) return;
  const part = book.get(subCases.flow)?.definition;
  if (part) checkParts(definition, part, subCases, report);
  else report('subCases.flow', 'unknown-flow', say.unknownFlow(subCases.flow));
}

function checkParts(definition: FlowDefinition, part: FlowDefinition, { each, slots = {} }: SubCaseDefinition, report: Report): void {
  const keysOf = ({ fields }: FlowDefinition) => new Set(fields.map((field) => field.key));
  const filled = [...Object.keys(slots), ...(each?.slot === undefined ? [] : [each.slot])];
  for (const key of filled.filter((one) => !keysOf(part).has(one)))
    report('subCases', 'unknown-field', say.unknownPartField(part.name, key));
  for (const key of Object.values(slots).filter((one) => !keysOf(definition).has(one)))
    report('subCases.slots', 'unknown-field', say.unknownField(key));
  checkSpread(definition, part, each, report);
}

function checkSpread({ fields }: FlowDefinition, part: FlowDefinition, each: SubCaseSpread | undefined, report: Report): void {
  if (!each) return;
  if ('stations' in each) {
    if (!part.subjectOptional) report('subCases.flow', 'subject-needed', say.subjectNeeded(part.name));
  } else if (fields.find((field) => field.key === each.field)?.type !== 'multi') {
    report('subCases.each.field', 'not-several', say.notSeveral(each.field));
  }
}
