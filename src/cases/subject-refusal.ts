import type { Day } from '../platform/calendar/day.ts';
import type { Tx } from '../platform/database.ts';
import { whyNotForThem } from './audience.ts';
import type { CaseDeps } from './case-deps.ts';
import { whyExhausted } from './outcomes/limits.ts';
import { openCaseOf } from './repeat-store.ts';
import { subjectFacts } from './subject-store.ts';

/**
 * The sentence that says why somebody may not ask for a flow's service, judged by their file as soon as they are known, before anything is
 * asked of them. Null when they may, or it cannot be told. For a caller that has checked the right to this file.
 */
export async function subjectRefusal(
  { flows, subjectChecks }: Pick<CaseDeps, 'flows' | 'subjectChecks'>,
  tx: Tx,
  flow: string,
  archiveNo: string,
  today: Day,
): Promise<string | null> {
  const definition = flows.get(flow)?.definition;
  const facts = definition === undefined ? null : await subjectFacts(tx, archiveNo);
  if (!definition || !facts) return null;
  // A rule of the service's own says more than the categories do.
  const check = subjectChecks[definition.subjectCheck ?? ''];
  const year = Number(today.slice(0, 4));
  const refusal =
    (check ? check(facts) : whyNotForThem(definition, facts)) ??
    (await openCaseOf(tx, definition, archiveNo)) ??
    (await whyExhausted(tx, definition, archiveNo, year));
  return refusal?.sentence ?? null;
}
