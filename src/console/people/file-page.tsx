import type { FileField, FileRefused, FileSection, FileView } from '../../people/file/file-view.ts';
import { openFile } from '../../people/file/person-file.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { PostedForm } from '../frame/posted-form.ts';
import { type Answer, type Page, type PageStatus, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { texts } from './texts.ts';

const say = texts.file;

/** One person's file, section by section, masked as in a 1:1 chat; opening it is put down. */
export const filePage: Page = {
  path: '/people/:no',
  audience: 'staff',
  get: (visit) => answerFile(visit, visit.c.req.param('no') ?? ''),
};

/** What was asked for and refused: which field, the reason as typed, and why not. */
export interface RevealFailed {
  form: PostedForm;
  sentence: string;
}

export async function answerFile(visit: Visit, archiveNo: string, failed: RevealFailed | null = null): Promise<Answer> {
  const { deps, staff, now } = visit;
  const flowTitle = (flow: string) => deps.flows.get(flow)?.definition.name ?? flow;
  const opening = { purpose: texts.purpose.look, channel: 'console', context: 'private_chat' as const, shows: [] };
  const file = await deps.db.transaction((tx) => openFile({ tx, sealer: deps.sealer, now, flowTitle }, staff, archiveNo, opening));
  if (file.kind === 'refused') return refusedFile(visit, archiveNo, file, failed);
  return show(file.name, <File visit={visit} file={file} failed={failed} />, { status: failed ? 422 : 200 });
}

function refusedFile(visit: Visit, archiveNo: string, { why }: FileRefused, failed: RevealFailed | null): Answer {
  const status: PageStatus = why === 'unreachable' ? 404 : why === 'ceiling' ? 429 : 403;
  const sentence = say.refused[why];
  return show(
    sentence,
    <div class="state">
      <h1>{sentence}</h1>
      {why === 'unreachable' && /^[\w-]{1,40}$/.test(archiveNo) && <Emergency visit={visit} archiveNo={archiveNo} failed={failed} />}
    </div>,
    { status },
  );
}

/** Break-glass: for a file out of reach, when it must be opened all the same. */
function Emergency({ visit, archiveNo, failed }: { visit: Visit; archiveNo: string; failed: RevealFailed | null }) {
  return (
    <details open={failed !== null}>
      <summary>{say.emergency}</summary>
      <form method="post" action={`/people/${archiveNo}/emergency`} class="form">
        <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
        <p>{say.emergencyLead}</p>
        {failed && (
          <p class="faults" role="alert">
            {failed.sentence}
          </p>
        )}
        <label class="field">
          <span>{say.emergencyReason}</span>
          <textarea name="reason" rows={2} maxlength={300} required>
            {failed?.form.text('reason') ?? ''}
          </textarea>
        </label>
        <button type="submit" class="button stern">
          {say.emergencyOpen}
        </button>
      </form>
    </details>
  );
}

function File({ visit, file, failed }: { visit: Visit; file: FileView; failed: RevealFailed | null }) {
  const { archiveNo, name, town, village, sections, withheld, hint } = file;
  return (
    <>
      <div class="head">
        <h1>{name}</h1>
        <span class="muted">{[town, village].filter(Boolean).join(' ')}</span>
        <span class="muted number">{archiveNo}</span>
        <p class="actions">
          <a class="button" href={`/services?for=${archiveNo}`}>
            {say.begin}
          </a>
        </p>
      </div>
      <nav class="tabs" aria-label={name}>
        <a href={`/people/${archiveNo}`} aria-current="page">
          {texts.label}
        </a>
        <FileTabs archiveNo={archiveNo} />
      </nav>
      {hint && <p class="notice">{hint}</p>}
      <div class="file-sections">
        {sections.map((section) => (
          <Section visit={visit} archiveNo={archiveNo} section={section} failed={failed} />
        ))}
      </div>
      {withheld.length > 0 && <p class="hint">{say.withheld(withheld)}</p>}
    </>
  );
}

/** The other pages about one file. */
export function FileTabs({ archiveNo, current }: { archiveNo: string; current?: string }) {
  const tabs = [
    ['edit', say.edit],
    ['history', say.history],
    ['looks', say.looks],
    ['documents', say.documents],
    ['merge', say.merge],
  ] as const;
  return (
    <>
      {tabs.map(([path, label]) => (
        <a href={`/people/${archiveNo}/${path}`} aria-current={path === current ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </>
  );
}

function Section({
  visit,
  archiveNo,
  section,
  failed,
}: {
  visit: Visit;
  archiveNo: string;
  section: FileSection;
  failed: RevealFailed | null;
}) {
  return (
    <section class="panel">
      <h2>{section.title}</h2>
      <dl class="facts">
        {section.fields.map((field) => (
          <div>
            <dt>{field.label}</dt>
            <dd>
              <Value field={field} />
              {field.reveal && <Reveal visit={visit} archiveNo={archiveNo} field={field.reveal} failed={failed} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A case's number leads to the case. */
function Value({ field }: { field: FileField }) {
  const number = /YZ\d{8}-\d{4,6}/.exec(field.value)?.[0];
  return (
    <>
      {number ? <a href={`/cases/${number}`}>{field.value}</a> : field.value} {field.isMasked && <span class="tag">{say.masked}</span>}
    </>
  );
}

function Reveal({ visit, archiveNo, field, failed }: { visit: Visit; archiveNo: string; field: string; failed: RevealFailed | null }) {
  const isFailed = failed?.form.text('field') === field;
  return (
    <details class="reveal" open={isFailed}>
      <summary>{say.reveal}</summary>
      <form method="post" action={`/people/${archiveNo}/reveal`}>
        <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
        <input type="hidden" name="field" value={field} />
        {isFailed && (
          <p class="fault" role="alert">
            {failed.sentence}
          </p>
        )}
        <label class="field">
          <span>{say.revealReason}</span>
          <input type="text" name="reason" required maxlength={200} value={isFailed ? failed.form.text('reason') : ''} autocomplete="off" />
        </label>
        <button type="submit" class="button quiet small">
          {say.revealFor10}
        </button>
      </form>
    </details>
  );
}
