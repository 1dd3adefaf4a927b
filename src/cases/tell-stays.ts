import { dayOf } from '../platform/calendar/day.ts';
import type { CaseDeps } from './case-deps.ts';
import { readCase } from './case-store.ts';
import type { Notice } from './notice.ts';
import { staysAround } from './scarce/resource-store.ts';
import { stayTexts as say } from './scarce/resource-texts.ts';
import { type StayStage, stayStagesDue } from './scarce/stay-stages.ts';

/** Stays further off than this have no stage yet, or none any more. */
const AROUND_DAYS = 31;

/**
 * Tells those who brought a guest in what comes before and after the stay (rules.yaml sanatorium.stages): confirm, get ready, look back.
 * Each once a case, however often this runs. Returns how many notices were put down.
 */
export async function tellStays(deps: CaseDeps, now: Date): Promise<number> {
  const today = dayOf(now);
  let told = 0;
  for (const stay of await staysAround(deps.db.tx, today, AROUND_DAYS)) {
    const stages = stayStagesDue(stay.startsOn, today, deps.isWorkday).filter((stage) => stage === 'confirm' || stay.state === 'confirmed');
    const current = stages.length > 0 ? await readCase(deps.db.tx, deps.sealer, stay.caseNo) : null;
    if (!current) continue;
    const { no: caseNo, flow, startedBy: staffId, subject } = current;
    const about = { staffId, caseNo, flow, flowName: deps.flows.get(flow)?.definition.name ?? flow, subjectName: subject.name };
    const notices = stages.map(
      (stage): Notice => ({
        ...about,
        key: `${caseNo}/stay-${stage}`,
        kind: 'stay',
        taskId: null,
        stepName: null,
        dueAt: null,
        byName: '',
        text: sentenceOf[stage](stay.batchName, stay.startsOn),
      }),
    );
    await deps.db.transaction((tx) => deps.notify(tx, notices));
    told += notices.length;
  }
  return told;
}

const sentenceOf: Record<StayStage, (batch: string, startsOn: string) => string> = {
  confirm: say.confirm,
  prepare: say.prepare,
  'follow-up': say.followUp,
};
