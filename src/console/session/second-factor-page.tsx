import { raw as rawHtml } from 'hono/html';
import { renderSVG } from 'uqr';
import { findStaff } from '../../organisation/staff-store.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { type Answer, go, type OpenPage, type OpenVisit, show } from '../page.ts';
import { lockedMinutes, noteFailure } from './lock.ts';
import { checkCode, secondFactorOf, totpOf } from './second-factor.ts';
import type { SecondFactor } from './second-factor-store.ts';
import { beginSession, formToken, leave, sessionOfToken } from './session.ts';
import { forgiveFailures, type Session } from './session-store.ts';
import { record } from './sign-in.ts';
import { pathAfter } from './sign-in-link.ts';
import { texts } from './texts.ts';

/** The second factor of whoever has shown the first; set up when it is asked for the first time. */
export const secondFactorPage: OpenPage = {
  path: '/sign-in/second-factor',
  get: async (visit) => (visit.session?.state === 'second-factor' ? ask(visit, visit.session, null) : go('/')),
  post: async (visit, form) => {
    const { session, deps, now } = visit;
    if (session?.state !== 'second-factor' || sessionOfToken(deps.secret, form.text('_token')) !== session.id) return go('/sign-in');
    const who = `staff:${session.staffId}`;
    const minutes = await lockedMinutes(deps.db.tx, who, now);
    if (minutes > 0) return lockOut(visit, minutes);
    const factor = await secondFactorOf(deps, session.staffId);
    if (await checkCode(deps, session.staffId, factor, form.text('code').replaceAll(/\s/g, ''), now)) return enter(visit, session, who);
    const left = await noteFailure(deps.db.tx, who, now);
    await record(visit, session.staffId, 'sign-in-refused', 'second-factor');
    return left === 0 ? lockOut(visit, await lockedMinutes(deps.db.tx, who, now)) : ask(visit, session, texts.factor.wrong(left));
  },
};

async function enter(visit: OpenVisit, session: Session, who: string): Promise<Answer> {
  const { c, deps, now } = visit;
  await forgiveFailures(deps.db.tx, who);
  await beginSession(c, deps, { staffId: session.staffId, state: 'open' }, now);
  await record(visit, session.staffId, 'sign-in', 'second-factor');
  return go(pathAfter(c.req.query('next')));
}

async function lockOut({ c, deps, now }: OpenVisit, minutes: number): Promise<Answer> {
  await leave(c, deps, now);
  const body = (
    <div class="state">
      <h1>{texts.title}</h1>
      <p class="faults" role="alert">
        {texts.failures.locked(minutes)}
      </p>
    </div>
  );
  return show(texts.title, body, { status: 429 });
}

async function ask(visit: OpenVisit, session: Session, fault: string | null): Promise<Answer> {
  const { deps, now } = visit;
  const minutes = await lockedMinutes(deps.db.tx, `staff:${session.staffId}`, now);
  if (minutes > 0) return lockOut(visit, minutes);
  const factor = await secondFactorOf(deps, session.staffId);
  const staff = await findStaff(deps.db.tx, session.staffId);
  const totp = totpOf(factor.secret, staff?.name ?? session.staffId);
  const demo = deps.local === null ? null : totp.generate({ timestamp: now.getTime() });
  const token = formToken(deps.secret, session.id);
  const title = factor.isConfirmed ? texts.factor.title : texts.factor.setUpTitle;
  return show(title, <FactorForm {...{ title, factor, fault, demo, token, address: totp.toString() }} />, { status: fault ? 422 : 200 });
}

interface FactorFormProps {
  title: string;
  factor: SecondFactor;
  fault: string | null;
  /** The code of the moment; only where anybody may be anybody. */
  demo: string | null;
  token: string;
  address: string;
}

function FactorForm({ title, factor, fault, demo, token, address }: FactorFormProps) {
  return (
    <form method="post" class="factor">
      <FormMarks token={token} />
      <h1>{title}</h1>
      {fault && (
        <p class="faults" role="alert">
          {fault}
        </p>
      )}
      <p class="lead">{factor.isConfirmed ? texts.factor.lead : texts.factor.setUpLead}</p>
      {!factor.isConfirmed && (
        <div class="scan">
          {rawHtml(renderSVG(address, { border: 2 }))}
          <p>
            {texts.factor.secret}
            <code>{factor.secret}</code>
          </p>
        </div>
      )}
      {demo && <p class="hint">{texts.factor.demo(demo)}</p>}
      <label class="field">
        <span>{texts.factor.label}</span>
        <input
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9 ]*"
          maxlength={8}
          required
          autofocus
          class="code"
        />
      </label>
      <button type="submit" class="button">
        {texts.factor.send}
      </button>
    </form>
  );
}
