import { recordAudit } from '../../audit/audit-store.ts';
import { enterFinding, mayEnter } from '../../insight/respect-index/enter-finding.ts';
import type { FindingKind } from '../../insight/respect-index/finding-store.ts';
import type { IndexLine } from '../../insight/respect-index/score-lines.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { PostedForm } from '../frame/posted-form.ts';
import { type Answer, go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { notSeen, stationLine } from './index-pages.tsx';
import { IndexHead, PartsTable, UptakeList } from './index-parts.tsx';
import { texts as say } from './texts.ts';

const kinds = ['spot-check', 'false-visit', 'privacy-leak'] as const satisfies readonly FindingKind[];

/** One station: its parts, what was verified of it, and where that is entered. */
export const stationIndexPage: Page = {
  path: '/respect-index/stations/:code',
  audience: 'staff',
  get: async (visit) => {
    const code = visit.c.req.param('code') ?? '';
    const found = await stationLine(visit, code);
    if (!found) return notSeen();
    const { index, line } = found;
    return show(
      `${line.name}${say.title}`,
      <>
        <p>
          <a href="/respect-index">{say.title}</a> › <a href={`/respect-index/towns/${encodeURIComponent(line.town ?? '')}`}>{line.town}</a>
        </p>
        <h1>{line.name}</h1>
        <IndexHead line={line} />
        <PartsTable line={line} recordsAt={`/respect-index/stations/${code}/records`} />
        {line.unmet > 0 && <p class="muted">{say.unmet(line.unmet)}</p>}
        <UptakeList line={line} unkept={index.unrecordedUptake} />
        <Findings line={line} />
        <FindingForm visit={visit} line={line} />
      </>,
    );
  },
  post: async (visit, form) => enter(visit, form),
};

function Findings({ line: { findings } }: { line: IndexLine }) {
  const { leaks, falseVisits, spotChecks, lateUrgentAppeals } = findings;
  const lines = [
    ...(leaks > 0 ? [say.leaks(leaks)] : []),
    ...(falseVisits > 0 || spotChecks > 0 ? [say.falseVisits(falseVisits, spotChecks)] : []),
    ...(lateUrgentAppeals > 0 ? [say.late(lateUrgentAppeals)] : []),
  ];
  return (
    <section>
      <h2>{say.findings}</h2>
      {lines.length === 0 ? (
        <p class="muted">{say.noFindings}</p>
      ) : (
        <ul class="bullets">
          {lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function FindingForm({ visit, line }: { visit: Visit; line: IndexLine }) {
  const own = kinds.filter((kind) => mayEnter(visit.staff, kind, line.town));
  if (own.length === 0) return null;
  return (
    <details class="panel">
      <summary>{say.enter}</summary>
      <form method="post" class="form">
        <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
        <label class="field">
          <span>{say.kind}</span>
          <select name="kind">
            {own.map((kind) => (
              <option value={kind}>{say.kinds[kind]}</option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{say.on}</span>
          <input type="date" name="on" required value={dayOf(visit.now)} max={dayOf(visit.now)} />
        </label>
        <label class="field">
          <span>{say.number}</span>
          <input type="number" name="count" required min={1} max={9999} value="1" />
        </label>
        <label class="field">
          <span>{say.people}</span>
          <input type="number" name="people" min={0} max={99999} value="0" />
        </label>
        <label class="field">
          <span>{say.note}</span>
          <textarea name="note" rows={2} required maxlength={300} />
        </label>
        <p class="actions">
          <button type="submit" class="button">
            {say.save}
          </button>
        </p>
      </form>
    </details>
  );
}

async function enter(visit: Visit, form: PostedForm): Promise<Answer> {
  const { deps, staff, now } = visit;
  const stationCode = visit.c.req.param('code') ?? '';
  const kind = kinds.find((one) => one === form.text('kind')) ?? 'spot-check';
  const note = form.text('note');
  const entry = {
    kind,
    stationCode,
    foundOn: form.text('on'),
    count: Number(form.text('count')),
    people: Number(form.text('people') || '0'),
    note,
  };
  const result = await deps.db.transaction(async (tx) => {
    const entered = await enterFinding({ tx, sealer: deps.sealer, now }, staff, entry);
    const about = { at: now, actor: staff.id, subject: null, caseNo: null, channel: 'console', purpose: note };
    const outcome = entered.ok ? 'done' : entered.code;
    const action = entered.ok ? 'write' : 'write-refused';
    await recordAudit(tx, [{ ...about, action, outcome, detail: { act: `finding:${kind}`, stationCode } }]);
    return entered;
  });
  return go(`/respect-index/stations/${stationCode}`, result.ok ? say.saved : result.sentence);
}
