import { html, raw } from 'hono/html';
import { avatar, conversationList, type Html, messageView, type ShownConversation, type ShownMessage } from './chat-views.ts';
import type { LocalUser } from './local-directory.ts';
import { localTexts as t } from './local-texts.ts';

export interface ChatPage {
  me: LocalUser | null;
  notice: string | null;
  people: Html;
  roles: string[];
  conversations: ShownConversation[];
  current: ShownConversation | null;
  /** Names of the other people in a group. */
  memberNames: string[];
  joinable: { id: string; title: string }[];
  messages: ShownMessage[];
  isBotOnline: boolean;
  /** Where the window goes on listening. */
  after: string;
  now: Date;
}

/** The whole page. Works without the script except for sending and live updates. */
export function chatPage(page: ChatPage): Html {
  const { me, current } = page;
  const title = me ? `${me.name} · ${t.pageTitle}` : t.pageTitle;
  const attributes = me
    ? html`data-as="${me.userId}" data-c="${current?.id ?? ''}" data-after="${page.after}" data-group="${current?.isGroup ? '1' : ''}"`
    : '';
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/chat/style.css">
<script type="module" src="/chat/script.js"></script>
</head>
<body class="${me ? 'chatting' : 'picking'}" ${attributes}>
${me ? chatting(page, me) : picking(page)}
<div id="toast" role="status" aria-live="polite"></div>
</body>
</html>`;
}

function picking(page: ChatPage): Html {
  return html`<main class="pick">
<header>${avatar(t.bot, 'bot')}<div><h1>${t.pickTitle}</h1><p>${t.pickHint}</p><p class="small">${t.pageSubtitle}</p></div></header>
${page.notice ? html`<p class="notice">${page.notice}</p>` : ''}
${peoplePanel(page)}
</main>`;
}

function peoplePanel(page: ChatPage): Html {
  return html`<form class="filter" role="search">
<input type="search" name="q" placeholder="${t.searchPeople}" aria-label="${t.searchPeople}" autocomplete="off" ${page.me ? '' : raw('autofocus')}>
<select name="role" aria-label="${t.allRoles}"><option value="">${t.allRoles}</option>${page.roles.map((role) => html`<option>${role}</option>`)}</select>
</form>
<div id="people">${page.people}</div>`;
}

function chatting(page: ChatPage, me: LocalUser): Html {
  return html`<aside aria-label="${t.conversations}">
<header class="me">${avatar(me.name, 'person')}
<span class="line"><strong>${me.name}</strong><span class="title">${me.title}</span></span>
<span class="line"><span class="preview">${me.area}</span></span>
<button type="button" id="switch" aria-haspopup="dialog">${t.switchPerson}</button></header>
<nav><div class="bar"><h2>${t.conversations}</h2><button type="button" id="new-group" aria-haspopup="dialog">＋ ${t.newGroup}</button></div>
<ul id="conversations">${conversationList(me.userId, page.conversations, page.now)}</ul>
${joinable(page)}</nav>
<footer>${t.pageSubtitle}</footer>
</aside>
${thread(page)}
<dialog id="people-dialog" aria-label="${t.switchPerson}"><div class="bar"><h2>${t.switchPerson}</h2><button type="button" data-close aria-label="${t.cancel}">✕</button></div>
<p class="small">${t.pickHint}</p>${peoplePanel(page)}</dialog>
<dialog id="group-dialog" aria-label="${t.newGroup}"><form method="dialog"><h2>${t.newGroup}</h2>
<label>${t.groupTitle}<input name="title" maxlength="30" required autocomplete="off"></label><p class="small">${t.groupHint}</p>
<p class="actions"><button type="button" data-close>${t.cancel}</button><button type="submit" class="primary">${t.create}</button></p></form></dialog>`;
}

function joinable(page: ChatPage): Html | '' {
  if (page.joinable.length === 0) return '';
  return html`<div class="joinable"><h2>${t.joinable}</h2><ul>${page.joinable.map(
    (group) =>
      html`<li>${avatar(group.title, 'group')}<span class="name">${group.title}</span><button type="button" data-join="${group.id}">${t.join}</button></li>`,
  )}</ul></div>`;
}

function thread(page: ChatPage): Html {
  const { current } = page;
  if (!current) return html`<main class="thread"><p class="empty">${page.notice ?? t.noMessages}</p></main>`;
  return html`<main class="thread">
<header><button type="button" id="back" aria-label="${t.back}">‹</button><h1>${current.title}</h1>
${current.isGroup ? html`<span class="state">${t.members(page.memberNames.length)}</span><span class="names">${page.memberNames.join('、')}</span>` : html`<span class="tag">${t.botTag}</span><span class="state ${page.isBotOnline ? 'on' : ''}">${page.isBotOnline ? t.botOnline : t.botOffline}</span>`}
</header>
<ol id="messages" tabindex="0" aria-label="${current.title}" aria-live="polite">${page.messages.map(messageView)}</ol>
<div id="hello" class="empty" ${page.messages.length > 0 ? raw('hidden') : ''}>${hello(current)}</div>
<form id="composer">
${current.isGroup ? html`<button type="button" id="mention" aria-pressed="false">${t.mention}</button>` : ''}
<label class="attach" title="${t.attach}"><input type="file" id="file" aria-label="${t.attach}" accept="image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.zip,.rar"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M19.5 11.5l-7.6 7.6a4.7 4.7 0 0 1-6.7-6.7l8.1-8.1a3.2 3.2 0 0 1 4.5 4.5l-8 8a1.6 1.6 0 0 1-2.3-2.3l7.2-7.2"/></svg></label>
<textarea id="text" rows="2" placeholder="${t.composer}" aria-label="${t.composer}" autofocus></textarea>
<button type="submit" class="primary">${t.send}</button>
</form>
</main>`;
}

function hello(current: ShownConversation): Html {
  if (current.isGroup) return html`<p>${t.groupHello}</p>`;
  return html`${avatar(t.bot, 'bot')}<p>${t.botHello}</p><p class="examples">${t.examples.map((one) => html`<button type="button" data-says="${one}">${one}</button>`)}</p>`;
}
