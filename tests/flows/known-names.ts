import { actions, subjectChecks } from '../../src/actions.ts';
import type { KnownNames } from '../../src/flows/finding.ts';
import { departments, industries, sections } from '../../src/organisation/departments.ts';
import { roles } from '../../src/organisation/role.ts';
import { factNames } from '../../src/people/change/person-facts.ts';
import { archiveKeys } from '../../src/people/file/archive-facts.ts';

const ids = (of: readonly { id: string }[]) => new Set(of.map((one) => one.id));

export const known: KnownNames = {
  roles: ids(roles),
  departments: ids(departments),
  industries: ids(industries),
  sections: ids(sections),
  actions: new Set(Object.keys(actions)),
  subjectChecks: new Set(Object.keys(subjectChecks)),
  archiveKeys: new Set(archiveKeys),
  fileFacts: new Set(factNames),
};
