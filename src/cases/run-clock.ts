import { reasonOf } from '../platform/errors.ts';
import { superiorsOf } from './assign.ts';
import { definitionOf } from './case-definition.ts';
import type { CaseDeps } from './case-deps.ts';
import { readCase } from './case-store.ts';
import { casesDue, setWakeAt } from './clock-store.ts';
import { clockEvents, wakeAt } from './engine/clock.ts';
import { actOnCase, systemActor } from './with-case.ts';

const PAGE = 500;
const AT_ONCE = 8;

/**
 * Does what time alone does to cases by now: reminders, lights that are told, escalation, time-outs, waits that end. Each case in its own
 * transaction and judged again there, so that a stale moment changes nothing. Returns how many cases were acted on.
 */
export async function runClock(deps: CaseDeps, now: Date): Promise<number> {
  let acted = 0;
  for (;;) {
    const due = await casesDue(deps.db.tx, now, PAGE);
    const queue = [...due];
    let progressed = 0;
    const work = async () => {
      for (let caseNo = queue.shift(); caseNo !== undefined; caseNo = queue.shift()) {
        const done = await tickCase(deps, caseNo, now);
        if (done !== 'failed') progressed += 1;
        if (done === 'acted') acted += 1;
      }
    };
    await Promise.all(Array.from({ length: deps.db.kind === 'pglite' ? 1 : AT_ONCE }, work));
    if (due.length < PAGE || progressed === 0) return acted;
  }
}

async function tickCase(deps: CaseDeps, caseNo: string, now: Date): Promise<'acted' | 'put-off' | 'failed'> {
  try {
    const request = { caseNo, actor: systemActor, now, channel: 'system' };
    const done = await actOnCase(deps, request, async ({ tx, case: current, definition }) => {
      const due = clockEvents(definition, current, deps.isWorkday).filter((event) => event.at <= now);
      const isRaised = due.some((event) => event.deed === 'escalate');
      return { type: 'tick', superiors: isRaised ? await superiorsOf(tx, definition, current) : {} };
    });
    if (done.ok) return 'acted';
    await putOff(deps, caseNo);
    return 'put-off';
  } catch (error) {
    // One case that cannot be read must not keep the clock from all others; it comes again with the next round.
    deps.log.error({ caseNo, reason: reasonOf(error) }, 'the clock could not act on a case');
    return 'failed';
  }
}

async function putOff(deps: CaseDeps, caseNo: string): Promise<void> {
  const current = await readCase(deps.db.tx, deps.sealer, caseNo);
  if (!current) return;
  const definition = await definitionOf(deps, deps.db.tx, current.flow, current.flowVersion);
  await setWakeAt(deps.db.tx, caseNo, current.version, wakeAt(definition, current, deps.isWorkday));
}
