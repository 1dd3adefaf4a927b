import { Readable } from 'node:stream';
import { findStaff, findStaffByIds } from '../../organisation/staff-store.ts';
import { townsInScope } from '../../organisation/towns.ts';
import { askExport, decideExport, fetchExport, makeExport, mayApprove } from '../../people/export/export-request.ts';
import { type ExportRequest, openRequests, requestsOf } from '../../people/export/export-request-store.ts';
import type { ExportKind } from '../../people/export/export-table.ts';
import { exportTexts } from '../../people/export/export-texts.ts';
import { isDay, minuteText } from '../../platform/calendar/day.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { PostedForm } from '../frame/posted-form.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Answer, go, type Page, raw, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { RequestTable } from './export-table.tsx';
import { texts } from './texts.ts';

const say = texts.exports;
const MOST = 50;

const requestDeps = ({ deps, now }: Visit) => ({ db: deps.db, sealer: deps.sealer, now, channel: 'console' });

/** Asking for a list to leave the house, agreeing as the second person, and having it made. */
export const exportsPage: Page = {
  path: '/exports',
  audience: 'staff',
  get: (visit) => answerExports(visit, null),
  post: async (visit, form) => {
    switch (form.text('act')) {
      case 'decide':
        return decide(visit, form);
      case 'make':
        return make(visit, form.text('request'));
      default:
        return ask(visit, form);
    }
  },
};

interface Failed {
  form: PostedForm;
  sentence: string;
}

async function answerExports(visit: Visit, failed: Failed | null): Promise<Answer> {
  const { deps, staff } = visit;
  const mine = await requestsOf(deps.db.tx, deps.sealer, staff.id, MOST);
  const open = await openRequests(deps.db.tx, deps.sealer, MOST);
  const askers = await findStaffByIds(deps.db.tx, [...new Set(open.map((one) => one.askedBy))]);
  const nameOf = new Map(askers.map((one) => [one.id, one.name]));
  const waiting = open.filter((one) => askers.some((asker) => asker.id === one.askedBy && mayApprove(staff, asker)));
  const body = <Exports visit={visit} mine={mine} waiting={waiting} nameOf={nameOf} failed={failed} />;
  return show(say.title, body, { status: failed ? 422 : 200 });
}

async function ask(visit: Visit, form: PostedForm): Promise<Answer> {
  const kind = (Object.keys(say.kinds) as ExportKind[]).find((one) => one === form.text('kind')) ?? 'people';
  const day = (name: string) => (isDay(form.text(name)) ? form.text(name) : undefined);
  const town = townsInScope.find((one) => one.name === form.text('town'))?.name;
  const filter = { town, from: day('from'), to: day('to') };
  const source = visit.deps.exporters[kind](visit.staff, filter);
  if ('kind' in source) return answerExports(visit, { form, sentence: exportTexts.refused[source.why] });
  const format = form.text('format') === 'csv' ? ('csv' as const) : ('xlsx' as const);
  const asked = await askExport(requestDeps(visit), visit.staff, { kind, format, filter, reason: form.text('reason') });
  return asked.kind === 'asked' ? go('/exports', say.asked) : answerExports(visit, { form, sentence: asked.sentence });
}

async function decide(visit: Visit, form: PostedForm): Promise<Answer> {
  const asker = await findStaff(visit.deps.db.tx, form.text('asker'));
  if (!asker) return go('/exports', exportTexts.request.unknown);
  const decision = { approve: form.text('decision') === 'approve', words: form.text('words') || null };
  const done = await decideExport(requestDeps(visit), visit.staff, asker, form.text('request'), decision);
  return go('/exports', done.kind === 'refused' ? done.sentence : say.decided[decision.approve ? 'approved' : 'refused']);
}

