import type { AuditEntry } from '../../audit/audit-entry.ts';
import { recordAudit } from '../../audit/audit-store.ts';
import { printedPasses } from '../../credentials/code/code-pass-store.ts';
import { phonesOf } from '../../credentials/code/code-phone-store.ts';
import { findCodeOf, type VeteranCode } from '../../credentials/code/veteran-code-store.ts';
import { accessTo } from '../../credentials/holder.ts';
import { type Holder, readHolder } from '../../credentials/holder-store.ts';
import { credentialTexts } from '../../credentials/texts.ts';
import { writeRight } from '../../people/change/may-write.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { StateView } from '../frame/state-view.tsx';
import { type Answer, go, type Page, show, type Visit } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { actOnCode, linkForPhone } from './code-acts.ts';
import { CodeForm } from './code-form.tsx';
import { Phones, Sheets } from './code-papers.tsx';
import { texts as say } from './texts.ts';

/** One person's code: its state, what it can be shown by, and everything that can be done with it. */
export const codePage: Page = {
  path: '/codes/:archiveNo',
  audience: 'staff',
  get: (visit) => codeAnswer(visit, null),
  post: async (visit, form) => {
    if (form.text('act') !== 'link') return actOnCode(visit, form);
    const made = await linkForPhone(visit);
    // In the answer itself, not in an address: it is shown once and kept nowhere.
    return made.ok ? codeAnswer(visit, made.url) : go(visit.c.req.path, made.sentence);
  },
};

/** `bindUrl`: the link for a telephone that was made just now. */
async function codeAnswer(visit: Visit, bindUrl: string | null): Promise<Answer> {
  const opened = await openCode(visit, visit.c.req.param('archiveNo') ?? '');
  if (!opened) return show(frameTexts.forbidden.title, <StateView {...frameTexts.forbidden} />, { status: 403 });
  const { holder, code } = opened;
  return show(
    `${holder.name}的${say.title}`,
    <>
      <p>
        <a href="/codes">{say.back}</a>
      </p>
      <h1>
        {holder.name} <span class="muted">{holder.archiveNo}</span>
      </h1>
      {code === null ? <NoCode visit={visit} holder={holder} /> : <Code visit={visit} holder={holder} code={code} bindUrl={bindUrl} />}
    </>,
  );
}

/** For whom the file is open whole; the look is recorded. */
async function openCode({ deps, staff, now }: Visit, archiveNo: string): Promise<{ holder: Holder; code: VeteranCode | null } | null> {
  return deps.db.transaction(async (tx) => {
    const holder = await readHolder(tx, archiveNo, staff.id, dayOf(now));
    const seen = holder !== null && accessTo(staff, holder).archive_basic === 'full' ? holder : null;
    const code = seen && (await findCodeOf(tx, seen.archiveNo));
    await recordAudit(tx, [lookOf(now, staff.id, archiveNo, seen !== null)]);
    return seen && { holder: seen, code };
  });
}

function lookOf(at: Date, actor: string, archiveNo: string, isOpen: boolean): AuditEntry {
  const subject = /^[\w-]{1,40}$/.test(archiveNo) ? archiveNo : null;
  const about = { at, actor, subject, caseNo: null, channel: 'console', purpose: say.title };
  const detail = { context: 'secure_form', sections: ['code'], classes: isOpen ? ['archive_basic:whole'] : [] };
  return { ...about, action: isOpen ? 'read' : 'read-refused', outcome: isOpen ? 'ok' : 'unreachable', detail };
}

function NoCode({ visit, holder }: { visit: Visit; holder: Holder }) {
  if (writeRight(visit.staff, holder) === 'none') return <p>{say.noCode}</p>;
  return (
    <section class="panel">
      <p class="lead">{say.noCode}</p>
      <p>{say.issueLead}</p>
      <CodeForm visit={visit} act="issue">
        <fieldset class="choices">
          <legend>{say.consent}</legend>
          {Object.entries(credentialTexts.consentWays).map(([way, words]) => (
            <label class="choice">
              <input type="radio" name="consent" value={way} required />
              <span>{words}</span>
            </label>
          ))}
        </fieldset>
        <p class="actions">
          <button type="submit" class="button">
            {say.issue}
          </button>
        </p>
      </CodeForm>
    </section>
  );
}

interface CodeProps {
  visit: Visit;
  holder: Holder;
  code: VeteranCode;
  bindUrl: string | null;
}

async function Code({ visit, holder, code, bindUrl }: CodeProps) {
  const { tx } = visit.deps.db;
  const mayChange = writeRight(visit.staff, holder) !== 'none';
  const [sheets, phones] = [await printedPasses(tx, code.no), await phonesOf(tx, code.no)];
  const rows: [string, string][] = [
    [say.facts.no, code.no],
    [say.facts.state, credentialTexts.states[code.state]],
    [say.facts.issuedOn, code.issuedOn],
    [say.facts.validUntil, code.validUntil],
    [say.facts.consent, code.consent],
  ];
  return (
    <>
      <dl class="facts">
        {rows.map(([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="actions">
        <a class="button" href={`/codes/${holder.archiveNo}/show`}>
          {say.showIt}
        </a>
      </p>
      <Sheets visit={visit} sheets={sheets} mayChange={mayChange} />
      <Phones visit={visit} phones={phones} mayChange={mayChange} bindUrl={bindUrl} />
      {mayChange && <Changes visit={visit} code={code} />}
    </>
  );
}

function Changes({ visit, code }: { visit: Visit; code: VeteranCode }) {
  const possible =
    code.state === 'active' ? (['suspend', 'revoke'] as const) : code.state === 'suspended' ? (['resume', 'revoke'] as const) : [];
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
