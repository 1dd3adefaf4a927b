import type { ActContext, CaseAct, Moved, Refusal } from '../../../src/cases/engine/act.ts';
import type { ServiceCase } from '../../../src/cases/engine/service-case.ts';
import { agreedBefore } from '../../../src/cases/engine/skip-agreed.ts';
import { transition } from '../../../src/cases/engine/transition.ts';
import type { FlowDefinition, PartyDefinition, StepDefinition } from '../../../src/flows/flow-definition.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { flows, isWorkday, monday } from '../district.ts';

/** A made-up flow of three steps, one of them parallel, so that every turn can be taken. */
const school = flows.get('school-transfer')?.definition;
if (!school) throw new Error('no flow');
export const definition: FlowDefinition = {
  ...school,
  submitAction: 'hold',
  releaseAction: 'release',
  steps: [
    { key: 'accept', name: '受理', level: 'town', days: 1, role: 'town-officer', onReject: 'return' },
    {
      key: 'joint',
      name: '联审',
      level: 'district',
      days: 3,
      onReject: 'return',
      join: 'all',
      parties: [
        { key: 'paf', role: 'dept-officer', department: 'paf', decides: '' },
        { key: 'psb', role: 'dept-officer', department: 'psb', decides: '' },
        { key: 'housing', role: 'dept-officer', department: 'housing', decides: '', when: 'basis_kind == "home"' },
      ],
    },
    {
      key: 'extra',
      name: '复核',
      level: 'district',
      days: 2,
      role: 'section-officer',
      section: 'pension',
      when: 'kind == "transfer"',
      onReject: 'return',
    },
    { key: 'approve', name: '审批', level: 'district', days: 2, role: 'bureau-leader', onReject: 'return', action: 'give' },
  ],
};

function withJoint(how: Partial<StepDefinition>, parties?: PartyDefinition[]): FlowDefinition {
  const steps = definition.steps.map((step) => (step.key === 'joint' ? { ...step, ...how, ...(parties ? { parties } : {}) } : step));
  return { ...definition, steps };
}

const [paf, psb, housing] = definition.steps[1]?.parties ?? [];
const voters: PartyDefinition[] = [paf, psb, housing].flatMap((party, index) =>
  party
    ? [{ key: party.key, role: party.role, decides: '', ...(party.department ? { department: party.department } : {}), weight: index + 1 }]
    : [],
);

/** The same flow with every rule by which a step may end. */
export const variants: Readonly<Record<string, FlowDefinition>> = {
  all: definition,
  any: withJoint({ join: 'any' }),
  'in-order': withJoint({ join: 'in-order' }),
  vote: withJoint({ join: 'vote' }, voters),
  quorum: withJoint({ join: 'vote', quorum: 3, passShare: 0.5 }, voters),
  veto: withJoint(
    { join: 'vote', passShare: 0.5 },
    voters.map((party, index) => (index === 0 ? { ...party, veto: true } : party)),
  ),
  'sub-items': withJoint({ onReject: 'return-subitem' }),
  'once-per-person': {
    ...definition,
    steps: definition.steps.flatMap((step) =>
      step.key === 'approve'
        ? [
            { ...step, key: 'sign', name: '签发', action: 'give' },
            { ...step, oncePerPerson: true },
          ]
        : [step],
    ),
  },
  'timed-out': {
    ...definition,
    steps: definition.steps.map((step) => {
      if (step.key === 'accept') return { ...step, timeout: { days: 0, does: 'pass' as const } };
      return step.key === 'extra' ? { ...step, timeout: { days: 1, does: 'return' as const } } : step;
    }),
  },
  waiting: {
    ...definition,
    steps: definition.steps.flatMap((step) =>
      step.key === 'extra' ? [{ ...step, key: 'pause', name: '公示', wait: { workdays: 2 } }, step] : [step],
    ),
  },
};

export const holders: Record<string, string[]> = {
  accept: ['T1', 'T2'],
  paf: ['DP'],
  psb: ['DS'],
  housing: ['DZ'],
  extra: ['S1'],
  sign: ['L1', 'L2'],
  approve: ['L1', 'L2'],
};

export const draft: ServiceCase = {
  no: 'YZ20261123-0001',
  flow: 'school-transfer',
  flowVersion: 'v',
  state: 'draft',
  step: null,
  subject: { archiveNo: 'YZ-1', name: '赵海军', town: '姜山镇', village: '走马塘村' },
  startedBy: 'V1',
  startedAt: monday,
  dueAt: null,
  closedAt: null,
  slots: { kind: 'enter', basis_kind: 'household' },
  tasks: [],
  run: { submission: 0, firstPosition: 1, promisedMs: 0, pause: null, straightTo: null, corrections: [], urgedAt: {} },
  version: 1,
  lastSeq: 0,
};

export const context = (actor: Staff, now = monday, deputisesFor: string[] = []): ActContext => ({ now, actor, deputisesFor, isWorkday });

/** The engine's part that is not pure: gives opened tasks to their holders, goes on after a step's action, skips who agreed before. */
export function settle(moved: Moved, actor: Staff, flow: FlowDefinition = definition, now = monday): ServiceCase {
  const current = moved.case;
  for (const task of current.tasks)
    if (task.assignees.length === 0 && task.state === 'open') task.assignees = holders[task.party ?? task.step] ?? [];
  const isStepDone = moved.actions.some((action) => action.stage === 'step');
  if (isStepDone) return settle(mustMove(transition(flow, current, { type: 'advance' }, context(actor, now))), actor, flow, now);
  for (const task of current.tasks.filter((one) => one.state === 'open' && moved.opened.some(({ id }) => id === one.id))) {
    const staffId = agreedBefore(flow, current, task.id);
    if (staffId === null) continue;
    const skip: CaseAct = { type: 'skip-agreed', taskId: task.id, staffId };
    return settle(mustMove(transition(flow, current, skip, context(actor, now))), actor, flow, now);
  }
  return current;
}

function mustMove(moved: Moved | Refusal): Moved {
  if (!moved.ok) throw new Error(moved.code);
  return moved;
}