/** The password is shown once, on the answer itself: it is kept nowhere. */
async function make(visit: Visit, id: string): Promise<Answer> {
  const { deps, staff } = visit;
  const request = (await requestsOf(deps.db.tx, deps.sealer, staff.id, MOST)).find((one) => one.id === id);
  const source = request && deps.exporters[request.kind](staff, request.filter);
  if (!request || !source || 'kind' in source) return go('/exports', exportTexts.request.unknown);
  const made = await makeExport(requestDeps(visit), staff, id, source);
  if (made.kind === 'refused') return go('/exports', made.sentence);
  return show(
    say.madeTitle,
    <div class="state">
      <h1>{say.madeTitle}</h1>
      <p class="lead">{say.madeLead}</p>
      <p>
        {say.password}：<code class="big">{made.password}</code>
      </p>
      <p class="actions">
        <a class="button" href={`/exports/${made.token}`}>
          {say.download}
        </a>
        <span class="hint">{say.until(minuteText(made.expiresAt))}</span>
      </p>
    </div>,
  );
}

/** The file behind a link, for who asked for it. */
export const exportFilePage: Page = {
  path: '/exports/:token',
  audience: 'staff',
  get: async (visit) => {
    const file = await fetchExport(requestDeps(visit), visit.staff, visit.c.req.param('token') ?? '');
    if (file.kind === 'refused') return show(say.title, <StateView title={file.sentence} sentence="" todo="" />, { status: 410 });
    const body = Readable.toWeb(Readable.from(file.parts)) as ReadableStream;
    const headers = { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${file.name}"` };
    return raw(visit.c.body(body, 200, headers));
  },
};

interface ExportsProps {
  visit: Visit;
  mine: readonly ExportRequest[];
  waiting: readonly ExportRequest[];
  nameOf: ReadonlyMap<string, string>;
  failed: Failed | null;
}

function Exports({ visit, mine, waiting, nameOf, failed }: ExportsProps) {
  const marks = <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />;
  return (
    <>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      {waiting.length > 0 && (
        <>
          <h2>{say.waiting}</h2>
          <RequestTable requests={waiting} nameOf={nameOf} marks={marks} isApproving />
        </>
      )}
      <h2>{say.mine}</h2>
      {mine.length === 0 ? (
        <p class="muted">{say.noneMine}</p>
      ) : (
        <RequestTable requests={mine} nameOf={nameOf} marks={marks} isApproving={false} />
      )}
      <AskForm visit={visit} failed={failed} />
    </>
  );
}

function AskForm({ visit, failed }: { visit: Visit; failed: Failed | null }) {
  const typed = failed?.form;
  return (
    <form method="post" class="form panel">
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      <h2>{say.ask}</h2>
      {failed && (
        <p class="faults" role="alert">
          {failed.sentence}
        </p>
      )}
      <div class="two-columns">
        <Choice name="kind" label={say.kind} options={Object.entries(say.kinds)} chosen={typed?.text('kind')} />
        <Choice
          name="format"
          label={say.format}
          options={[
            ['xlsx', 'Excel（.xlsx）'],
            ['csv', 'CSV'],
          ]}
          chosen={typed?.text('format')}
        />
        <Choice
          name="town"
          label={say.town}
          options={[['', say.allTowns], ...townsInScope.map(({ name }) => [name, name] as [string, string])]}
          chosen={typed?.text('town')}
        />
        <label class="field">
          <span>{say.from}</span>
          <input type="date" name="from" value={typed?.text('from') ?? ''} />
        </label>
        <label class="field">
          <span>{say.to}</span>
          <input type="date" name="to" value={typed?.text('to') ?? ''} />
        </label>
      </div>
      <label class="field">
        <span>{say.reason}</span>
        <input type="text" name="reason" required maxlength={200} value={typed?.text('reason') ?? ''} autocomplete="off" />
      </label>
      <p>
        <button type="submit" class="button">
          {say.send}
        </button>
      </p>
    </form>
  );
}

function Choice(props: { name: string; label: string; options: readonly (readonly [string, string])[]; chosen: string | undefined }) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select name={props.name}>
        {props.options.map(([value, label]) => (
          <option value={value} selected={value === props.chosen}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
