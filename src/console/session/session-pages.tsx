import { fullMinuteText } from '../../platform/calendar/day.ts';
import { keepAppearance } from '../frame/appearance.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { StateView } from '../frame/state-view.tsx';
import { dropKeptForm, findKeptForm, type KeptForm } from '../frame/submission-store.ts';
import { go, type OpenPage, type Page, show, type Visit } from '../page.ts';
import { texts as frameTexts } from '../texts.ts';
import { formToken, isOver, leave } from './session.ts';
import { endSession, openSessionsOf, type Session } from './session-store.ts';
import { texts } from './texts.ts';

export const signOutPage: Page = {
  path: '/sign-out',
  audience: 'staff',
  get: async () => go('/'),
  post: async ({ c, deps, now }) => {
    await leave(c, deps, now);
    return go('/sign-in');
  },
};

/** Where one is signed in, and signing out there. */
export const sessionsPage: Page = {
  path: '/sessions',
  audience: 'staff',
  get: async (visit) => {
    const sessions = await openSessionsOf(visit.deps.db.tx, visit.staff.id);
    const present = sessions.filter((one) => !isOver(one, visit.now));
    return show(texts.sessions.title, <Sessions visit={visit} sessions={present} />);
  },
  post: async ({ deps, staff, session, now }, form) => {
    const { tx } = deps.db;
    const wanted = form.text('session');
    const others = (await openSessionsOf(tx, staff.id)).filter(({ id }) => id !== session.id);
    const ids = wanted === 'others' ? others.map(({ id }) => id) : [wanted];
    const ended = await Promise.all(ids.map((id) => endSession(tx, id, staff.id, now)));
    return go('/sessions', ended.some(Boolean) ? texts.sessions.ended : texts.sessions.gone);
  },
};

function Sessions({ visit, sessions }: { visit: Visit; sessions: Session[] }) {
  const { deps, session: current } = visit;
  const marks = <FormMarks token={formToken(deps.secret, current.id)} />;
  const say = texts.sessions;
  return (
    <>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{say.device}</th>
            <th scope="col">{say.began}</th>
            <th scope="col">{say.seen}</th>
            <th scope="col">{say.address}</th>
            <th scope="col">{say.action}</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr>
              <td data-label={say.device}>{one.device}</td>
              <td data-label={say.began}>{fullMinuteText(one.beganAt)}</td>
              <td data-label={say.seen}>{fullMinuteText(one.seenAt)}</td>
              <td data-label={say.address}>{one.address}</td>
              <td>
                {one.id === current.id ? (
                  <span class="tag">{say.current}</span>
                ) : (
                  <form method="post">
                    {marks}
                    <button type="submit" name="session" value={one.id} class="button quiet small">
                      {say.end}
                    </button>
                  </form>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sessions.length > 1 && (
        <form method="post">
          {marks}
          <button type="submit" name="session" value="others" class="button quiet">
            {say.endOthers}
          </button>
        </form>
      )}
    </>
  );
}

/** A form whose session had ended when it was sent: to be sent again, or dropped. */
export const keptFormPage: Page = {
  path: '/kept/:id',
  audience: 'staff',
  get: async (visit) => {
    const { deps, staff, c } = visit;
    const kept = await findKeptForm(deps.db.tx, deps.sealer, c.req.param('id') ?? '', staff.id);
    const say = frameTexts.kept;
    if (!kept) return show(say.title, <StateView title={say.gone} sentence="" todo="" />, { status: 410 });
    return show(say.title, <Kept visit={visit} kept={kept} />);
  },
  post: async ({ deps, staff, c }) => {
    await dropKeptForm(deps.db.tx, c.req.param('id') ?? '', staff.id);
    return go('/', frameTexts.kept.dropped);
  },
};

function Kept({ visit, kept }: { visit: Visit; kept: KeptForm }) {
  const token = formToken(visit.deps.secret, visit.session.id);
  const say = frameTexts.kept;
  const typed = kept.fields.filter(([name, value]) => !name.startsWith('_') && value.trim() !== '');
  return (
    <>
      <h1>{say.title}</h1>
      <p class="lead">{say.sentence}</p>
      <ul class="typed">
        {typed.map(([, value]) => (
          <li>{value}</li>
        ))}
      </ul>
      <p class="hint">{say.filesGone}</p>
      <div class="actions">
        <form method="post" action={kept.path}>
          <input type="hidden" name="_token" value={token} />
          {kept.fields.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <button type="submit" class="button">
            {say.send}
          </button>
        </form>
        <form method="post">
          <FormMarks token={token} />
          <button type="submit" class="button quiet">
            {say.drop}
          </button>
        </form>
      </div>
    </>
  );
}

/** How this browser wants pages to look; not worth signing in for. */
export const appearancePage: OpenPage = {
  path: '/appearance',
  post: async ({ c }, form) => {
    keepAppearance(c, { theme: form.text('theme'), size: form.text('size') });
    const back = form.text('back');
    return go(/^\/(?![/\\])/.test(back) ? back : '/');
  },
};
