import type { FlowDefinition } from '../../flows/flow-definition.ts';
import type { RoleId } from '../../organisation/role.ts';
import type { ServiceCase } from './service-case.ts';

/**
 * 受理人与审批人不得为同一人 (organisation.yaml approval_matrix.separation): who took the case in must not be the one who decides on it.
 * Checking, feeding back and carrying out may be done by the same person.
 */
const approvalRoles: ReadonlySet<string> = new Set<RoleId>([
  'village-head',
  'town-head',
  'section-head',
  'bureau-leader',
  'bureau-chief',
  'dept-leader',
  'fund-reviewer',
]);

export function isApproval(role: string): boolean {
  return approvalRoles.has(role);
}

/** Who took the case in during its current submission: the person, and whoever they acted for. */
export function acceptedBy(definition: FlowDefinition, current: ServiceCase): string[] {
  const accept = definition.steps[0]?.key;
  return current.tasks
    .filter((task) => task.step === accept && task.decision === 'approve' && task.position >= current.run.firstPosition)
    .flatMap((task) => [task.decidedBy, task.onBehalfOf])
    .filter((id) => id !== null);
}

/** The last approval step of a definition: when it is done the case counts as approved, though not yet carried out. */
export function lastApprovalStep(definition: FlowDefinition): string | undefined {
  return definition.steps.findLast((step) =>
    [step.role, ...(step.parties ?? []).map((party) => party.role)].some((role) => role && isApproval(role)),
  )?.key;
}
