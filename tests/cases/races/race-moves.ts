import { decideTask } from '../../../src/cases/decide-task.ts';
import type { Refusal } from '../../../src/cases/engine/act.ts';
import { type CaseEventType, CORRECTION, type Decision, isClosed, type ServiceCase } from '../../../src/cases/engine/service-case.ts';
import { operateCase } from '../../../src/cases/operate-case.ts';
import type { Operation } from '../../../src/cases/operations.ts';
import { runClock } from '../../../src/cases/run-clock.ts';
import { resubmitCase } from '../../../src/cases/submit-case.ts';
import { actOnCase } from '../../../src/cases/with-case.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { staff } from '../district.ts';
import type { RaceDistrict } from './race-district.ts';

/** What one of several actors does at the same moment as the others. */
export interface RaceMove {
  name: string;
  /** Null: the clock. */
  actor: Staff | null;
  /** What stands in the history in the actor's name when it was carried out; null for the clock. */
  event: CaseEventType | null;
  /** Carried out again with the same key, it must do nothing more. */
  act(key: string): Promise<{ ok: true; repeated: boolean } | Refusal>;
}

export interface Scene {
  district: RaceDistrict;
  current: ServiceCase;
  now: Date;
  next: () => number;
}

const pick = <T>({ next }: Pick<Scene, 'next'>, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;

/** As many acts at once as asked for, each by somebody else. */
export function movesAtOnce(scene: Scene, count: number): RaceMove[] {
  const moves: RaceMove[] = [];
  const busy = new Set<string>();
  for (let tries = 0; moves.length < count && tries < 40; tries += 1) {
    const move = pick(scene, likely(scene))(scene);
    if (busy.has(move.actor?.id ?? 'clock')) continue;
    busy.add(move.actor?.id ?? 'clock');
    moves.push(move);
  }
  return moves;
}

type Maker = (scene: Scene) => RaceMove;

/** What is worth doing as the case stands, the usual more often; some of what is not possible too. */
function likely({ current }: Scene): Maker[] {
  const { run, state, tasks } = current;
  const always = [comment, copy, clock, clock, urge];
  if (isClosed(state)) return [...always, reopen, reopen, reopen, approve, withdraw, terminate];
  if (tasks.some((task) => task.step === CORRECTION && task.state === 'open'))
    return [...always, resubmit, resubmit, resubmit, withdraw, takeBack, takeBack, approve, handOver];
  const usual = [approve, approve, approve, approve, sendBack, takeBack, transfer, delegate, addSigner, claim];
  const rare = [...always, terminate, suspend, withdraw, jump, escalate, handOver, reject, nameHandlers, resume, giveBack, removeSigner];
  return [...usual, ...usual, ...rare, ...answering(run, state)];
}

/** What follows upon something that was done before. */
function answering(run: ServiceCase['run'], state: ServiceCase['state']): Maker[] {
  return [
    ...(state === 'suspended' ? many(resume, 8) : []),
    ...(run.jump ? many(confirmJump, 4) : []),
    ...(Object.keys(run.pools ?? {}).length > 0 ? many(giveBack, 4) : []),
    ...(Object.keys({ ...run.side, ...run.after }).length > 0 ? many(removeSigner, 4) : []),
  ];
}

const many = (maker: Maker, count: number): Maker[] => Array.from({ length: count }, () => maker);

function holder(scene: Scene): Staff {
  const { current, district } = scene;
  const held = current.tasks.filter((task) => task.state === 'open' || task.state === 'waiting').flatMap((task) => task.assignees);
  const decided = current.tasks.flatMap((task) => task.decidedBy ?? []);
  const one = scene.next() < 0.9 ? pick(scene, held) : pick(scene, decided);
  return (one === undefined ? undefined : district.cast.get(one)) ?? anybody(scene);
}

/** Mostly somebody of the same post as a holder. */
function colleague(scene: Scene): Staff {
  const one = holder(scene);
  const peers = [...scene.district.cast.values()].filter(
    ({ id, roles, department }) => id !== one.id && roles[0] === one.roles[0] && department === one.department,
  );
  return (scene.next() < 0.7 ? pick(scene, peers) : undefined) ?? anybody(scene);
}

/** Who may have something to do with it. */
function anybody(scene: Scene): Staff {
  return pick(scene, [staff.liaison, staff.pensionHead, staff.admin, staff.leader, ...scene.district.cast.values()]);
}

function whoDecided(scene: Scene): Staff {
  const last = scene.current.tasks.filter((task) => task.decidedAt !== null && task.step !== CORRECTION).at(-1);
  return scene.district.cast.get(last?.decidedBy ?? '') ?? holder(scene);
}

const at = ({ district, current, now }: Scene) => ({ deps: district.deps, rest: { caseNo: current.no, now, channel: 'test' } });

function decideAs(decision: Decision, rest: (scene: Scene) => object = () => ({})): Maker {
  return (scene) => {
    const actor = holder(scene);
    const { deps, rest: about } = at(scene);
    const how = rest(scene);
    const request = { ...about, actor, decision, opinion: '按规定', ...how };
    return { name: decision, actor, event: 'task-decided', act: (requestKey) => decideTask(deps, { ...request, requestKey }) };
  };
}

const approve = decideAs('approve');
const reject = decideAs('reject');
const sendBack = decideAs('return', (scene) => ({
  returnTo: pick(scene, ['applicant', 'previous', scene.current.tasks[0]?.step ?? 'applicant']),
  afterReturn: pick(scene, ['again', 'straight'] as const),
}));

type Said = (scene: Scene) => { to?: string; note?: string; step?: string; place?: 'before' | 'beside' | 'after' };

function operate(operation: Operation, event: CaseEventType, who: (scene: Scene) => Staff, said: Said = () => ({})): Maker {
  return (scene) => {
    const actor = who(scene);
    const { deps, rest } = at(scene);
    const request = { ...rest, actor, operation, ...said(scene) };
    return { name: operation, actor, event, act: (requestKey) => operateCase(deps, { ...request, requestKey }) };
  };
}

const to: Said = (scene) => ({ to: colleague(scene).id, note: '请看一下' });
const because: Said = () => ({ note: '按规定' });
const starter = (scene: Scene) => (scene.next() < 0.9 ? staff.liaison : anybody(scene));
const governor = (scene: Scene) => pick(scene, [staff.pensionHead, staff.admin, staff.leader, staff.pension]);
const stepOf: Said = (scene) => ({
  ...because(scene),
  step: pick(scene, scene.district.deps.flows.get(scene.current.flow)?.definition.steps ?? [])?.key ?? '',
});

const comment = operate('comment', 'case-commented', (scene) => (scene.next() < 0.5 ? holder(scene) : anybody(scene)), because);
const copy = operate('copy', 'case-copied', holder, to);
const urge = operate('urge', 'case-urged', starter);
const withdraw = operate('withdraw', 'case-withdrawn', starter, because);
const terminate = operate('terminate', 'case-terminated', governor, because);
const suspend = operate('suspend', 'case-suspended', holder, because);
const resume = operate('resume', 'case-resumed', governor);
const takeBack = operate('take-back', 'task-taken-back', whoDecided, because);
const transfer = operate('transfer', 'task-transferred', holder, to);
const delegate = operate('delegate', 'task-delegated', holder, to);
const addSigner = operate('add-signer', 'signer-added', holder, (scene) => ({
  ...to(scene),
  place: pick(scene, ['before', 'beside', 'after'] as const),
}));
const removeSigner = operate('remove-signer', 'signer-removed', governor, (scene) => {
  const { side = {}, after = {} } = scene.current.run;
  const signers = [...Object.values(side), ...Object.values(after).flat()].map((one) => one.staffId);
  return { to: pick(scene, signers) ?? 'T1', note: '不用了' };
});
const claim = operate('claim', 'task-claimed', holder);
const giveBack = operate('give-back', 'task-given-back', holder);
const reopen = operate('reopen', 'case-reopened', governor, stepOf);
const jump = operate('jump', 'jump-asked', () => staff.admin, stepOf);
const confirmJump = operate('confirm-jump', 'case-jumped', governor);
const escalate = operate('escalate', 'task-escalated', starter);
const nameHandlers = operate('name-handlers', 'handlers-named', starter, (scene) => ({ ...stepOf(scene), to: anybody(scene).id }));

const resubmit: Maker = (scene) => {
  const actor = starter(scene);
  const { deps, rest } = at(scene);
  const act = (requestKey: string) => resubmitCase(deps, { ...rest, actor, slots: {}, requestKey });
  return { name: 'resubmit', actor, event: 'case-resubmitted', act };
};

const handOver: Maker = (scene) => {
  const from = holder(scene);
  const actor = scene.next() < 0.5 ? from : governor(scene);
  const other = anybody(scene);
  const { deps, rest } = at(scene);
  const act = (requestKey: string) =>
    actOnCase(deps, { ...rest, actor, requestKey }, () => ({ type: 'hand-over', from: from.id, to: other }));
  return { name: 'hand-over', actor, event: 'task-handed-over', act };
};

/** Timers of all cases that are due by now. */
const clock: Maker = (scene) => ({
  name: 'clock',
  actor: null,
  event: null,
  act: async () => {
    await runClock(scene.district.deps, scene.now);
    return { ok: true, repeated: false };
  },
});
