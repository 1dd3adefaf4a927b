import { makeBatch, signBatch } from '../../credentials/certificate/certificate-batch.ts';
import { type BatchProgress, batchesWithProgress, batchFaults } from '../../credentials/certificate/certificate-batch-store.ts';
import { certificateTemplates, findTemplate } from '../../credentials/certificate/certificate-template.ts';
import { issueCertificate, mayPrepare, maySign } from '../../credentials/certificate/issue-certificate.ts';
import { townsInScope } from '../../organisation/towns.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import { ShareBar } from '../charts/share-bar.tsx';
import { CodeForm } from '../codes/code-form.tsx';
import type { PostedForm } from '../frame/posted-form.ts';
import { Empty, StateView } from '../frame/state-view.tsx';
import { type Answer, type Audience, go, type Page, show, type Visit } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { Choice } from './certificate-list-page.tsx';
import { texts as say } from './texts.ts';

const audience: Audience = ['section-head', 'section-officer'];
const forbidden = () => show(frameTexts.forbidden.title, <StateView {...frameTexts.forbidden} />, { status: 403 });

/** One person's certificate, by the head who signs. */
export const issuePage: Page = {
  path: '/certificates/issue',
  audience,
  get: async (visit) =>
    maySign(visit.staff)
      ? show(say.issueTitle, <IssueForm visit={visit} archiveNo={visit.c.req.query('person') ?? ''} consent="" said={null} />)
      : forbidden(),
  post: async (visit, form) => {
    const { deps, staff, now } = visit;
    const asked = { archiveNo: form.text('archiveNo').toUpperCase(), consent: form.text('consent') };
    const given = { sealer: deps.sealer, now, channel: 'console' };
    const issued = await deps.db.transaction((tx) => issueCertificate({ ...given, tx }, staff, asked));
    if (issued.ok) return go(`/certificates/${issued.certificate.no}`, say.issued(issued.certificate.no));
    return show(say.issueTitle, <IssueForm visit={visit} {...asked} said={issued.sentence} />, { status: 422 });
  },
};

/** What was typed stays when it is refused. */
function IssueForm({ visit, archiveNo, consent, said }: { visit: Visit; archiveNo: string; consent: string; said: string | null }) {
  return (
    <>
      <p>
        <a href="/certificates">{say.back}</a>
      </p>
      <h1>{say.issueTitle}</h1>
      <p class="lead">{say.issueLead}</p>
      {said && (
        <p class="notice" role="alert">
          {said}
        </p>
      )}
      <CodeForm visit={visit} act="issue">
        <label class="field">
          <span>{say.archiveNo}</span>
          <input
            name="archiveNo"
            value={archiveNo}
            required
            maxlength={20}
            pattern="[Yy][Zz]-[0-9]+"
            placeholder="YZ-0000001"
            autocomplete="off"
          />
        </label>
        <label class="field">
          <span>{say.consent}</span>
          <input name="consent" value={consent} required maxlength={100} autocomplete="off" />
        </label>
        <p class="actions">
          <button type="submit" class="button">
            {say.issue}
          </button>
        </p>
      </CodeForm>
    </>
  );
}

/** Lists drawn up by one and signed by another. */
export const batchesPage: Page = {
  path: '/certificates/batches',
  audience,
  get: async (visit) => {
    if (!mayPrepare(visit.staff)) return forbidden();
    const batches = await batchesWithProgress(visit.deps.db.tx, { limit: 100, offset: 0 });
    return show(
      say.batchTitle,
      <>
        <p>
          <a href="/certificates">{say.back}</a>
        </p>
        <h1>{say.batchTitle}</h1>
        <p class="lead">{say.batchLead}</p>
        <details class="panel" open={batches.length === 0}>
          <summary>{say.make}</summary>
          <CodeForm visit={visit} act="make">
            <Choice
              name="template"
              label={say.template}
              all={null}
              value=""
              options={certificateTemplates.map(({ id, title }) => [id, title] as const)}
            />
            <Choice
              name="town"
              label={say.town}
              all={say.wholeDistrict}
              value=""
              options={townsInScope.map(({ name }) => [name, name] as const)}
            />
            <label class="field">
              <span>{say.consent}</span>
              <input name="consent" required maxlength={100} autocomplete="off" />
            </label>
            <p class="actions">
              <button type="submit" class="button">
                {say.make}
              </button>
            </p>
          </CodeForm>
        </details>
        {batches.length === 0 ? <Empty sentence={say.noBatches} /> : <BatchTable batches={batches} />}
      </>,
    );
  },
  post: make,
};

