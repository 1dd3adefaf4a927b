import { describe, expect, it } from 'vitest';
import type { CaseAct } from '../../../src/cases/engine/act.ts';
import type { ServiceCase } from '../../../src/cases/engine/service-case.ts';
import { transition } from '../../../src/cases/engine/transition.ts';
import type { FlowDefinition } from '../../../src/flows/flow-definition.ts';
import type { Staff } from '../../../src/organisation/staff.ts';
import { monday, staff } from '../district.ts';
import { context, definition, draft, settle, variants } from './made-flow.ts';

/** 取回 among what others do: what it must undo, and what it must leave alone. */

const yes: CaseAct = { type: 'decide', decision: 'approve', opinion: null };
const back = (rest = {}): CaseAct => ({ type: 'decide', decision: 'return', opinion: '不齐', ...rest });
const takeBack: CaseAct = { type: 'take-back', note: null };
const signer = (to: Staff, place: 'before' | 'beside' | 'after'): CaseAct => ({ type: 'add-signer', to, place, note: null });
const home = { kind: 'transfer', basis_kind: 'home' };

type Done = readonly [Staff, CaseAct];

function standing(flow: FlowDefinition, done: readonly Done[], now = monday): ServiceCase {
  const all: Done[] = [[staff.liaison, { type: 'submit' }], [staff.town1, yes], ...done];
  return all.reduce<ServiceCase>(
    (current, [actor, act]) => {
      const moved = transition(flow, current, act, context(actor, now));
      if (!moved.ok) throw new Error(`${act.type} by ${actor.id}: ${moved.sentence}`);
      return settle(moved, actor, flow, now);
    },
    { ...draft, slots: home },
  );
}

const variant = (name: string): FlowDefinition => variants[name] ?? definition;
const codeOf = (flow: FlowDefinition, current: ServiceCase, actor: Staff) => {
  const moved = transition(flow, current, takeBack, context(actor));
  return moved.ok ? 'ok' : moved.code;
};
const held = (current: ServiceCase) =>
  current.tasks.filter((task) => task.state === 'open').map((task) => `${task.party ?? task.step}:${task.assignees.join()}`);

