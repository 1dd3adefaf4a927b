import { describe, expect, it } from 'vitest';
import type { CaseAct } from '../../../src/cases/engine/act.ts';
import type { ServiceCase } from '../../../src/cases/engine/service-case.ts';
import { transition } from '../../../src/cases/engine/transition.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { monday, staff, staffMember } from '../district.ts';
import { context, definition, draft, settle } from './made-flow.ts';

function given(slots: ServiceCase['slots'], ...acts: [Staff, CaseAct][]): ServiceCase {
  const all: [Staff, CaseAct][] = [[staff.liaison, { type: 'submit' }], ...acts];
  return all.reduce(
    (current, [actor, act]) => {
      const moved = transition(definition, current, act, context(actor));
      if (!moved.ok) throw new Error(`${act.type}: ${moved.sentence}`);
      return settle(moved, actor);
    },
    { ...draft, slots },
  );
}

const yes: CaseAct = { type: 'decide', decision: 'approve', opinion: null };
const no = (decision: 'return' | 'reject', rest = {}): CaseAct => ({ type: 'decide', decision, opinion: '不齐', ...rest });
const enter = draft.slots;
const when = (current: ServiceCase, actor: Staff, act: CaseAct, now = monday, deputisesFor: string[] = []) =>
  transition(definition, current, act, context(actor, now, deputisesFor));
const codeOf = (result: ReturnType<typeof transition>) => (result.ok ? 'ok' : result.code);
const openSteps = (current: ServiceCase) => current.tasks.filter((task) => task.state === 'open').map((task) => task.party ?? task.step);

describe('submitting', () => {
  it('opens the first step, starts the promise and holds what is scarce', () => {
    const moved = when(draft, staff.liaison, { type: 'submit' });
    if (!moved.ok) throw new Error(moved.code);
    expect(moved.case).toMatchObject({ state: 'open', step: 'accept', dueAt: new Date('2026-12-21T23:59:59+08:00') });
    expect(moved.case.tasks).toMatchObject([
      { id: 'YZ20261123-0001-01', role: 'town-officer', state: 'open', dueAt: new Date('2026-11-24T23:59:59+08:00') },
    ]);
    expect(moved.actions).toEqual([{ stage: 'submit', name: 'hold' }]);
    expect(moved.history.map((event) => event.type)).toEqual(['case-started']);
    expect(codeOf(when(moved.case, staff.liaison, { type: 'submit' }))).toBe('already-submitted');
    // The case that was handed in is left as it was.
    expect(draft.tasks).toEqual([]);
  });
});

