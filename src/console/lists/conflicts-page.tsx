import { listConflicts, type ShownConflict } from '../../people/import/list-conflicts.ts';
import { resolveConflict } from '../../people/import/resolve-conflict.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { withQuery } from '../frame/pager.tsx';
import { Empty } from '../frame/state-view.tsx';
import { go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { texts } from './texts.ts';

const say = texts.conflicts;

/** Where a list and the archive disagree, for a person to decide. */
export const conflictsPage: Page = {
  path: '/conflicts',
  audience: ['town-officer', 'town-head', 'center-officer', 'section-officer', 'section-head'],
  get: async (visit) => {
    const { deps, staff, now, c } = visit;
    const after = (c.req.query('after') ?? '').slice(0, 200) || undefined;
    const found = await deps.db.transaction((tx) => listConflicts({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, { after }));
    return show(say.title, <Conflicts visit={visit} conflicts={found.conflicts} next={found.next} />);
  },
  post: async ({ deps, staff, now }, form) => {
    const decision = form.text('decision') === 'take' ? ('take' as const) : ('keep' as const);
    const id = form.text('conflict').slice(0, 200);
    const done = await deps.db.transaction((tx) =>
      resolveConflict({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, id, decision),
    );
    return go('/conflicts', done.kind === 'done' ? say.done(done.decided) : (say.refused[done.why] ?? say.refused['unknown'] ?? ''));
  },
};

function Conflicts({ visit, conflicts, next }: { visit: Visit; conflicts: readonly ShownConflict[]; next: string | null }) {
  return (
    <>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {conflicts.length === 0 ? (
        <Empty sentence={say.none} />
      ) : (
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{say.columns.who}</th>
              <th scope="col">{say.columns.field}</th>
              <th scope="col">{say.columns.archive}</th>
              <th scope="col">{say.columns.list}</th>
              <th scope="col">{say.columns.action}</th>
            </tr>
          </thead>
          <tbody>
            {conflicts.map((one) => (
              <Row visit={visit} one={one} />
            ))}
          </tbody>
        </table>
      )}
      {next && <a href={withQuery('/conflicts', { after: next })}>{say.next}</a>}
    </>
  );
}

function Row({ visit, one }: { visit: Visit; one: ShownConflict }) {
  const side = (value: string | null) => (value === null ? say.unseen : value === '' ? say.empty : value);
  return (
    <tr data-row={one.id}>
      <td>
        <a class="main-link" href={`/people/${one.archiveNo}`}>
          {one.name}
        </a>
        <span class="sub number">{one.archiveNo}</span>
      </td>
      <td>
        {one.column}
        {one.changedBy && <span class="sub">{say.changed(one.changedBy)}</span>}
      </td>
      <td data-label={say.columns.archive}>{side(one.archive)}</td>
      <td data-label={say.columns.list}>
        {side(one.list)}
        {one.where && <span class="sub">{one.where}</span>}
      </td>
      <td class="narrow">
        {one.mayDecide && (
          <form method="post" class="actions">
            <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
            <input type="hidden" name="conflict" value={one.id} />
            <button type="submit" name="decision" value="keep" class="button quiet small">
              {say.keep}
            </button>
            <button type="submit" name="decision" value="take" class="button quiet small">
              {say.take}
            </button>
          </form>
        )}
      </td>
    </tr>
  );
}
