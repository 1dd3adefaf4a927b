import { findStaffByIds } from '../../organisation/staff-store.ts';
import type { DocumentRow } from '../../people/documents/document-store.ts';
import { addDocument, documentKinds, listDocuments, openDocument, removeDocument } from '../../people/documents/documents.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import type { Tx } from '../../platform/database.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { PostedForm } from '../frame/posted-form.ts';
import { Empty, StateView } from '../frame/state-view.tsx';
import { type Answer, go, type Page, raw, show, type Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { FileTabs } from './file-page.tsx';
import { texts } from './texts.ts';

const say = texts.documents;
const MOST_BYTES = 22 * 1024 * 1024;
const types: Readonly<Record<string, string>> = { jpg: 'image/jpeg', png: 'image/png', pdf: 'application/pdf' };

const depsOf = ({ deps, now }: Visit, tx: Tx) => ({ tx, sealer: deps.sealer, now, channel: 'console', vault: deps.vault });

/** The documents of a file: those that this viewer may open, and adding one. */
export const documentsPage: Page = {
  path: '/people/:no/documents',
  audience: 'staff',
  mostBytes: MOST_BYTES,
  get: (visit) => answerDocuments(visit, null),
  post: async (visit, form) => {
    const archiveNo = visit.c.req.param('no') ?? '';
    return form.text('act') === 'remove' ? remove(visit, archiveNo, form) : add(visit, archiveNo, form);
  },
};

async function answerDocuments(visit: Visit, fault: string | null): Promise<Answer> {
  const { deps, staff } = visit;
  const archiveNo = visit.c.req.param('no') ?? '';
  const documents = await deps.db.transaction((tx) => listDocuments(depsOf(visit, tx), staff, archiveNo));
  if (!documents) return show(say.refused, <StateView title={say.refused} sentence="" todo="" />, { status: 404 });
  const people = await findStaffByIds(deps.db.tx, [...new Set(documents.map((one) => one.addedBy))]);
  const names = new Map(people.map((one) => [one.id, one.name]));
  const body = <Documents visit={visit} archiveNo={archiveNo} documents={documents} names={names} fault={fault} />;
  return show(say.title(archiveNo), body, { status: fault ? 422 : 200 });
}

async function add(visit: Visit, archiveNo: string, form: PostedForm): Promise<Answer> {
  const [file] = form.files('file');
  if (!file) return answerDocuments(visit, say.choose);
  const content = Buffer.from(await file.arrayBuffer());
  const request = { archiveNo, kind: form.text('kind'), title: form.text('title') || file.name.slice(0, 60), content };
  const added = await visit.deps.db.transaction((tx) => addDocument(depsOf(visit, tx), visit.staff, request));
  return added.ok ? go(`/people/${archiveNo}/documents`, say.added) : answerDocuments(visit, added.sentence);
}

async function remove(visit: Visit, archiveNo: string, form: PostedForm): Promise<Answer> {
  const request = { id: form.text('document'), reason: form.text('reason') };
  const removed = await visit.deps.db.transaction((tx) => removeDocument(depsOf(visit, tx), visit.staff, request));
  return removed.ok ? go(`/people/${archiveNo}/documents`, say.removed) : answerDocuments(visit, removed.sentence);
}

/** The content of one document, in place. */
export const documentPage: Page = {
  path: '/documents/:id',
  audience: 'staff',
  get: async (visit) => {
    const request = { id: (visit.c.req.param('id') ?? '').slice(0, 40), reason: say.purpose };
    const opened = await visit.deps.db.transaction((tx) => openDocument(depsOf(visit, tx), visit.staff, request));
    if (!opened.ok) return show(say.gone, <StateView title={say.gone} sentence="" todo="" />, { status: 404 });
    const { fileType } = opened.document;
    const headers = { 'content-type': types[fileType] ?? 'application/octet-stream', 'content-disposition': 'inline' };
    return raw(visit.c.body(new Uint8Array(opened.content), 200, headers));
  },
};

interface DocumentsProps {
  visit: Visit;
  archiveNo: string;
  documents: readonly DocumentRow[];
  names: ReadonlyMap<string, string>;
  fault: string | null;
}

function Documents(props: DocumentsProps) {
  const { visit, archiveNo, documents, fault } = props;
  return (
    <>
      <h1>{say.title(archiveNo)}</h1>
      <nav class="tabs" aria-label={archiveNo}>
        <a href={`/people/${archiveNo}`}>{texts.label}</a>
        <FileTabs archiveNo={archiveNo} current="documents" />
      </nav>
      {fault && (
        <p class="faults" role="alert">
          {fault}
        </p>
      )}
      {documents.length === 0 ? <Empty sentence={say.none} /> : <DocumentTable {...props} />}
      <form method="post" enctype="multipart/form-data" class="form panel">
        <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
        <h2>{say.add}</h2>
        <label class="field">
          <span>{say.kind}</span>
          <select name="kind" required>
            {Object.keys(documentKinds).map((kind) => (
              <option>{kind}</option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{say.name}</span>
          <input type="text" name="title" maxlength={60} autocomplete="off" />
        </label>
        <label class="field">
          <span>{say.file}</span>
          <input type="file" name="file" required accept="image/jpeg,image/png,application/pdf" />
        </label>
        <p>
          <button type="submit" class="button">
            {say.upload}
          </button>
        </p>
      </form>
    </>
  );
}

function DocumentTable({ visit, documents, names }: DocumentsProps) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{say.columns.title}</th>
          <th scope="col">{say.columns.kind}</th>
          <th scope="col">{say.columns.by}</th>
          <th scope="col">{say.columns.action}</th>
        </tr>
      </thead>
      <tbody>
        {documents.map((one) => (
          <tr data-row={one.id}>
            <td>
              <a class="main-link" href={`/documents/${one.id}`} target="_blank" rel="noopener">
                {one.title}
              </a>
            </td>
            <td class="narrow">{one.kind}</td>
            <td>
              {names.get(one.addedBy) ?? one.addedBy} <span class="muted">{fullMinuteText(one.addedAt)}</span>
            </td>
            <td>
              <details>
                <summary>{say.remove}</summary>
                <form method="post">
                  <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
                  <input type="hidden" name="act" value="remove" />
                  <input type="hidden" name="document" value={one.id} />
                  <label class="field">
                    <span>{say.removeReason}</span>
                    <input type="text" name="reason" required maxlength={200} autocomplete="off" />
                  </label>
                  <button type="submit" class="button stern small">
                    {say.remove}
                  </button>
                </form>
              </details>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