async function make(visit: Visit, form: PostedForm): Promise<Answer> {
  const { deps, staff, now } = visit;
  const given = { sealer: deps.sealer, now, channel: 'console' };
  const request = { template: form.text('template'), town: form.text('town') || null, consent: form.text('consent'), archiveNos: null };
  const made = await deps.db.transaction((tx) => makeBatch({ ...given, tx }, staff, request));
  return made.ok ? go(`/certificates/batches/${made.id}`, say.made(made.people)) : go('/certificates/batches', made.sentence);
}

function BatchTable({ batches }: { batches: readonly BatchProgress[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          {[say.batch, say.state, say.progress, say.maker, say.signer].map((label) => (
            <th scope="col">{label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {batches.map((batch) => (
          <tr data-row={batch.id}>
            <td>
              <a class="main-link" href={`/certificates/batches/${batch.id}`}>
                {batchName(batch)}
              </a>
              <span class="sub">{fullMinuteText(batch.madeAt)}</span>
            </td>
            <td data-label={say.state}>{say.batchStates[batch.state]}</td>
            <td data-label={say.progress}>
              <BatchBar batch={batch} />
            </td>
            <td data-label={say.maker}>{say.who(batch.makerName, batch.madeBy)}</td>
            <td data-label={say.signer}>{batch.signedBy === null ? '' : say.who(batch.signerName, batch.signedBy)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function batchName({ template, town }: BatchProgress): string {
  return `${town ?? say.wholeDistrict} · ${findTemplate(template)?.title ?? template}`;
}

function BatchBar({ batch: { issued, total, faults } }: { batch: BatchProgress }) {
  return (
    <>
      <span class="number">{say.progressOf(issued, total, faults)}</span>
      <ShareBar share={total === 0 ? 0 : (issued + faults) / total} level={faults > 0 ? 'fair' : 'good'} />
    </>
  );
}

/** One list: how far it is, whom it could not be issued to, and its signing. */
export const batchPage: Page = {
  path: '/certificates/batches/:id',
  audience,
  get: async (visit) => {
    if (!mayPrepare(visit.staff)) return forbidden();
    const id = visit.c.req.param('id') ?? '';
    const [batch] = await batchesWithProgress(visit.deps.db.tx, { limit: 1, offset: 0 }, id);
    if (!batch) return show(frameTexts.notFound.title, <StateView {...frameTexts.notFound} />, { status: 404 });
    const faults = await batchFaults(visit.deps.db.tx, id);
    return show(
      say.batchTitle,
      <>
        <p>
          <a href="/certificates/batches">{say.batches}</a>
        </p>
        <h1>{batchName(batch)}</h1>
        <p>
          <span class="tag">{say.batchStates[batch.state]}</span> {say.maker} {say.who(batch.makerName, batch.madeBy)}，
          {fullMinuteText(batch.madeAt)}
        </p>
        <BatchBar batch={batch} />
        {batch.state === 'listed' && maySign(visit.staff) && (
          <CodeForm visit={visit} act="sign" isInline>
            <button type="submit" class="button">
              {say.sign}
            </button>
          </CodeForm>
        )}
        <section>
          <h2>{say.faults}</h2>
          {faults.length === 0 ? (
            <p class="muted">{say.noFaults}</p>
          ) : (
            <ul class="bullets">
              {faults.map(({ archiveNo, fault }) => (
                <li>
                  {archiveNo}：{fault}
                </li>
              ))}
            </ul>
          )}
        </section>
      </>,
    );
  },
  post: async (visit) => {
    const { deps, staff, now, c } = visit;
    const id = c.req.param('id') ?? '';
    const given = { sealer: deps.sealer, now, channel: 'console' };
    const signed = await deps.db.transaction((tx) => signBatch({ ...given, tx }, staff, id));
    return go(`/certificates/batches/${id}`, signed.ok ? say.signed : signed.sentence);
  },
};
