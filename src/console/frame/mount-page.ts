import type { Context, Hono } from 'hono';
import { type Answer, mayOpen, type OpenPage, type OpenVisit, type Page, type Visit } from '../page.ts';
import { texts } from '../texts.ts';
import { type Admission, admit } from './admit.ts';
import { guarded } from './guarded.tsx';
import type { PostedForm } from './posted-form.ts';
import { readForm } from './read-form.ts';
import { type Mounting, render, renderState } from './render.tsx';
import { isFromHere } from './security-headers.ts';
import { keepForLater, sendOnce } from './take-form.ts';

const MOST_BYTES = 512 * 1024;

/** Puts a page under its address, behind what all pages have in common: who is it, may they, is the form ours and fresh. */
export function mountPage(app: Hono, mounting: Mounting, page: Page): void {
  const { get, post } = page;
  if (get) app.get(page.path, (c) => guarded(mounting, c, () => answerGet(mounting, page, c, get)));
  if (post) app.post(page.path, (c) => guarded(mounting, c, () => answerPost(mounting, page, c, post)));
}

/** A page for everybody; forms on it must come from here, and carry whatever else the page itself demands. */
export function mountOpenPage(app: Hono, mounting: Mounting, page: OpenPage): void {
  const { get, post } = page;
  if (get) app.get(page.path, (c) => guarded(mounting, c, async () => render(mounting, await openVisit(mounting, c), get)));
  if (!post) return;
  app.post(page.path, (c) =>
    guarded(mounting, c, async () => {
      const form = await formOf(mounting, c, page.mostBytes);
      return form instanceof Response ? form : render(mounting, await openVisit(mounting, c), (visit) => post(visit, form));
    }),
  );
}

async function openVisit({ deps }: Mounting, c: Context): Promise<OpenVisit> {
  const admission = await admit(c, deps);
  if (admission.kind === 'in') return admission.visit;
  const session = admission.kind === 'half' ? admission.session : null;
  return { c, deps, now: deps.clock.now(), staff: null, session };
}

async function answerGet(mounting: Mounting, page: Page, c: Context, get: (visit: Visit) => Promise<Answer>): Promise<Response> {
  const admission = await admit(c, mounting.deps, page.isByItself || c.req.header('x-by-itself') !== undefined);
  if (admission.kind !== 'in') return sendToSignIn(c, admission);
  const { visit } = admission;
  return mayOpen(visit.staff, page.audience) ? render(mounting, visit, get) : renderState(mounting, visit, 403, texts.forbidden);
}

function sendToSignIn(c: Context, admission: Admission): Response {
  const next = new URL(c.req.url);
  const path = admission.kind === 'half' ? '/sign-in/second-factor' : '/sign-in';
  return c.redirect(`${path}?${new URLSearchParams({ next: next.pathname + next.search })}`, 303);
}

async function answerPost(
  mounting: Mounting,
  page: Page,
  c: Context,
  post: (visit: Visit, form: PostedForm) => Promise<Answer>,
): Promise<Response> {
  const form = await formOf(mounting, c, page.mostBytes);
  if (form instanceof Response) return form;
  const admission = await admit(c, mounting.deps);
  const kept = await keepForLater(mounting.deps, c, admission, form);
  if (kept.kind === 'foreign') return renderState(mounting, await openVisit(mounting, c), 403, texts.foreign);
  if (kept.kind === 'sign-in') return c.redirect(kept.to, 303);
  if (admission.kind !== 'in') return sendToSignIn(c, admission);
  const { visit } = admission;
  if (!mayOpen(visit.staff, page.audience)) return renderState(mounting, visit, 403, texts.forbidden);
  return sendOnce(mounting, visit, form, post);
}

/** The form, or the page that says why it is not taken. */
async function formOf(mounting: Mounting, c: Context, mostBytes = MOST_BYTES): Promise<PostedForm | Response> {
  const headers = { get: (name: string) => c.req.header(name) };
  if (!isFromHere(headers, mounting.deps.publicUrl)) return renderState(mounting, await openVisit(mounting, c), 403, texts.foreign);
  return (await readForm(c, mostBytes)) ?? renderState(mounting, await openVisit(mounting, c), 413, texts.tooLarge);
}
