import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { findStaff } from '../../organisation/staff-store.ts';
import { openLink, signLink } from '../../platform/signed-link.ts';
import type { ConsoleDeps } from '../console-deps.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import { StateView } from '../frame/state-view.tsx';
import { type Answer, type Audience, mayOpen, type OpenPage, type Page, raw, show, type Visit } from '../page.ts';
import { formToken, presenceOf } from '../session/session.ts';
import { texts as say } from './texts.ts';
import { WallView } from './wall-view.tsx';

/** Leaders and whoever works for the whole district: organisation.yaml report.view:all and report.view:aggregate. */
export const wallAudience: Audience = [
  'leadership-viewer',
  'bureau-chief',
  'bureau-leader',
  'section-head',
  'section-officer',
  'center-officer',
];

const LOOK_MS = 1_000;
const SAY_MS = 30_000;
const SCREEN_DAYS = 7;

export const wallPage: Page = {
  path: '/wall',
  audience: wallAudience,
  get: (visit) => wallAnswer(visit, null),
  post: async (visit) => {
    const { deps, staff, now } = visit;
    const until = new Date(now.getTime() + SCREEN_DAYS * 86_400_000);
    return wallAnswer(visit, `${deps.publicUrl}/wall/screen/${signLink(deps.secret, { wall: staff.id }, until)}`);
  },
};

/** `link`: for a screen without a session, made just now. */
async function wallAnswer({ deps, session, now }: Visit, link: string | null): Promise<Answer> {
  return show(
    say.title,
    <>
      <WallView {...(await shownNow(deps, now))} />
      <details class="panel" open={link !== null}>
        <summary>{say.screen}</summary>
        {link === null ? (
          <form method="post" action="/wall" class="form">
            <FormMarks token={formToken(deps.secret, session.id)} />
            <p>{say.screenHint}</p>
            <p class="actions">
              <button type="submit" class="button quiet">
                {say.makeLink}
              </button>
            </p>
          </form>
        ) : (
          <p>
            {say.linkReady}
            <br />
            <code>{link}</code>
          </p>
        )}
      </details>
    </>,
    // What a form answered is not asked for again: the link would be gone.
    link === null ? { isWide: true, refreshes: '/wall/live' } : { isWide: true },
  );
}

async function shownNow(deps: ConsoleDeps, now: Date) {
  const [{ figures }, { index }] = [await deps.wall.now(), await deps.index.now(now)];
  return { figures, index: index.district.final };
}

/** News for the screen while its session lasts. */
export const wallLivePage: Page = {
  path: '/wall/live',
  audience: wallAudience,
  isByItself: true,
  get: async ({ c, deps }) => news(c, deps, async () => (await presenceOf(c, deps, deps.clock.now())).kind === 'present'),
};

/** The same on a wall, without a session: a link of a week by somebody who may see it, as long as they are in post. Nothing on it is of a person. */
export const wallScreenPage: OpenPage = {
  path: '/wall/screen/:token',
  get: async ({ c, deps, now }) => {
    const token = c.req.param('token') ?? '';
    if (!(await isGood(deps, token))) return show(say.over.title, <StateView {...say.over} />, { status: 410 });
    return show(say.title, <WallView {...(await shownNow(deps, now))} />, { isWide: true, refreshes: `/wall/screen/${token}/live` });
  },
};

export const wallScreenLivePage: OpenPage = {
  path: '/wall/screen/:token/live',
  get: async ({ c, deps }) => {
    const token = c.req.param('token') ?? '';
    return news(c, deps, () => isGood(deps, token));
  },
};

async function isGood(deps: ConsoleDeps, token: string): Promise<boolean> {
  const link = openLink(deps.secret, token, deps.clock.now());
  const staff = link?.wall ? await findStaff(deps.db.tx, link.wall) : null;
  return staff?.isActive === true && mayOpen(staff, wallAudience);
}

/** A mark whenever the figures have changed, looked at every second; and twice a minute without, so that the time shown goes on. */
function news(c: Context, deps: ConsoleDeps, goesOn: () => Promise<boolean>): Answer {
  return raw(
    streamSSE(c, async (stream) => {
      let last = '';
      let said = Number.NEGATIVE_INFINITY;
      while (!stream.aborted && !stream.closed && (await goesOn())) {
        const { mark } = await deps.wall.now();
        const at = deps.clock.now().getTime();
        if (mark !== last || at - said >= SAY_MS) {
          await stream.writeSSE({ event: 'state', data: createHash('sha256').update(mark).digest('hex').slice(0, 12) });
          said = at;
        }
        last = mark;
        await stream.sleep(LOOK_MS);
      }
    }),
  );
}
