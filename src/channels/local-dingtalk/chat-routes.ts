import { readFile } from 'node:fs/promises';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { projectFile } from '../../platform/project-file.ts';
import { chatActions, memberConversation, refusal } from './chat-actions.ts';
import { chatLive } from './chat-live.ts';
import { type ChatPage, chatPage } from './chat-page.ts';
import { type PeopleQuery, peopleFragment, RecentPeople, roleNames } from './chat-people.ts';
import { nameOf, shownConversations, shownMessages } from './chat-window.ts';
import type { LocalUser } from './local-directory.ts';
import type { LocalState } from './local-state.ts';
import { localTexts } from './local-texts.ts';
import type { WireEnv } from './wire-guard.ts';

/** The chat page and what its script asks for. Mounted under `/chat`; one window is one person (`?as=`). */
export function chatRoutes(state: LocalState): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  const recent = new RecentPeople();
  app.use('*', sameOriginWrites(), pageHeaders());
  app.get('/', (c) => page(state, recent, c));
  app.get('/style.css', (c) => asset(c, ['base.css', 'dialog.css', 'thread.css', 'composer.css', 'people.css'], 'text/css; charset=utf-8'));
  app.get('/script.js', (c) => asset(c, ['chat.js'], 'text/javascript; charset=utf-8'));
  app.get('/people', async (c) => c.html(await peopleFragment(state.directory, recent, peopleQuery(c))));
  app.get('/events', (c) => chatLive(state, c, c.req.query('as') ?? '', c.req.query('c') ?? ''));
  app.get('/unread', (c) => {
    const waiting = shownConversations(state, c.req.query('as') ?? '', null).filter((one) => one.unread > 0);
    return c.json({ unread: waiting.length });
  });
  app.get('/media/:id', (c) => media(state, c));
  app.route('/', chatActions(state));
  return app;
}

/** Another site's page must not speak for somebody here. */
function sameOriginWrites(): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isForeign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== c.req.header('host'));
    if (c.req.method !== 'GET' && isForeign) return refusal(c, localTexts.wrongOrigin, 403);
    await next();
  };
}

function pageHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    c.header('content-security-policy', "default-src 'self'; img-src 'self' data: http: https:; frame-ancestors 'none'; base-uri 'none'");
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'same-origin');
  };
}

const peopleQuery = (c: Context): PeopleQuery => ({
  text: (c.req.query('q') ?? '').trim().slice(0, 50),
  role: c.req.query('role') ?? '',
  page: Math.max(0, Math.trunc(Number(c.req.query('page') ?? 0)) || 0),
  as: c.req.query('as') ?? null,
});

async function page(state: LocalState, recent: RecentPeople, c: Context): Promise<Response> {
  const { directory } = state;
  const as = c.req.query('as') ?? null;
  const me = as ? await directory.get(as) : null;
  if (me) recent.used(me.userId);
  const [people, roles] = await Promise.all([peopleFragment(directory, recent, { text: '', role: '', page: 0, as }), roleNames(directory)]);
  const base = { people, roles, isBotOnline: state.gateway.connectionCount() > 0, now: state.clock.now() };
  if (!me) return c.html(chatPage({ ...base, ...nobodysWindow, notice: as ? localTexts.unknownPerson : null }), as ? 404 : 200);
  const window = await windowOf(state, me, c.req.query('c') ?? null);
  return c.html(chatPage({ ...base, ...window }), window.current ? 200 : 404);
}

type Window = Omit<ChatPage, 'people' | 'roles' | 'isBotOnline' | 'now'>;

const nobodysWindow: Omit<Window, 'notice'> = {
  me: null,
  conversations: [],
  current: null,
  memberNames: [],
  joinable: [],
  messages: [],
  after: '',
};

async function windowOf(state: LocalState, me: LocalUser, wanted: string | null): Promise<Window> {
  const { chat } = state;
  const conversation = wanted ? memberConversation(state, me, wanted) : chat.direct(me.userId);
  if (conversation) chat.markRead(conversation.id, me.userId);
  // Taken before anything is rendered: what comes meanwhile is told by the live events.
  const after = `${chat.epoch}-${chat.lastSeq}`;
  const conversations = shownConversations(state, me.userId, conversation?.id ?? null);
  return {
    me,
    conversations,
    after,
    messages: conversation ? await shownMessages(state, me.userId, conversation) : [],
    current: conversations.find((one) => one.isCurrent) ?? null,
    memberNames: conversation?.isGroup ? await Promise.all([...conversation.members].map((id) => nameOf(state, id))) : [],
    joinable: chat.groups().flatMap((one) => (one.members.has(me.userId) ? [] : [{ id: one.id, title: one.title ?? '' }])),
    notice: conversation ? null : localTexts.unknownConversation,
  };
}

async function asset(c: Context, names: string[], contentType: string): Promise<Response> {
  const parts = await Promise.all(names.map((name) => readFile(projectFile(`src/channels/local-dingtalk/page/${name}`), 'utf8')));
  return c.body(parts.join('\n'), 200, { 'content-type': contentType, 'cache-control': 'no-cache' });
}

function media(state: LocalState, c: Context): Response {
  const found = state.media.get(c.req.param('id') ?? '');
  if (!found) return c.text('not found', 404);
  const headers: Record<string, string> = { 'content-type': found.contentType, 'cache-control': 'private, max-age=3600' };
  // Only pictures are shown in place; anything else could be a page of its own.
  if (found.kind === 'file') headers['content-disposition'] = `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName)}`;
  return c.body(new Uint8Array(found.content), 200, headers);
}
