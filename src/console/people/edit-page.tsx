import { recordAudit } from '../../audit/audit-store.ts';
import { changePerson } from '../../people/change/change-person.ts';
import { type FactSheet, factSheet, type SheetFact } from '../../people/change/fact-sheet.ts';
import { addNote, confirmationWays, confirmYear } from '../../people/change/file-parts.ts';
import { changeTexts } from '../../people/change/texts.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { PostedForm } from '../frame/posted-form.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Answer, go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { FactInput, readFact } from './fact-input.tsx';
import { FileTabs } from './file-page.tsx';
import { texts } from './texts.ts';

const say = texts.editing;

/** Changing a file: what this person may change of it, a remark, the yearly confirmation. */
export const editPage: Page = {
  path: '/people/:no/edit',
  audience: 'staff',
  get: (visit) => answerEdit(visit, null),
  post: async (visit, form) => {
    const act = form.text('act');
    if (act === 'note') return takeNote(visit, form);
    return act === 'confirm' ? takeConfirmation(visit, form) : takeFacts(visit, form);
  },
};

interface Failed {
  form: PostedForm;
  sentence: string;
}

const archiveNoOf = (visit: Visit) => visit.c.req.param('no') ?? '';

/** The form; that it was opened is put down as a look. */
async function answerEdit(visit: Visit, failed: Failed | null): Promise<Answer> {
  const { deps, staff, now } = visit;
  const archiveNo = archiveNoOf(visit);
  const sheet = await deps.db.transaction(async (tx) => {
    const found = await factSheet({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, archiveNo);
    const about = {
      at: now,
      actor: staff.id,
      subject: archiveNo.slice(0, 40),
      caseNo: null,
      channel: 'console',
      purpose: texts.purpose.sheet,
    };
    const detail = { facts: found?.facts.map((fact) => fact.fact) ?? [] };
    await recordAudit(tx, [{ ...about, action: found ? 'read' : 'read-refused', outcome: found ? 'ok' : 'unreachable', detail }]);
    return found;
  });
  if (!sheet) return show(say.none, <StateView title={say.none} sentence="" todo="" />, { status: 404 });
  return show(say.title(sheet.name), <Edit visit={visit} sheet={sheet} failed={failed} />, { status: failed ? 422 : 200 });
}

async function takeFacts(visit: Visit, form: PostedForm): Promise<Answer> {
  const { deps, staff, now } = visit;
  const archiveNo = archiveNoOf(visit);
  const result = await deps.db.transaction(async (tx) => {
    const change = { tx, sealer: deps.sealer, now, channel: 'console' };
    const sheet = await factSheet(change, staff, archiveNo);
    const facts = Object.fromEntries((sheet?.facts ?? []).flatMap((fact) => changed(fact, form)));
    return changePerson(change, staff, { archiveNo, facts, reason: form.text('reason'), version: Number(form.text('version')) });
  });
  if (!result.ok) return answerEdit(visit, { form, sentence: result.sentence });
  return go(`/people/${archiveNo}`, say.saved(Object.keys(result.after).map((fact) => changeTexts.labels[fact] ?? fact)));
}

/** What the form says of a fact, where that is not what stands there; one that was not shown and left empty stays. */
function changed(fact: SheetFact, form: PostedForm): [string, unknown][] {
  const said = readFact(fact, form);
  if ((fact.isMasked || fact.isHidden) && said === null) return [];
  return said === fact.value ? [] : [[fact.fact, said]];
}

async function takeNote(visit: Visit, form: PostedForm): Promise<Answer> {
  const { deps, staff, now } = visit;
  const request = { archiveNo: archiveNoOf(visit), text: form.text('note') };
  const added = await deps.db.transaction((tx) => addNote({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, request));
  return added.ok ? go(`/people/${request.archiveNo}`, say.noted) : answerEdit(visit, { form, sentence: added.sentence });
}

async function takeConfirmation(visit: Visit, form: PostedForm): Promise<Answer> {
  const { deps, staff, now } = visit;
  const on = form.text('on');
  const way = confirmationWays.find((one) => one === form.text('way')) ?? confirmationWays[0];
  const request = { archiveNo: archiveNoOf(visit), year: Number(on.slice(0, 4)), on, way, note: form.text('note') || null };
  const saved = await deps.db.transaction((tx) => confirmYear({ tx, sealer: deps.sealer, now, channel: 'console' }, staff, request));
  return saved.ok ? go(`/people/${request.archiveNo}`, say.confirmed) : answerEdit(visit, { form, sentence: saved.sentence });
}

interface EditProps {
  visit: Visit;
  sheet: FactSheet;
  failed: Failed | null;
}

function Edit(props: EditProps) {
  const { sheet, failed } = props;
  return (
    <>
      <h1>{say.title(sheet.name)}</h1>
      <nav class="tabs" aria-label={sheet.name}>
        <a href={`/people/${sheet.archiveNo}`}>{texts.label}</a>
        <FileTabs archiveNo={sheet.archiveNo} current="edit" />
      </nav>
      {failed && (
        <p class="faults" role="alert">
          {failed.sentence}
        </p>
      )}
      <FactForm {...props} />
      <NoteForm {...props} />
      <ConfirmForm {...props} />
    </>
  );
}

function FactForm({ visit, sheet, failed }: EditProps) {
  const typed = failed?.form.text('act') === 'facts' ? failed.form : null;
  return (
    <form method="post" class="form panel">
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      <input type="hidden" name="act" value="facts" />
      <input type="hidden" name="version" value={sheet.version} />
      <p class="hint">{say.lead}</p>
      <div class="two-columns">
        {sheet.facts.map((fact) => (
          <FactInput fact={fact} typed={typed} />
        ))}
      </div>
      <label class="field">
        <span>{say.reason}</span>
        <input type="text" name="reason" required maxlength={200} value={typed?.text('reason') ?? ''} autocomplete="off" />
      </label>
      <p>
        <button type="submit" class="button">
          {say.save}
        </button>
      </p>
    </form>
  );
}

function NoteForm({ visit, failed }: EditProps) {
  const typed = failed?.form.text('act') === 'note' ? failed.form : null;
  return (
    <form method="post" class="form panel">
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      <input type="hidden" name="act" value="note" />
      <h2>{say.note}</h2>
      <label class="field">
        <span>{say.noteText}</span>
        <textarea name="note" rows={2} maxlength={500} required>
          {typed?.text('note') ?? ''}
        </textarea>
      </label>
      <p>
        <button type="submit" class="button quiet">
          {say.addNote}
        </button>
      </p>
    </form>
  );
}

function ConfirmForm({ visit }: EditProps) {
  const today = dayOf(visit.now);
  return (
    <form method="post" class="form panel">
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      <input type="hidden" name="act" value="confirm" />
      <h2>{say.confirm}</h2>
      <p class="hint">{say.confirmLead}</p>
      <div class="filters">
        <label class="field">
          <span>{say.confirmWay}</span>
          <select name="way">
            {confirmationWays.map((way) => (
              <option>{way}</option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{say.confirmOn}</span>
          <input type="date" name="on" value={today} max={today} required />
        </label>
        <label class="field grow">
          <span>{say.confirmNote}</span>
          <input type="text" name="note" maxlength={200} autocomplete="off" />
        </label>
        <button type="submit" class="button quiet">
          {say.doConfirm}
        </button>
      </div>
    </form>
  );
}
