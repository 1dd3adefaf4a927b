import type { CaseSummary } from '../cases/case-summary.ts';
import { texts } from './texts.ts';

/** Where a case stands now, in a sentence. */
export function standing(summary: CaseSummary): string {
  if (summary.state === 'completed' || summary.state === 'rejected' || summary.state === 'withdrawn' || summary.state === 'terminated')
    return texts.closedNow[summary.state];
  const at = summary.stepName ? texts.nowAt(summary.stepName, summary.holders) : '';
  return summary.waitsFor ? `${at}${texts.waitsFor(summary.waitsFor)}` : at;
}