describe('taking a decision back', () => {
  it('stands nobody’s later word in the way: after a colleague sent it back, agreeing is not undone', () => {
    for (const returnTo of ['applicant', 'accept']) {
      const current = standing(definition, [
        [staff.paf, yes],
        [staff.psb, back({ returnTo })],
      ]);
      expect(codeOf(definition, current, staff.paf)).toMatch(/already-acted|nothing-decided/);
      expect(codeOf(definition, current, staff.psb)).toBe('ok');
    }
  });

  it('does not undo that the case was reopened or moved by an administrator', () => {
    const no: CaseAct = { type: 'decide', decision: 'reject', opinion: '不符' };
    const reopened = standing(definition, [
      [staff.paf, no],
      [staff.pensionHead, { type: 'reopen', step: 'extra', reason: '重核' }],
    ]);
    expect(codeOf(definition, reopened, staff.paf)).toBe('nothing-decided');
    const jumped = standing(definition, [
      [staff.admin, { type: 'jump', step: 'approve', reason: '急' }],
      [staff.pensionHead, { type: 'confirm-jump' }],
    ]);
    expect(codeOf(definition, jumped, staff.town1)).toBe('nothing-decided');
  });

  it('asks the signer behind it again, and leaves the one beside it', () => {
    const behind = standing(definition, [
      [staff.paf, signer(staff.leader, 'after')],
      [staff.paf, yes],
      [staff.paf, takeBack],
    ]);
    expect(held(behind)).toEqual(['paf:DP', 'psb:DS', 'housing:DZ']);
    const again = transition(definition, behind, yes, context(staff.paf));
    expect(again.ok && held(again.case)).toEqual(['psb:DS', 'housing:DZ', 'paf:L1']);
    const beside = standing(definition, [
      [staff.paf, signer(staff.leader, 'beside')],
      [staff.paf, yes],
      [staff.paf, takeBack],
    ]);
    expect(held(beside)).toEqual(['paf:DP', 'psb:DS', 'housing:DZ', 'paf:L1']);
  });

  it('is too late once the signer behind it has signed', () => {
    const current = standing(definition, [
      [staff.paf, signer(staff.leader, 'after')],
      [staff.paf, yes],
      [staff.leader, yes],
    ]);
    expect(codeOf(definition, current, staff.paf)).toBe('already-acted');
  });

  it('of a return leaves everything as it stood: who was taken away stays away, who waits for a signer waits', () => {
    const current = standing(definition, [
      [staff.paf, signer(staff.leader, 'beside')],
      [staff.paf, { type: 'remove-signer', staffId: 'L1', note: null }],
      [staff.housing, { type: 'delegate', to: staff.leader2, note: null }],
      [staff.psb, back({ afterReturn: 'straight' })],
      [staff.psb, takeBack],
    ]);
    expect(held(current)).toEqual(['paf:DP', 'psb:DS', 'housing:L2']);
    expect(current.tasks.filter((task) => task.state === 'waiting').map((task) => task.party)).toEqual(['housing']);
    expect(current).toMatchObject({ state: 'open', step: 'joint', run: { pause: null, corrections: [], straightTo: null } });
  });

  it('of a return gives back the time that it stood still', () => {
    const flow = definition;
    const returned = standing(flow, [[staff.psb, back()]]);
    const due = (current: ServiceCase) => current.tasks.filter((task) => task.state === 'open').map((task) => task.dueAt?.toISOString());
    const before = due(standing(flow, []));
    const later = new Date('2026-11-26T09:00:00+08:00');
    const moved = transition(flow, returned, takeBack, context(staff.psb, later));
    if (!moved.ok) throw new Error(moved.code);
    // Three working days later than it was due.
    expect(before[0]).toBe('2026-11-26T15:59:59.000Z');
    expect(due(moved.case)).toEqual(before.map(() => '2026-12-01T15:59:59.000Z'));
  });

  it('of one sub-item leaves the correction of another alone', () => {
    const flow = variant('sub-items');
    const current = standing(flow, [
      [staff.psb, back()],
      [staff.paf, yes],
      [staff.paf, takeBack],
    ]);
    expect(held(current)).toEqual(['paf:DP', 'housing:DZ', 'psb:V1']);
    const own = standing(flow, [
      [staff.psb, back()],
      [staff.psb, takeBack],
    ]);
    expect(held(own)).toEqual(['paf:DP', 'psb:DS', 'housing:DZ']);
  });

  it('asks the others again where one word had been enough', () => {
    const flow = variant('any');
    const passed = standing(flow, [[staff.psb, yes]]);
    expect(held(passed)).toEqual(['extra:S1']);
    const current = standing(flow, [
      [staff.psb, yes],
      [staff.psb, takeBack],
    ]);
    expect(held(current)).toEqual(['paf:DP', 'psb:DS', 'housing:DZ']);
    const voted = standing(variant('vote'), [
      [staff.housing, yes],
      [staff.paf, yes],
      [staff.paf, takeBack],
    ]);
    expect(held(voted)).toEqual(['paf:DP', 'psb:DS']);
  });

  it('in order is too late once the next has spoken', () => {
    const flow = variant('in-order');
    const first = standing(flow, [[staff.paf, yes]]);
    expect(codeOf(flow, first, staff.paf)).toBe('ok');
    const second = standing(flow, [
      [staff.paf, yes],
      [staff.psb, yes],
    ]);
    expect([codeOf(flow, second, staff.paf), codeOf(flow, second, staff.psb)]).toEqual(['already-acted', 'ok']);
  });

  it('reaches back one step only', () => {
    const current = standing(definition, [
      [staff.paf, yes],
      [staff.psb, yes],
      [staff.housing, yes],
    ]);
    expect(codeOf(definition, current, staff.paf)).toBe('ok');
    expect(codeOf(definition, current, staff.town1)).toBe('already-acted');
    const twice = standing(definition, [
      [staff.paf, yes],
      [staff.psb, yes],
      [staff.housing, yes],
      [staff.paf, takeBack],
      [staff.psb, takeBack],
      [staff.housing, takeBack],
      [staff.town1, takeBack],
    ]);
    expect(held(twice)).toEqual(['accept:T1,T2']);
  });
});
