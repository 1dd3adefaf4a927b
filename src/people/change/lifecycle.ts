import type { Staff } from '../../organisation/staff.ts';
import { type Day, dayOf, isDay } from '../../platform/calendar/day.ts';
import { saysSomething } from '../access/reveal.ts';
import { addChanges } from '../file/archive-writes-store.ts';
import type { Lifecycle, PersonStatus } from '../new-person.ts';
import { type ChangeDeps, holdWritable, type Refused, recordWrite, refuse } from './change-person.ts';
import type { HeldPerson } from './held-person-store.ts';
import { writeLifecycle } from './lifecycle-store.ts';
import { writeRight } from './may-write.ts';
import { changeTexts as say } from './texts.ts';

/**
 * From where to where a file may go (rules.yaml lifecycle_tags; 暂停 and 取消 by 军人抚恤优待条例第五十九条). Death is final; a wrong entry is
 * taken back to 在册 with its reason.
 */
const steps: Readonly<Record<Lifecycle, readonly Lifecycle[]>> = {
  在册: ['暂停', '取消', '已故', '转出'],
  暂停: ['在册', '取消', '已故', '转出'],
  取消: ['在册', '已故'],
  已故: ['在册'],
  转出: ['在册', '已故'],
};

/** Living or not, as the state of a file tells it. */
const statusOf: Readonly<Record<Lifecycle, PersonStatus>> = { 在册: '在世', 暂停: '在世', 取消: '在世', 已故: '去世', 转出: '迁出' };

export function mayBecome(from: string, to: Lifecycle): boolean {
  return (steps[from as Lifecycle] ?? []).includes(to);
}

export interface LifecycleRequest {
  archiveNo: string;
  to: Lifecycle;
  /** Since when; the day of death for 已故. */
  on: Day;
  reason: string;
  caseNo?: string | null;
}

/** `followers`: what else of the product must follow a death or a move away (visits, benefits); runs in the same transaction. */
export type LifecycleFollower = (
  deps: ChangeDeps,
  change: { archiveNo: string; from: string; to: Lifecycle; on: Day; by: string },
) => Promise<void>;

export type LifecycleChanged = { ok: true; from: string; to: Lifecycle } | Refused;

/** Changes the state of a file, with its reason and day. Call it last in a transaction. */
export async function changeLifecycle(
  deps: ChangeDeps,
  staff: Staff,
  request: LifecycleRequest,
  followers: readonly LifecycleFollower[] = [],
): Promise<LifecycleChanged> {
  const result = await go(deps, staff, request, followers);
  await recordWrite(deps, staff, request, `lifecycle:${request.to}`, result, ['lifecycle']);
  return result;
}

async function go(
  deps: ChangeDeps,
  staff: Staff,
  { archiveNo, to, on, reason }: LifecycleRequest,
  followers: readonly LifecycleFollower[],
): Promise<LifecycleChanged> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  if ('ok' in held) return held;
  if (writeRight(staff, held) !== 'all') return refuse('forbidden', say.lifecycle.forbidden);
  if (!saysSomething(reason)) return refuse('reason', say.reasonNeeded);
  return enterLifecycle(deps, held, { to, on, reason, by: staff.id }, followers);
}

/** Brings a held file into another state; for a caller that has judged who may do so. */
export async function enterLifecycle(
  deps: ChangeDeps,
  held: Pick<HeldPerson, 'archiveNo' | 'lifecycle' | 'status'>,
  { to, on, reason, by }: { to: Lifecycle; on: Day; reason: string; by: string },
  followers: readonly LifecycleFollower[],
): Promise<LifecycleChanged> {
  const { archiveNo } = held;
  if (held.lifecycle === to) return refuse('same', say.lifecycle.same(to));
  if (!mayBecome(held.lifecycle, to)) return refuse('no-step', say.lifecycle.notFrom(held.lifecycle, to));
  if (!isDay(on) || on > dayOf(deps.now)) return refuse('day', say.lifecycle.dayNeeded);
  await writeLifecycle(deps.tx, archiveNo, {
    lifecycle: to,
    status: statusOf[to],
    on,
    reason,
    diedOn: to === '已故' ? on : null,
    now: deps.now,
  });
  const before = { lifecycle: held.lifecycle, status: held.status };
  const writer = { tx: deps.tx, sealer: deps.sealer, now: deps.now, by, reason };
  await addChanges(writer, [{ archiveNo, change: { what: 'lifecycle', before, after: { lifecycle: to, status: statusOf[to], on } } }]);
  for (const follow of followers) await follow(deps, { archiveNo, from: held.lifecycle, to, on, by });
  return { ok: true, from: held.lifecycle, to };
}
