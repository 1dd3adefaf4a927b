import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Conversation } from './chat-log.ts';
import { jsonOf } from './client-frame.ts';
import type { LocalUser } from './local-directory.ts';
import type { LocalState } from './local-state.ts';
import { localTexts } from './local-texts.ts';
import { MAX_MEDIA_BYTES, mediaTypeOf } from './media-store.ts';
import type { Said } from './person-acts.ts';
import type { WireEnv } from './wire-guard.ts';

/** What a person does on the chat page. Every answer is `{ok: true}` or `{ok: false, sentence}`; `notice` says what to expect. */
export function chatActions(state: LocalState): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  app.post('/send', (c) => send(state, c));
  app.post('/upload', (c) => upload(state, c));
  app.post('/read', async (c) => {
    const member = await memberOf(state, jsonOf(await c.req.text()));
    if (typeof member === 'string') return refusal(c, member, 404);
    state.chat.markRead(member.conversation.id, member.user.userId);
    return c.json({ ok: true });
  });
  app.post('/press', (c) => press(state, c));
  app.post('/groups', (c) => createGroup(state, c));
  app.post('/join', (c) => join(state, c));
  return app;
}

const MAX_CHARACTERS = 20_000;

const memberShape = z.looseObject({ as: z.string(), c: z.string() });
const textShape = z.looseObject({ text: z.string(), mention: z.boolean().default(false) });
const pressShape = z.looseObject({ as: z.string(), card: z.string(), action: z.string(), params: z.record(z.string(), z.string()) });
const groupShape = z.looseObject({ as: z.string(), title: z.string().trim().min(1).max(30) });

export const refusal = (c: Context, sentence: string, status: 400 | 403 | 404 = 400) => c.json({ ok: false, sentence }, status);

/** Null when there is no such conversation or this person is not in it. */
export function memberConversation(state: LocalState, user: LocalUser, id: string): Conversation | null {
  state.chat.direct(user.userId);
  const conversation = state.chat.get(id);
  return conversation?.members.has(user.userId) ? conversation : null;
}

/** The person and the conversation that a request names, or the sentence that says why not. */
async function memberOf(state: LocalState, body: unknown): Promise<{ user: LocalUser; conversation: Conversation } | string> {
  const named = memberShape.safeParse(body);
  const user = named.success ? await state.directory.get(named.data.as) : null;
  if (!named.success || !user) return localTexts.unknownPerson;
  const conversation = memberConversation(state, user, named.data.c);
  return conversation ? { user, conversation } : localTexts.unknownConversation;
}

async function send(state: LocalState, c: Context): Promise<Response> {
  const body = jsonOf(await c.req.text());
  const member = await memberOf(state, body);
  if (typeof member === 'string') return refusal(c, member, 404);
  const typed = textShape.safeParse(body);
  if (!typed.success) return refusal(c, localTexts.emptyText);
  if (typed.data.text.length > MAX_CHARACTERS) return refusal(c, localTexts.tooLong(MAX_CHARACTERS));
  const isTyped = typed.data.text.includes(localTexts.mention);
  // The mention reaches the robot as a flag, not as text (dingtalk.md §2).
  const text = typed.data.text.replaceAll(localTexts.mention, ' ').trim();
  if (text === '' && !isTyped) return refusal(c, localTexts.emptyText);
  return said(state, c, member.user, member.conversation, { text, file: null, mentionsBot: isTyped || typed.data.mention });
}

function said(state: LocalState, c: Context, user: LocalUser, conversation: Conversation, what: Said): Response {
  const { messageId, pushed } = state.acts.say(user, conversation, what);
  const isUnheard = pushed !== null && state.gateway.connectionCount() === 0;
  return c.json({ ok: true, messageId, ...(isUnheard ? { notice: localTexts.offlineNotice } : {}) });
}

async function upload(state: LocalState, c: Context): Promise<Response> {
  const form = await c.req.parseBody().catch(() => null);
  const member = await memberOf(state, form);
  if (typeof member === 'string') return refusal(c, member, 404);
  const file = form?.['file'];
  const type = file instanceof File ? mediaTypeOf(file.name) : null;
  if (!(file instanceof File) || !type || file.size === 0 || file.size > MAX_MEDIA_BYTES) return refusal(c, localTexts.badFile);
  const kept = state.media.keep({ ...type, content: Buffer.from(await file.arrayBuffer()), fileName: file.name });
  return said(state, c, member.user, member.conversation, { text: '', file: kept, mentionsBot: form?.['mention'] === 'true' });
}

async function press(state: LocalState, c: Context): Promise<Response> {
  const body = pressShape.safeParse(jsonOf(await c.req.text()));
  const user = body.success ? await state.directory.get(body.data.as) : null;
  if (!body.success || !user) return refusal(c, localTexts.unknownPerson, 404);
  const outcome = await state.acts.press(user, body.data.card, body.data.action, body.data.params);
  if (outcome === 'no-card') return refusal(c, localTexts.noCard, 404);
  return outcome === 'late' ? refusal(c, localTexts.lateAnswer) : c.json({ ok: true });
}

async function createGroup(state: LocalState, c: Context): Promise<Response> {
  const body = groupShape.safeParse(jsonOf(await c.req.text()));
  if (!body.success) return refusal(c, localTexts.emptyTitle);
  const user = await state.directory.get(body.data.as);
  if (!user) return refusal(c, localTexts.unknownPerson, 404);
  return c.json({ ok: true, c: state.chat.createGroup(body.data.title, [user.userId]).id });
}

async function join(state: LocalState, c: Context): Promise<Response> {
  const body = memberShape.safeParse(jsonOf(await c.req.text()));
  const user = body.success ? await state.directory.get(body.data.as) : null;
  if (!body.success || !user) return refusal(c, localTexts.unknownPerson, 404);
  return state.chat.join(body.data.c, user.userId) ? c.json({ ok: true, c: body.data.c }) : refusal(c, localTexts.unknownConversation, 404);
}
