import type { Tx } from '../platform/database.ts';
import type { CaseDeps } from './case-deps.ts';
import { subjectFacts } from './subject-store.ts';

/**
 * The sentence that says why somebody may not ask for a flow's service, judged by their file as soon as they are known, before anything is
 * asked of them. Null when they may, or the flow has no such rule. For a caller that has checked the right to this file.
 */
export async function subjectRefusal(
  { flows, subjectChecks }: Pick<CaseDeps, 'flows' | 'subjectChecks'>,
  tx: Tx,
  flow: string,
  archiveNo: string,
): Promise<string | null> {
  const check = subjectChecks[flows.get(flow)?.definition.subjectCheck ?? ''];
  const facts = check ? await subjectFacts(tx, archiveNo) : null;
  return check && facts ? (check(facts)?.sentence ?? null) : null;
}
