import { loadPlaceBook } from '../../organisation/place-book-store.ts';
import { peopleColumns } from '../../people/import/import-columns.ts';
import { importPeople } from '../../people/import/import-people.ts';
import { keepList, readKeptList } from '../../people/import/kept-list.ts';
import type { ImportReport } from '../../platform/row-reading.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { PostedForm } from '../frame/posted-form.ts';
import { type Answer, go, type Page, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { texts } from './texts.ts';

const say = texts.imports;
const MOST_BYTES = 21 * 1024 * 1024;
const KIND = 'people';

/** A list of people: looked through first, written when told to. */
export const importPage: Page = {
  path: '/import',
  audience: ['center-officer', 'section-officer', 'section-head'],
  mostBytes: MOST_BYTES,
  get: async (visit) => show(say.title, <Upload visit={visit} fault={null} />),
  post: async (visit, form) => (form.text('list') === '' ? check(visit, form) : write(visit, form.text('list'))),
};

const keeping = ({ deps, staff, now }: Visit) => ({ db: deps.db, sealer: deps.sealer, now, by: staff.id, channel: 'console' });

async function check(visit: Visit, form: PostedForm): Promise<Answer> {
  const [file] = form.files('file');
  if (!file) return show(say.title, <Upload visit={visit} fault={say.choose} />, { status: 422 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const report = await runImport(visit, bytes, true);
  // Kept as it came, sealed, so that what is written is what was looked through.
  const { read, created, updated, unchanged } = report;
  const list = read > 0 ? await keepList(keeping(visit), KIND, { bytes }, { read, created, updated, unchanged }) : null;
  return show(say.preview, <Report visit={visit} report={report} list={list} />);
}

async function write(visit: Visit, list: string): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of readKeptList(visit.deps, list.slice(0, 40))) parts.push(part);
  if (parts.length === 0) return show(say.title, <Upload visit={visit} fault={say.gone} />, { status: 410 });
  const report = await runImport(visit, Buffer.concat(parts), false);
  return go(report.conflicts ? '/conflicts' : '/import', say.done(report.created, report.updated));
}

async function runImport(visit: Visit, bytes: Uint8Array, dryRun: boolean): Promise<ImportReport> {
  const places = await loadPlaceBook(visit.deps.db.tx);
  return importPeople({ ...keeping(visit), places }, { bytes }, { dryRun });
}

function Upload({ visit, fault }: { visit: Visit; fault: string | null }) {
  return (
    <>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <p class="hint">{say.columns(peopleColumns)}</p>
      {fault && (
        <p class="faults" role="alert">
          {fault}
        </p>
      )}
      <form method="post" enctype="multipart/form-data" class="form panel">
        <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
        <label class="field">
          <span>{say.file}</span>
          <input type="file" name="file" required accept=".csv,.xlsx" />
        </label>
        <p>
          <button type="submit" class="button">
            {say.check}
          </button>
        </p>
      </form>
    </>
  );
}

function Report({ visit, report, list }: { visit: Visit; report: ImportReport; list: string | null }) {
  const { read, created, updated, unchanged, conflicts = 0, faults, faultsLeftOut, unknownColumns, notes } = report;
  const figures = Object.entries({
    [say.read]: read,
    [say.created]: created,
    [say.updated]: updated,
    [say.unchanged]: unchanged,
    [say.conflicts]: conflicts,
  });
  return (
    <>
      <h1>{say.preview}</h1>
      <dl class="figures-row">
        {figures.map(([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {unknownColumns.length > 0 && <p class="notice">{say.unknown(unknownColumns)}</p>}
      {notes.map((note) => (
        <p class="notice">{note}</p>
      ))}
      {faults.length > 0 && <Faults faults={faults} left={faultsLeftOut} />}
      <form method="post" class="actions">
        <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
        {list && (
          <button type="submit" name="list" value={list} class="button">
            {say.write}
          </button>
        )}
        <a href="/import">{say.again}</a>
      </form>
    </>
  );
}

function Faults({ faults, left }: { faults: ImportReport['faults']; left: number }) {
  return (
    <>
      <h2>{say.faults(faults.length + left)}</h2>
      <table class="rows dense">
        <thead>
          <tr>
            <th scope="col">{say.line}</th>
            <th scope="col">{say.column}</th>
            <th scope="col">{say.reason}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <tr>
              <td class="narrow number">{fault.line}</td>
              <td class="narrow">{fault.column}</td>
              <td>{fault.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p class="hint">{say.more(left)}</p>}
    </>
  );
}
