import type { Refusal } from '../../cases/engine/act.ts';
import { noteLook } from '../../cases/note-look.ts';
import { viewCase } from '../../cases/view-case.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Answer, type Page, type PageStatus, show, type Visit } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { ActPanel } from './act-panel.tsx';
import { CaseFlow } from './case-flow.tsx';
import { CaseForm, CaseMaterials } from './case-form.tsx';
import { CaseHead } from './case-head.tsx';
import { CaseCopies, CaseHistory, CaseOutcome } from './case-history.tsx';
import type { CaseViewProps, Failed } from './case-view-props.ts';
import { texts } from './texts.ts';

/** One case: what it is, how far it is, and everything that this person may do with it. */
export const casePage: Page = {
  path: '/cases/:no',
  audience: 'staff',
  get: (visit) => answerCase(visit, visit.c.req.param('no') ?? ''),
};

/** The page of a case, put down as a look at it; or that there is none for this person. */
export async function answerCase(visit: Visit, no: string, failed: Failed | null = null): Promise<Answer> {
  const { deps, staff, now } = visit;
  const viewed = await viewCase(deps.cases, staff, no, now);
  if (!viewed.ok) return noCase(viewed);
  const detail = { fields: viewed.fields.length, masked: true };
  await noteLook(deps.db, { staff, caseNo: no, now, channel: 'console', purpose: texts.purposes.look, detail });
  const title = texts.title(viewed.case.subject.name, viewed.definition.name);
  return show(title, <CaseView visit={visit} viewed={viewed} failed={failed} />, {
    status: failed ? 422 : 200,
    refreshes: `/cases/${no}/live`,
  });
}

export function noCase(refusal: Refusal, status: PageStatus = 404): Answer {
  const { title, todo } = frameTexts.notFound;
  return show(title, <StateView title={title} sentence={refusal.sentence} todo={todo} />, { status });
}

function CaseView(props: CaseViewProps) {
  const { visit, viewed } = props;
  return (
    <>
      <CaseHead visit={visit} viewed={viewed} />
      <div class="with-side">
        <div class="side-panel" data-live="acts">
          <ActPanel {...props} />
        </div>
        <div class="stack">
          <div data-live="progress">
            <CaseFlow viewed={viewed} />
          </div>
          <CaseOutcome viewed={viewed} />
          <CaseForm viewed={viewed} now={visit.now} />
          <CaseMaterials viewed={viewed} />
          <div data-live="history">
            <CaseHistory viewed={viewed} />
          </div>
          <CaseCopies viewed={viewed} />
        </div>
      </div>
    </>
  );
}
