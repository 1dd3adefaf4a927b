import { FormMarks } from '../frame/form-marks.tsx';
import { Light } from '../frame/light.tsx';
import { withQuery } from '../frame/pager.tsx';
import { Empty } from '../frame/state-view.tsx';
import { go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { approvedTogether, approveTogether, type BatchItem, type Marked, markedTasks, nameOf, undoBatch, undoToken } from './batch.ts';
import type { Line } from './inbox-list.ts';
import { texts } from './texts.ts';

const say = texts.batch;

/** What was marked, to be looked at before it is done. */
export const batchPage: Page = {
  path: '/tasks/batch',
  audience: 'staff',
  get: async () => go('/tasks'),
  post: async (visit, form) => {
    const taskIds = form.all('task');
    if (taskIds.length === 0) return go('/tasks', say.none);
    return show(say.title, <Preview visit={visit} marked={await markedTasks(visit, taskIds)} />);
  },
};

export const batchDecidePage: Page = {
  path: '/tasks/batch/approve',
  audience: 'staff',
  get: async () => go('/tasks'),
  post: async (visit, form) => {
    const opinion = form.text('opinion');
    const result = await approveTogether(visit, form.all('task'), opinion === '' ? null : opinion, form.text('_once'));
    const failed = result.failed.map(({ name, sentence }) => `${name}：${sentence}`);
    const to = withQuery('/tasks/batch/done', { batch: undoToken(visit, result.done) });
    return go(to, failed.length > 0 ? `${say.failed(failed.length)}${failed.join('；')}` : null);
  },
};

/** What was approved together, while it can still be undone. */
export const batchDonePage: Page = {
  path: '/tasks/batch/done',
  audience: 'staff',
  get: async (visit) => {
    const token = visit.c.req.query('batch') ?? '';
    const done = await approvedTogether(visit, token);
    return done === null ? go('/tasks?tab=done', say.undoOver) : show(say.doneTitle, <Done visit={visit} done={done} token={token} />);
  },
};

export const batchUndoPage: Page = {
  path: '/tasks/batch/undo',
  audience: 'staff',
  get: async () => go('/tasks'),
  post: async (visit, form) => {
    const only = form.text('only');
    const undone = await undoBatch(visit, form.text('batch'), only === '' ? null : only);
    if (!undone.ok) return go('/tasks?tab=done', say.undoOver);
    const sentences = [undone.count > 0 ? say.undone(undone.count) : '', undone.refused.length > 0 ? say.undoFailed(undone.refused) : ''];
    return go('/tasks', sentences.filter(Boolean).join(''));
  },
};

function Preview({ visit, marked }: { visit: Visit; marked: Marked }) {
  const { fit, unfit } = marked;
  return (
    <>
      <h1>{say.title}</h1>
      {fit.length === 0 ? (
        <Empty sentence={say.nothing} />
      ) : (
        <form method="post" action="/tasks/batch/approve" class="panel">
          <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
          <p class="lead">{say.lead(fit.length)}</p>
          <ul class="choices">
            {fit.map((line) => (
              <li>
                <PreviewLine visit={visit} line={line} />
              </li>
            ))}
          </ul>
          <label class="field">
            <span>{say.opinion}</span>
            <textarea name="opinion" rows={2} maxlength={500} />
          </label>
          <p class="actions">
            <button type="submit" class="button">
              {say.confirm}
            </button>
            <a href="/tasks">{say.back}</a>
          </p>
        </form>
      )}
      {unfit.length > 0 && (
        <section>
          <h2>{say.cannot}</h2>
          <ul>
            {unfit.map(({ name, why }) => (
              <li>
                {name}：{why}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function PreviewLine({ visit, line }: { visit: Visit; line: Line }) {
  const definition = visit.deps.flows.get(line.flow)?.definition;
  const decides = definition?.steps.find((step) => step.name === line.taskStepName)?.decides;
  return (
    <label class="choice">
      <input type="checkbox" name="task" value={line.taskId} checked />
      <span>
        <strong>{nameOf(line)}</strong> <Light light={line.light} />
        <br />
        <span class="muted">
          {line.taskStepName}
          {decides && ` · ${say.decides}：${decides}`}
        </span>
      </span>
    </label>
  );
}

function Done({ visit, done, token }: { visit: Visit; done: BatchItem[]; token: string }) {
  return (
    <>
      <h1>{say.doneTitle}</h1>
      {done.length === 0 ? (
        <Empty sentence={say.nothing} />
      ) : (
        <form method="post" action="/tasks/batch/undo" class="panel">
          <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
          <input type="hidden" name="batch" value={token} />
          <p class="lead">{say.done(done.length)}</p>
          <ul class="choices">
            {done.map(({ name, no, taskId }) => (
              <li class="actions">
                <a href={`/cases/${no}`}>{name}</a>
                <button type="submit" name="only" value={taskId} class="button quiet small">
                  {say.undo}
                </button>
              </li>
            ))}
          </ul>
          <p class="actions">
            <button type="submit" name="only" value="" class="button quiet">
              {say.undoAll}
            </button>
          </p>
        </form>
      )}
      <p>
        <a href="/tasks">{say.back}</a>
      </p>
    </>
  );
}
