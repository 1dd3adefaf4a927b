import { certificatePaper } from '../../credentials/certificate/certificate-paper.ts';
import { certificatePicture } from '../../credentials/certificate/certificate-picture.ts';
import { type CertificateAct, changeCertificate, renewCertificate } from '../../credentials/certificate/change-certificate.ts';
import { mayPrepare, maySign } from '../../credentials/certificate/issue-certificate.ts';
import { type OpenCertificate, openCertificate, stateName } from '../../credentials/certificate/open-certificate.ts';
import { verifyTexts } from '../../credentials/verify/verify-texts.ts';
import { fullMinuteText } from '../../platform/calendar/day.ts';
import { pdf } from '../codes/code-acts.ts';
import { CodeForm } from '../codes/code-form.tsx';
import type { PostedForm } from '../frame/posted-form.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Answer, go, type Page, raw, show, type Visit } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { texts as say } from './texts.ts';

const pageOf = (no: string) => `/certificates/${no}`;

/** Opens it as this member of staff, or says why not; every opening is recorded. */
function opened(visit: Visit): ReturnType<typeof openCertificate> {
  const { deps, staff, now, c } = visit;
  const given = { sealer: deps.sealer, now, channel: 'console' };
  return deps.db.transaction((tx) => openCertificate({ ...given, tx }, staff, { no: c.req.param('no') ?? '' }));
}

function gone(sentence: string): Answer {
  return show(frameTexts.notFound.title, <StateView title={frameTexts.notFound.title} sentence={sentence} todo="" />, { status: 404 });
}

/** One certificate: how it looks, what was done to it, and what can be. */
export const certificatePage: Page = {
  path: '/certificates/:no',
  audience: 'staff',
  get: async (visit) => {
    const found = await opened(visit);
    if (!found.ok) return gone(found.sentence);
    const { row, content, state } = found;
    return show(
      content.title,
      <>
        <p>
          <a href="/certificates">{say.back}</a>
        </p>
        <div class="head">
          <h1>{content.title}</h1>
          <p>
            <span class={state === 'valid' ? 'light green' : 'light red'}>{stateName(state)}</span>
          </p>
        </div>
        <img class="certificate" src={`${pageOf(row.no)}/picture`} alt={say.picture(content.title, content.no)} width={720} />
        <p class="actions">
          <a class="button" href={`${pageOf(row.no)}/paper`}>
            {say.paper}
          </a>
          <a href={`${pageOf(row.no)}/picture`}>{say.svg}</a>
          <a href={`/people/${row.archiveNo}`}>{say.archive}</a>
        </p>
        <History found={found} />
        <Changes visit={visit} found={found} />
      </>,
    );
  },
  post: change,
};

function History({ found: { events } }: { found: OpenCertificate }) {
  return (
    <section>
      <h2>{say.history}</h2>
      <ol class="bullets">
        {events.map(({ at, act, by, byName, reason }) => (
          <li>
            <time datetime={at.toISOString()}>{fullMinuteText(at)}</time> {verifyTexts.acts[act] ?? act}，{say.who(byName, by)}
            {reason && `：${reason}`}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Changes({ visit, found }: { visit: Visit; found: OpenCertificate }) {
  const { state } = found.row;
  const possible = [
    ...(maySign(visit.staff) && state === 'valid' ? (['renew'] as const) : []),
    ...(mayPrepare(visit.staff) && state === 'valid' ? (['suspend'] as const) : []),
    ...(maySign(visit.staff) && state === 'suspended' ? (['resume'] as const) : []),
    ...(maySign(visit.staff) && (state === 'valid' || state === 'suspended') ? (['revoke'] as const) : []),
  ];
  if (possible.length === 0) return null;
  return (
    <details class="panel">
      <summary>{say.change}</summary>
      <CodeForm visit={visit} act="change">
        <label class="field">
          <span>{say.reason}</span>
          <textarea name="reason" rows={2} required maxlength={200} />
        </label>
        <p class="actions">
          {possible.map((act) => (
            <button type="submit" name="which" value={act} class={act === 'revoke' ? 'button stern' : 'button quiet'}>
              {say.acts[act]}
            </button>
          ))}
        </p>
      </CodeForm>
    </details>
  );
}

async function change(visit: Visit, form: PostedForm): Promise<Answer> {
  const { deps, staff, now, c } = visit;
  const no = c.req.param('no') ?? '';
  const given = { sealer: deps.sealer, now, channel: 'console' };
  const reason = form.text('reason');
  const which = form.text('which');
  if (which === 'renew') {
    const renewed = await deps.db.transaction((tx) => renewCertificate({ ...given, tx }, staff, { no, reason }));
    return renewed.ok ? go(pageOf(renewed.certificate.no), say.renewed(renewed.certificate.no)) : go(pageOf(no), renewed.sentence);
  }
  const act = (['suspend', 'resume', 'revoke'] as const).find((one): one is CertificateAct => one === which);
  if (!act) return go(pageOf(no));
  const result = await deps.db.transaction((tx) => changeCertificate({ ...given, tx }, staff, { no, act, reason }));
  return go(pageOf(no), result.ok ? say.done : result.sentence);
}

export const certificatePicturePage: Page = {
  path: '/certificates/:no/picture',
  audience: 'staff',
  get: async (visit) => {
    const found = await opened(visit);
    if (!found.ok) return gone(found.sentence);
    const picture = certificatePicture(found, `${visit.deps.publicUrl}/verify/`);
    const headers = { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'private, no-store' };
    return raw(new Response(picture, { headers }));
  },
};

export const certificatePaperPage: Page = {
  path: '/certificates/:no/paper',
  audience: 'staff',
  get: async (visit) => {
    const found = await opened(visit);
    if (!found.ok) return gone(found.sentence);
    const paper = await certificatePaper(found, visit.now, `${visit.deps.publicUrl}/verify/`);
    return raw(pdf(paper, `${found.row.no}.pdf`));
  },
};
