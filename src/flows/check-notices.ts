import type { KnownNames, Report } from './finding.ts';
import type { FlowDefinition } from './flow-definition.ts';
import { findingTexts as say } from './texts.ts';

/** Whoever is to be told, and the bodies that take part, must exist. */
export function checkNotices(definition: FlowDefinition, known: KnownNames, report: Report): void {
  for (const [index, { who }] of definition.notify.entries()) {
    if (!isRecipient(who, known)) report(`notify.${index}.who`, 'unknown-recipient', say.unknownRecipient(who));
  }
  const bodies: [string, readonly string[]][] = [
    ['lead', [definition.lead]],
    ['with', definition.with],
    ['inform', definition.inform],
  ];
  for (const [key, ids] of bodies) {
    for (const id of ids.filter((one) => !known.departments.has(one))) report(key, 'unknown-department', say.unknownDepartment(id));
  }
  for (const id of definition.industry.filter((one) => !known.industries.has(one))) {
    report('industry', 'unknown-industry', say.unknownIndustry(id));
  }
}

function isRecipient(who: string, known: KnownNames): boolean {
  const [kind, id] = who.split(':');
  if (id === undefined) return who === 'applicant' || known.roles.has(who);
  if (kind === 'dept') return known.departments.has(id);
  return kind === 'industry' ? known.industries.has(id) : kind === 'section' && known.sections.has(id);
}
