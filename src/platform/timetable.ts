import { type ScheduledTask, schedule as scheduleCron } from 'node-cron';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { reasonOf } from './errors.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import { recordMoment, recordResult } from './timed-store.ts';

/** One timed job: what runs when. */
export interface TimedTask {
  name: string;
  /** Cron line with seconds, in Asia/Shanghai. */
  cron: string;
  /** What it does, for people. */
  what: string;
  /**
   * `once`: one process of all runs each moment (a row and a job under a unique key). `each`: every process runs its own, and the
   * work itself bears being done twice.
   */
  runs: 'once' | 'each';
  run(at: Date): Promise<object>;
}

const TIMED_QUEUE = 'timed';

export interface Timetable {
  start(): void;
  stop(): Promise<void>;
}

/** Drives a table of timed tasks with node-cron. `define` must come before `jobs.start`, so create it early. */
export function createTimetable(tasks: readonly TimedTask[], deps: { db: Database; jobs: Jobs; clock: Clock; log: Log }): Timetable {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const started: ScheduledTask[] = [];
  const running = new Set<Promise<void>>();
  deps.jobs.define<{ task: string; moment: string }>(TIMED_QUEUE, async ({ task, moment }) => {
    const at = new Date(moment);
    const result = await byName.get(task)?.run(at);
    if (result) await recordResult(deps.db.tx, task, at, result);
  });
  const fire = async (task: TimedTask) => {
    const now = deps.clock.now();
    if (task.runs === 'each') {
      await task.run(now);
      return;
    }
    const moment = new Date(Math.floor(now.getTime() / 1000) * 1000);
    const isFirst = await deps.db.transaction(async (tx) => {
      const recorded = await recordMoment(tx, task.name, moment, now);
      if (recorded) await deps.jobs.enqueue(tx, TIMED_QUEUE, { task: task.name, moment: moment.toISOString() });
      return recorded;
    });
    if (isFirst) deps.jobs.nudge(TIMED_QUEUE);
  };
  const guarded = (task: TimedTask) => {
    const work: Promise<void> = fire(task)
      .catch((error) => deps.log.warn({ task: task.name, reason: reasonOf(error) }, 'timed task failed; its next moment tries again'))
      .finally(() => running.delete(work));
    running.add(work);
    return work;
  };
  return {
    start: () => {
      for (const task of tasks) {
        started.push(
          scheduleCron(task.cron, () => guarded(task), {
            timezone: 'Asia/Shanghai',
            noOverlap: true,
            name: task.name,
            logger: quietly(deps.log),
          }),
        );
      }
    },
    stop: async () => {
      for (const task of started) await task.destroy();
      await Promise.all(running);
    },
  };
}

/** The library would write plain lines to stdout; a run that is left out because the last one goes on is no fault. */
function quietly(log: Log) {
  const say = (message: string) => log.debug({}, message);
  return {
    info: say,
    warn: say,
    debug: (message: string | Error) => say(String(message)),
    error: (message: string | Error) => log.warn({ reason: reasonOf(message) }, 'timetable fault'),
  };
}
