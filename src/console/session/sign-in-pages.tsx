import type { IdentityProvider } from '../../channels/identity.ts';
import { assetUrl } from '../frame/assets.ts';
import { withQuery } from '../frame/pager.tsx';
import { type Answer, go, type OpenPage, type OpenVisit, raw, show } from '../page.ts';
import { Chooser, chooserPeople } from './chooser.tsx';
import { isInsideDingtalk } from './device.ts';
import { signInByCode } from './sign-in.ts';
import { openSignInState, pathAfter, returnAddress, signInState } from './sign-in-link.ts';
import { texts } from './texts.ts';

/** `/`: the inbox of whoever is signed in, else the way in. */
export const startPage: OpenPage = {
  path: '/',
  get: async (visit) => (visit.staff ? go('/tasks') : signIn(visit, null)),
};

export const signInPage: OpenPage = {
  path: '/sign-in',
  get: async (visit) => (visit.staff ? go(pathAfter(visit.c.req.query('next'))) : signIn(visit, null)),
};

async function signIn(visit: OpenVisit, sentence: string | null, status: 200 | 403 | 429 = 200): Promise<Answer> {
  const { c, deps, now } = visit;
  const next = pathAfter(c.req.query('next'));
  const state = signInState(c, deps, next, now);
  const fault = sentence ?? (next.startsWith('/kept/') ? texts.over : null);
  const banner = fault && (
    <p class="faults" role="alert">
      {fault}
    </p>
  );
  const { local } = deps;
  const [first] = deps.identities;
  if (local && first) return chooser(visit, { state, next, first, local, banner, status });
  return show(texts.title, [banner, <Providers visit={visit} state={state} />], { status });
}

type Choosing = {
  state: string;
  next: string;
  first: IdentityProvider;
  local: NonNullable<OpenVisit['deps']['local']>;
  banner: unknown;
  status: 200 | 403 | 429;
};

async function chooser({ c, deps }: OpenVisit, { state, next, first, local, banner, status }: Choosing): Promise<Answer> {
  const as = c.req.query('as');
  if (as !== undefined && (await local.directory.get(as))) {
    const login = first.loginPage(returnAddress(c, deps, first.name), state);
    return raw(c.redirect(`${login}&${new URLSearchParams({ login_as: as })}`, 303));
  }
  const hrefOf = ({ userId }: { userId: string }) => withQuery('/sign-in', { as: userId, next: next === '/' ? null : next });
  const asked = { q: (c.req.query('q') ?? '').trim().slice(0, 40), role: c.req.query('role') ?? '', next };
  const people = await chooserPeople(local.directory, asked);
  const body = [banner, <Chooser {...people} asked={asked} hrefOf={hrefOf} chatUrl={local.chatUrl} />];
  return show(texts.title, body as never, { status });
}

function Providers({ visit, state }: { visit: OpenVisit; state: string }) {
  const { c, deps } = visit;
  const corpId = c.req.query('corpId');
  const isInside = isInsideDingtalk(c.req.header('user-agent') ?? '') && corpId !== undefined && deps.identities[0]?.name === 'dingtalk';
  return (
    <div class="sign-in">
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      {isInside && (
        <p id="inside" data-corp={corpId} data-state={state} role="status">
          {texts.inside}
        </p>
      )}
      {isInside && <script type="module" src={assetUrl('inside.js')} />}
      {deps.identities.map((provider, index) => (
        <p>
          <a class={index === 0 ? 'button' : 'button quiet'} href={provider.loginPage(returnAddress(c, deps, provider.name), state)}>
            {provider.name === 'dingtalk' ? texts.withDingtalk : texts.withZhezhengding}
          </a>
        </p>
      ))}
    </div>
  );
}

/** Where the login page sends the browser back to. */
export const returnPage: OpenPage = {
  path: '/sign-in/return/:provider',
  // DingTalk says `authCode`, the standard `code`.
  get: (visit) => byCode(visit, visit.c.req.query('authCode') ?? visit.c.req.query('code') ?? '', (one, code) => one.byLoginCode(code)),
};

/** Where a page inside the application brings the code that the application gave it (免登). */
export const insidePage: OpenPage = {
  path: '/sign-in/inside/:provider',
  get: (visit) => byCode(visit, visit.c.req.query('code') ?? '', (one, code) => one.byInsideCode(code)),
};

async function byCode(
  visit: OpenVisit,
  code: string,
  identify: (provider: IdentityProvider, code: string) => ReturnType<IdentityProvider['byLoginCode']>,
): Promise<Answer> {
  const { c, deps, now } = visit;
  const provider = deps.identities.find((one) => one.name === c.req.param('provider'));
  const next = openSignInState(c, deps, c.req.query('state') ?? '', now);
  if (!provider || next === null) return signIn(visit, texts.failures.state, 403);
  const signedIn = await signInByCode(visit, provider, (one) => identify(one, code));
  if (!signedIn.ok) return signIn(visit, signedIn.sentence, signedIn.isLocked ? 429 : 403);
  return signedIn.needsSecondFactor ? go(`/sign-in/second-factor?${new URLSearchParams({ next })}`) : go(next);
}