describe('approving', () => {
  it('waits for all parties of a parallel step, and skips parties and steps whose condition does not hold', () => {
    const joint = given(enter, [staff.town1, yes]);
    expect(openSteps(joint)).toEqual(['paf', 'psb']);
    const half = given(enter, [staff.town1, yes], [staff.psb, yes]);
    expect([half.step, openSteps(half)]).toEqual(['joint', ['paf']]);
    const whole = given(enter, [staff.town1, yes], [staff.psb, yes], [staff.paf, yes]);
    expect([whole.step, openSteps(whole)]).toEqual(['approve', ['approve']]);
    const other = given({ kind: 'transfer', basis_kind: 'home' }, [staff.town1, yes]);
    expect(openSteps(other)).toEqual(['paf', 'psb', 'housing']);
    expect(given({ kind: 'transfer', basis_kind: 'x' }, [staff.town1, yes], [staff.psb, yes], [staff.paf, yes]).step).toBe('extra');
  });

  it('needs only one party where any will do', () => {
    const any = { ...definition, steps: definition.steps.map((step) => (step.key === 'joint' ? { ...step, join: 'any' as const } : step)) };
    const joint = given(enter, [staff.town1, yes]);
    const moved = transition(any, joint, yes, context(staff.psb));
    if (!moved.ok) throw new Error(moved.code);
    expect(moved.case.step).toBe('approve');
    expect(moved.case.tasks.map((task) => task.state)).toEqual(['done', 'cancelled', 'done', 'open']);
  });

  it('of the last step completes the case and calls every outcome', () => {
    const last = given(enter, [staff.town1, yes], [staff.psb, yes], [staff.paf, yes]);
    const decided = when(last, staff.leader, yes);
    if (!decided.ok) throw new Error(decided.code);
    expect(decided.actions).toEqual([{ stage: 'step', name: 'give', step: 'approve' }]);
    const moved = when(decided.case, staff.leader, { type: 'advance' });
    if (!moved.ok) throw new Error(moved.code);
    expect(moved.case).toMatchObject({ state: 'completed', step: null, closedAt: monday });
    expect(moved.actions.map((action) => action.name)).toEqual(['record-school-place', 'record-child']);
  });

  it('is refused to whoever took the case in, also when they deputise or act through a deputy', () => {
    const both = staffMember('T1', ['town-officer', 'bureau-leader']);
    const last = given(enter, [staff.town1, yes], [staff.psb, yes], [staff.paf, yes]);
    for (const task of last.tasks) if (task.step === 'approve') task.assignees = ['T1', 'L1'];
    expect(codeOf(when(last, both, yes))).toBe('separation');
    expect(codeOf(when(last, staffMember('X', []), yes, monday, ['T1']))).toBe('separation');
    expect(codeOf(when(last, staff.leader, yes))).toBe('ok');
  });

  it('by a deputy is recorded in the absent holder’s name', () => {
    const moved = when(given(enter), staffMember('X', []), yes, monday, ['T2']);
    if (!moved.ok) throw new Error(moved.code);
    expect(moved.case.tasks[0]).toMatchObject({ decidedBy: 'X', onBehalfOf: 'T2' });
    expect(moved.history[0]).toMatchObject({ by: 'X', onBehalfOf: 'T2' });
  });

  it('is refused to those who do not hold it, and says who was first', () => {
    const joint = given(enter, [staff.town1, yes]);
    expect(codeOf(when(joint, staff.pension, yes))).toBe('not-yours');
    const second = when(joint, staff.town2, yes);
    expect(codeOf(second)).toBe('already-decided');
    expect(!second.ok && second.sentence).toContain('员T1已于11月23日 09:00同意');
    expect(codeOf(when(joint, staff.psb, { ...yes, taskId: joint.tasks[1]?.id }))).toBe('not-yours');
  });
});

describe('returning', () => {
  it('gives it to the starter with what to correct, cancels the others and stops the clock', () => {
    const returned = given(enter, [staff.town1, yes], [staff.psb, no('return', { corrections: ['户口页', '证明信'] })]);
    expect(returned).toMatchObject({
      state: 'suspended',
      step: null,
      run: { corrections: ['户口页', '证明信'], pause: { kind: 'correction' } },
    });
    expect(returned.tasks.map((task) => [task.step, task.state])).toEqual([
      ['accept', 'done'],
      ['joint', 'cancelled'],
      ['joint', 'done'],
      ['correct', 'open'],
    ]);
    expect(codeOf(when(returned, staff.paf, yes))).toBe('already-decided');
    expect(codeOf(when(returned, staff.liaison, yes))).toBe('correct-first');
  });

  it('comes back through all steps, or straight to who returned it', () => {
    const again = given(enter, [staff.town1, yes], [staff.psb, no('return')], [staff.liaison, { type: 'resubmit', slots: enter }]);
    expect([again.step, again.state]).toEqual(['accept', 'open']);
    const straight = given(
      enter,
      [staff.town1, yes],
      [staff.psb, no('return', { afterReturn: 'straight' })],
      [staff.liaison, { type: 'resubmit', slots: enter }],
    );
    expect([straight.step, openSteps(straight)]).toEqual(['joint', ['paf', 'psb']]);
    expect(straight.run).toMatchObject({ submission: 2, corrections: [], pause: null });
  });

  it('can go to any step that the case passed, and to no other', () => {
    const acts: [Staff, CaseAct][] = [
      [staff.town1, yes],
      [staff.psb, yes],
      [staff.paf, yes],
    ];
    expect(given(enter, ...acts, [staff.leader, no('return', { returnTo: 'joint' })])).toMatchObject({ step: 'joint', state: 'open' });
    expect(codeOf(when(given(enter, ...acts), staff.leader, no('return', { returnTo: 'extra' })))).toBe('no-such-step');
    expect(codeOf(when(given(enter), staff.town1, no('return', { returnTo: 'accept' })))).toBe('no-such-step');
  });

  it('needs a reason', () => {
    for (const decision of ['return', 'reject'] as const) {
      expect(codeOf(when(given(enter), staff.town1, { type: 'decide', decision, opinion: '  ' }))).toBe('opinion-needed');
    }
  });

  it('moves the due day by the time that the correction took', () => {
    const returned = given(enter, [staff.town1, no('return')]);
    const later = new Date('2026-11-30T09:00:00+08:00');
    const moved = when(returned, staff.liaison, { type: 'resubmit', slots: { ...enter, stage: 'junior' } }, later);
    if (!moved.ok) throw new Error(moved.code);
    expect(moved.case.dueAt).toEqual(new Date('2026-12-28T23:59:59+08:00'));
    expect(moved.history[0]?.data).toEqual({ changed: ['stage'] });
    expect(codeOf(when(returned, staff.town1, { type: 'resubmit', slots: enter }))).toBe('not-yours');
    expect(codeOf(when(given(enter), staff.liaison, { type: 'resubmit', slots: enter }))).toBe('not-returned');
  });
});

