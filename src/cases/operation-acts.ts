import type { StepDefinition } from '../flows/flow-definition.ts';
import type { Staff } from '../organisation/staff.ts';
import { superiorsOf } from './assign.ts';
import { type CaseAct, type Refusal, refuse } from './engine/act.ts';
import { findColleague, findColleagues } from './find-colleague.ts';
import type { Operation } from './operations.ts';
import { texts } from './texts.ts';
import type { HeldCase } from './with-case.ts';

export interface OperateRequest {
  caseNo: string;
  actor: Staff;
  /** An id of case-operations.md; those not in `operations` are refused. */
  operation: string;
  /** Colleagues by name or staff id: one, or several for `copy`, `circulate` and `name-handlers`. */
  to?: string | undefined;
  /** The reason or the remark. */
  note?: string | undefined;
  /** `add-signer`: where the signer stands; before when nothing is said. */
  place?: 'before' | 'beside' | 'after' | undefined;
  /** `jump`, `reopen`, `name-handlers`: a step by key or name. */
  step?: string | undefined;
  taskId?: string | undefined;
  now: Date;
  channel: string;
  requestKey?: string | undefined;
}

type Chosen = CaseAct | Refusal | Promise<CaseAct | Refusal>;

/** The act that a request means, with the people it names looked up. */
export const operationActs: Readonly<Record<Operation, (held: HeldCase, request: OperateRequest) => Chosen>> = {
  urge: () => ({ type: 'urge' }),
  resume: () => ({ type: 'resume' }),
  'confirm-jump': () => ({ type: 'confirm-jump' }),
  withdraw: (_, { note }) => ({ type: 'withdraw', reason: note ?? null }),
  terminate: (_, { note }) => ({ type: 'terminate', reason: note ?? null }),
  suspend: (_, { note }) => ({ type: 'suspend', reason: note ?? null }),
  comment: (_, { note }) => ({ type: 'comment', text: note ?? null }),
  claim: (_, { taskId }) => ({ type: 'claim', taskId }),
  'give-back': (_, { taskId }) => ({ type: 'give-back', taskId }),
  'take-back': (_, { taskId, note }) => ({ type: 'take-back', taskId, note: note ?? null }),
  transfer: (held, request) => toOne(held, request, (to) => ({ type: 'transfer', to, note: request.note ?? null, taskId: request.taskId })),
  delegate: (held, request) => toOne(held, request, (to) => ({ type: 'delegate', to, note: request.note ?? null, taskId: request.taskId })),
  'add-signer': (held, request) =>
    toOne(held, request, (to) => ({
      type: 'add-signer',
      to,
      place: request.place ?? placeIn(request.note) ?? 'before',
      note: request.note ?? null,
      taskId: request.taskId,
    })),
  'remove-signer': (held, request) => toOne(held, request, (to) => ({ type: 'remove-signer', staffId: to.id, note: request.note ?? null })),
  copy: (held, request) => toMany(held, request, (to) => ({ type: 'copy', to, note: request.note ?? null })),
  circulate: (held, request) => toMany(held, request, (to) => ({ type: 'circulate', to, note: request.note ?? null })),
  'name-handlers': (held, request) =>
    toMany(held, request, (staff) => ({ type: 'name-handlers', step: stepKey(held, request) ?? '', staff })),
  reopen: (held, request) => ({
    type: 'reopen',
    step: request.step ? (stepKey(held, request) ?? request.step) : null,
    reason: request.note ?? null,
  }),
  jump: (held, request) => ({ type: 'jump', step: stepKey(held, request) ?? '', reason: request.note ?? null }),
  escalate: async ({ tx, definition, case: current }) => ({
    type: 'escalate',
    superiors: await superiorsOf(tx, definition, current),
    isByClock: false,
  }),
};

async function toOne({ tx }: HeldCase, { to = '' }: OperateRequest, act: (to: Staff) => CaseAct): Promise<CaseAct | Refusal> {
  if (to.trim() === '') return refuse('no-such-staff', texts.whoTo);
  const found = await findColleague(tx, to);
  return 'ok' in found ? found : act(found);
}

async function toMany({ tx }: HeldCase, { to = '' }: OperateRequest, act: (to: Staff[]) => CaseAct): Promise<CaseAct | Refusal> {
  if (to.trim() === '') return refuse('no-such-staff', texts.whoTo);
  const found = await findColleagues(tx, to);
  return 'ok' in found ? found : act(found);
}

/** 前加签, 后加签, 并加签 as people say where a signer is to stand. */
function placeIn(note: string | undefined): 'before' | 'beside' | 'after' | null {
  if (note === undefined) return null;
  if (/后加签|我后面|之后再签/.test(note)) return 'after';
  if (/并加签|一起签|同时/.test(note)) return 'beside';
  return /前加签|我前面|先签/.test(note) ? 'before' : null;
}

/** A step by its key or its name. */
function stepKey({ definition }: HeldCase, { step }: OperateRequest): string | undefined {
  const said = step?.trim();
  const isMeant = (one: StepDefinition) => one.key === said || one.name === said;
  return definition.steps.find(isMeant)?.key;
}
