import { type DeskDraft, desk, dropDraft } from '../../conversation/desk.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { Empty } from '../frame/state-view.tsx';
import { go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { draftProgress } from './draft-progress.ts';
import { texts } from './texts.ts';

/** What is begun and not handed in, wherever it was begun. */
export const draftListPage: Page = {
  path: '/drafts',
  audience: 'staff',
  get: async (visit) => {
    const { drafts } = await desk(visit.deps.conversation, visit.staff);
    return show(texts.title, <DraftList visit={visit} drafts={drafts} />);
  },
  post: async ({ deps, staff, now }, form) => {
    const isDropped = await dropDraft(deps.conversation, staff, form.text('draft'), now);
    return go('/drafts', isDropped ? texts.dropped : texts.gone.sentence);
  },
};

function DraftList({ visit, drafts }: { visit: Visit; drafts: readonly DeskDraft[] }) {
  return (
    <>
      <div class="head">
        <h1>{texts.title}</h1>
        <p class="actions">
          <a class="button" href="/services">
            {texts.toHall}
          </a>
        </p>
      </div>
      <p class="hint">{texts.lead}</p>
      {drafts.length === 0 ? (
        <Empty sentence={texts.empty} />
      ) : (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{texts.columns.draft}</th>
              <th scope="col">{texts.columns.progress}</th>
              <th scope="col">{texts.columns.started}</th>
              <th scope="col">{texts.columns.action}</th>
            </tr>
          </thead>
          <tbody>
            {drafts.map((one) => (
              <DraftRow visit={visit} {...one} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function DraftRow({ visit, draft, flow }: { visit: Visit } & DeskDraft) {
  const { given, all, isReady } = draftProgress(flow, draft);
  return (
    <tr data-row={draft.id}>
      <td>
        <a class="main-link" href={`/drafts/${encodeURIComponent(draft.id)}`}>
          {[draft.subject?.name, flow.name].filter(Boolean).join(' · ')}
        </a>
        {draft.caseNo && <span class="sub">{texts.correcting(draft.caseNo)}</span>}
      </td>
      <td>{isReady ? texts.ready : texts.progress(given, all)}</td>
      <td class="narrow">{fullMinuteText(new Date(draft.touchedAt || draft.startedAt))}</td>
      <td class="narrow">
        <form method="post">
          <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
          <button type="submit" name="draft" value={draft.id} class="button quiet small">
            {texts.drop}
          </button>
        </form>
      </td>
    </tr>
  );
}
