import { html } from 'hono/html';
import type { ConsoleDeps } from '../console-deps.ts';
import type { Entry } from '../navigation.ts';
import type { Answer, OpenVisit, PageStatus } from '../page.ts';
import { formToken } from '../session/session.ts';
import { putNotice, takeNotice } from '../session/session-store.ts';
import { texts } from '../texts.ts';
import { appearanceOf } from './appearance.ts';
import { Layout } from './layout.tsx';
import { StateView } from './state-view.tsx';

/** What all pages of one console share. */
export interface Mounting {
  deps: ConsoleDeps;
  entries: readonly Entry[];
}

/** Lets a page work out its answer and makes a response of it. */
export async function render<V extends OpenVisit>(mounting: Mounting, visit: V, work: (visit: V) => Promise<Answer>): Promise<Response> {
  return respond(mounting, visit, await work(visit));
}

export async function respond(mounting: Mounting, visit: OpenVisit, answer: Answer): Promise<Response> {
  const { c, deps, session } = visit;
  if (answer.kind === 'raw') return answer.response;
  if (answer.kind === 'part') return c.html(html`${answer.body}`);
  if (answer.kind === 'go') {
    if (answer.notice !== null && session) await putNotice(deps.db.tx, deps.sealer, session.id, answer.notice);
    return c.redirect(answer.to, 303);
  }
  return page(mounting, visit, answer);
}

async function page(mounting: Mounting, visit: OpenVisit, answer: Extract<Answer, { kind: 'page' }>): Promise<Response> {
  const { c, deps, staff, session } = visit;
  const notice = session && (await takeNotice(deps.db.tx, deps.sealer, session.id));
  const signedIn = staff && session ? { staff, entries: mounting.entries, formToken: formToken(deps.secret, session.id) } : null;
  const { pathname, search } = new URL(c.req.url);
  const view = (
    <Layout
      title={answer.title}
      path={c.req.method === 'GET' ? pathname + search : pathname}
      appearance={appearanceOf(c)}
      signedIn={signedIn}
      isDemo={deps.local !== null}
      isWide={answer.isWide}
      notice={notice}
      refreshes={answer.refreshes}
    >
      {answer.body}
    </Layout>
  );
  return c.html(html`<!doctype html>${view}`, answer.status);
}

export interface State {
  title: string;
  sentence: string;
  todo: string;
  reference?: string;
}

/** A page that only says how things stand. */
export async function renderState(mounting: Mounting, visit: OpenVisit, status: PageStatus, state: State): Promise<Response> {
  const body = (
    <StateView {...state}>
      <p>
        <a class="button" href="/">
          {texts.toStart}
        </a>
      </p>
    </StateView>
  );
  return respond(mounting, visit, { kind: 'page', title: state.title, body, status, isWide: false, refreshes: null });
}
