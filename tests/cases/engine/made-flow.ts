import type { ActContext, Moved } from '../../../src/cases/engine/act.ts';
import type { ServiceCase } from '../../../src/cases/engine/service-case.ts';
import { transition } from '../../../src/cases/engine/transition.ts';
import type { FlowDefinition } from '../../../src/flows/flow-definition.ts';
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

export const holders: Record<string, string[]> = {
  accept: ['T1', 'T2'],
  paf: ['DP'],
  psb: ['DS'],
  housing: ['DZ'],
  extra: ['S1'],
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
  run: { submission: 0, firstPosition: 1, promisedMs: 0, pause: null, straightTo: null, corrections: [], urgedAt: {}, requests: [] },
  version: 1,
  lastSeq: 0,
};

export const context = (actor: Staff, now = monday, deputisesFor: string[] = []): ActContext => ({ now, actor, deputisesFor, isWorkday });

/** The engine's part that is not pure: gives opened tasks to their holders, and goes on after a step's action. */
export function settle(moved: Moved, actor: Staff): ServiceCase {
  let current = moved.case;
  for (const task of current.tasks)
    if (task.assignees.length === 0 && task.state === 'open') task.assignees = holders[task.party ?? task.step] ?? [];
  if (moved.actions.some((action) => action.stage === 'step')) {
    const next = transition(definition, current, { type: 'advance' }, context(actor));
    if (!next.ok) throw new Error(next.code);
    current = settle(next, actor);
  }
  return current;
}