describe('ending', () => {
  it('by a rejection releases what was held and ends every task', () => {
    const moved = when(given(enter, [staff.town1, yes]), staff.paf, no('reject'));
    if (!moved.ok) throw new Error(moved.code);
    expect(moved.case.state).toBe('rejected');
    expect(moved.actions).toEqual([{ stage: 'release', name: 'release' }]);
    expect(openSteps(moved.case)).toEqual([]);
    for (const act of [yes, { type: 'withdraw', reason: null }, { type: 'urge' }, { type: 'resume' }] satisfies CaseAct[]) {
      expect(codeOf(when(moved.case, staff.psb, act))).toBe('closed');
    }
  });

  it('by its starter is possible while nobody has acted, and again once it came back', () => {
    const withdraw: CaseAct = { type: 'withdraw', reason: '不去了' };
    expect(codeOf(when(given(enter), staff.liaison, withdraw))).toBe('ok');
    expect(codeOf(when(given(enter), staff.town1, withdraw))).toBe('not-yours');
    expect(codeOf(when(given(enter, [staff.town1, yes]), staff.liaison, withdraw))).toBe('already-acted');
    expect(codeOf(when(given(enter, [staff.town1, no('return')]), staff.liaison, withdraw))).toBe('ok');
  });

  it('by the section needs a reason', () => {
    expect(codeOf(when(given(enter), staff.pensionHead, { type: 'terminate', reason: null }))).toBe('reason-needed');
    expect(codeOf(when(given(enter), staff.town1, { type: 'terminate', reason: '重复' }))).toBe('forbidden');
    expect(codeOf(when(given(enter), staff.pensionHead, { type: 'terminate', reason: '重复' }))).toBe('ok');
  });
});

describe('standing still', () => {
  it('stops decisions and the clock, and goes on with as much time as was left', () => {
    const suspended = given(enter, [staff.town1, { type: 'suspend', reason: '等鉴定' }]);
    expect(suspended.tasks[0]?.state).toBe('waiting');
    expect(codeOf(when(suspended, staff.town1, yes))).toBe('suspended');
    expect(codeOf(when(suspended, staff.psb, { type: 'resume' }))).toBe('forbidden');
    const later = new Date('2026-11-26T09:00:00+08:00');
    const moved = when(suspended, staff.town1, { type: 'resume' }, later);
    if (!moved.ok) throw new Error(moved.code);
    expect(moved.case).toMatchObject({ state: 'open', dueAt: new Date('2026-12-24T23:59:59+08:00') });
    expect(moved.case.tasks[0]).toMatchObject({ state: 'open', dueAt: new Date('2026-11-27T23:59:59+08:00') });
    expect(codeOf(when(given(enter), staff.town1, { type: 'suspend', reason: ' ' }))).toBe('reason-needed');
    expect(codeOf(when(given(enter), staff.town1, { type: 'resume' }))).toBe('not-suspended');
  });

  it('on a waiting list ends when something is given', () => {
    const last = given(enter, [staff.town1, yes], [staff.psb, yes], [staff.paf, yes]);
    const decided = when(last, staff.leader, yes);
    const waiting = decided.ok && when(decided.case, staff.leader, { type: 'wait', reason: '床位已满' });
    if (waiting === false || !waiting.ok) throw new Error('refused');
    expect(waiting.case).toMatchObject({ state: 'suspended', step: 'approve', run: { pause: { kind: 'waitlist' } } });
    expect(codeOf(when(waiting.case, staff.pensionHead, { type: 'resume' }))).toBe('not-suspended');
    expect(codeOf(when(waiting.case, staff.leader, { type: 'advance' }))).toBe('ok');
  });
});

