import type { Staff } from '../../organisation/staff.ts';
import type { ActContext } from './act.ts';
import type { ServiceCase } from './service-case.ts';

/** Those who may stop, suspend or end any case: the administrator, the section and the bureau's leaders (case-operations.md 30, 31). */
export function mayGovern(actor: Staff): boolean {
  return actor.roles.some((role) => ['system-admin', 'section-officer', 'section-head', 'bureau-leader', 'bureau-chief'].includes(role));
}

/** The starter, or who deputises for them. */
export function isStarter(current: ServiceCase, { actor, deputisesFor }: ActContext): boolean {
  return current.startedBy === actor.id || deputisesFor.includes(current.startedBy);
}