describe('handing on and talking', () => {
  it('a transfer makes the task someone else’s for good', () => {
    const handed = given(enter, [staff.town1, { type: 'transfer', to: staff.town2, note: '出差' }]);
    expect(handed.tasks[0]?.assignees).toEqual(['T2']);
    expect(codeOf(when(handed, staff.town1, yes))).toBe('not-yours');
    expect(codeOf(when(handed, staff.town2, { type: 'transfer', to: staff.town2, note: null }))).toBe('same-person');
    expect(codeOf(when(handed, staff.town2, { type: 'transfer', to: staff.otherTown, note: null }))).toBe('wrong-body');
    expect(codeOf(when(handed, staff.town2, { type: 'transfer', to: { ...staff.town1, isActive: false }, note: null }))).toBe('left-post');
  });

  it('urging reaches the holders once an hour', () => {
    const urged = given(enter, [staff.liaison, { type: 'urge' }]);
    expect(codeOf(when(urged, staff.pension, { type: 'urge' }, new Date(monday.getTime() + 3_599_000)))).toBe('urged-lately');
    expect(codeOf(when(urged, staff.pension, { type: 'urge' }, new Date(monday.getTime() + 3_600_000)))).toBe('ok');
    const one = given(enter, [staff.town1, yes], [staff.paf, yes]);
    expect(codeOf(when(one, staff.psb, { type: 'urge' }))).toBe('nobody-to-urge');
  });

  it('a comment is heard by the starter and the holders, and moves nothing', () => {
    const moved = when(given(enter), staff.town1, { type: 'comment', text: '请补电话' });
    if (!moved.ok) throw new Error(moved.code);
    expect(moved.notices.map((notice) => notice.to === 'staff' && notice.staffId)).toEqual(['V1', 'T2']);
    expect(codeOf(when(given(enter), staff.town1, { type: 'comment', text: ' ' }))).toBe('text-needed');
  });
});

describe('every order in which four people act', () => {
  /** Plays every interleaving of what they want to do; each wants it once, whatever happened before. */
  function play(
    current: ServiceCase,
    wishes: [Staff, CaseAct][],
    check: (ends: ServiceCase, history: string[]) => void,
    history: string[] = [],
  ): number {
    if (wishes.length === 0) {
      check(current, history);
      return 1;
    }
    return wishes.reduce((count, [actor, act], index) => {
      const rest = wishes.filter((_, at) => at !== index);
      const moved = transition(definition, current, act, context(actor));
      const next = moved.ok ? settle(moved, actor) : current;
      const told = moved.ok
        ? moved.history.filter((event) => event.type === 'task-decided').map((event) => String(event.data['task']))
        : [];
      return count + play(next, rest, check, [...history, ...told]);
    }, 0);
  }

  function judge(current: ServiceCase, decided: string[]): void {
    expect(new Set(decided).size).toBe(decided.length);
    const isEnded = ['rejected', 'withdrawn', 'completed', 'terminated'].includes(current.state);
    expect(current.closedAt !== null).toBe(isEnded);
    const live = current.tasks.filter((task) => task.state === 'open' || task.state === 'waiting');
    expect(live.length > 0).toBe(!isEnded);
    for (const task of current.tasks) expect(task.decision === null).toBe(task.state !== 'done');
  }

  it('decides each task once, ends at most once and leaves nothing open in a closed case', () => {
    const acts: CaseAct[] = [
      yes,
      no('return'),
      no('reject'),
      { type: 'withdraw', reason: 'x' },
      { type: 'terminate', reason: 'x' },
      { type: 'suspend', reason: 'x' },
    ];
    const actors = [staff.town1, staff.town2, staff.psb, staff.paf];
    let orders = 0;
    for (const first of acts) {
      for (const second of acts) {
        const wishes: [Staff, CaseAct][] = [
          [actors[0] ?? staff.town1, first],
          [actors[1] ?? staff.town2, yes],
          [actors[2] ?? staff.psb, second],
          [actors[3] ?? staff.paf, yes],
          [staff.pensionHead, { type: 'resume' }],
          [staff.liaison, { type: 'withdraw', reason: 'x' }],
        ];
        orders += play(given(enter), wishes, judge);
      }
    }
    expect(orders).toBe(acts.length * acts.length * 720);
  });
});
