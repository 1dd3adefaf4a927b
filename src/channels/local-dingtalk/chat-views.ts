import { html, raw } from 'hono/html';
import type { Content } from './chat-log.ts';
import type { LocalUser } from './local-directory.ts';
import { localTexts } from './local-texts.ts';
import { markdownToHtml, pictureAddress, readLink } from './markdown-html.ts';

/** Pieces of the chat page. Pure: everything to be shown comes in; `html` escapes. */
export type Html = ReturnType<typeof html>;

export interface ShownMessage {
  id: string;
  /** Null: the bot. */
  author: { userId: string; name: string } | null;
  isOwn: boolean;
  content: Content;
  /** What this person sees on a card. */
  cardParams: Record<string, string>;
  at: Date;
  /** A line with the time stands above it: a while has passed since the message before. */
  hasTime: boolean;
  isGroup: boolean;
}

export interface ShownConversation {
  id: string;
  title: string;
  isGroup: boolean;
  preview: string;
  at: Date | null;
  unread: number;
  isCurrent: boolean;
}

const colours = 8;

/** DingTalk shows the last two characters of a person's name; of a group the first say more. */
export function avatar(name: string, kind: 'person' | 'bot' | 'group'): Html {
  const colour = [...name].reduce((sum, one) => sum + (one.codePointAt(0) ?? 0), 0) % colours;
  return html`<span class="avatar ${kind} hue-${colour}" aria-hidden="true">${(kind === 'group' ? [...name].slice(0, 2) : [...name].slice(-2)).join('')}</span>`;
}

const zone = 'Asia/Shanghai';
const dayFormat = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, month: 'numeric', day: 'numeric' });
const timeFormat = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false });

/** 今天的时刻，或日期。 */
export function shortTime(at: Date, now: Date): string {
  return dayFormat.format(at) === dayFormat.format(now) ? timeFormat.format(at) : dayFormat.format(at);
}

const fullTime = (at: Date) => `${dayFormat.format(at)} ${timeFormat.format(at)}`;

export function messageView(message: ShownMessage): Html {
  const name = message.author?.name ?? localTexts.bot;
  const side = message.isOwn ? 'own' : 'other';
  const who = message.isGroup && !message.isOwn ? html`<span class="who">${name}</span>` : '';
  return html`<li class="message ${side} kind-${message.content.kind}" id="m-${message.id}">
    ${message.hasTime ? html`<time class="divider" datetime="${message.at.toISOString()}">${fullTime(message.at)}</time>` : ''}
    ${avatar(name, message.author ? 'person' : 'bot')}
    <div class="body">${who}<div class="bubble" title="${fullTime(message.at)}">${contentView(message)}</div></div>
  </li>`;
}

function contentView({ content, cardParams }: ShownMessage): Html {
  switch (content.kind) {
    case 'text':
      return html`<p class="text">${content.text}</p>`;
    case 'markdown':
      return html`<div class="markdown">${raw(markdownToHtml(content.text))}</div>`;
    case 'action-card':
      return html`<div class="markdown">${raw(markdownToHtml(content.text))}</div>
        <div class="buttons ${content.isRow ? 'row' : ''}">${content.buttons.map(linkButton)}</div>`;
    case 'picture': {
      const address = pictureAddress(content.source);
      return address
        ? html`<a href="${address}" target="_blank" rel="noopener"><img src="${address}" alt="${localTexts.picture}"></a>`
        : html`${localTexts.picture}`;
    }
    case 'file': {
      const address = pictureAddress(content.source) ?? '#';
      const extension = content.fileName.split('.').at(-1)?.toUpperCase() ?? '';
      return html`<a class="file" href="${address}" download="${content.fileName}"><span class="extension">${extension}</span><span>${content.fileName}</span></a>`;
    }
    case 'card':
      return cardView(content.outTrackId, cardParams);
  }
}

function linkButton({ title, url }: { title: string; url: string }): Html {
  const link = readLink(url);
  if (!link) return html`<button type="button" disabled>${title}</button>`;
  if ('says' in link) return html`<button type="button" data-says="${link.says}">${title}</button>`;
  return html`<a href="${link.href}" target="_blank" rel="noopener noreferrer">${title}</a>`;
}

/** Shows the variables of our card template: title, markdown to markdown8, buttons (dingtalk/outgoing-payload.ts). */
function cardView(outTrackId: string, params: Record<string, string>): Html {
  const names = ['markdown', ...Array.from({ length: 7 }, (_, index) => `markdown${index + 2}`)];
  const text = names.map((name) => params[name] ?? '').join('');
  return html`<h3 class="card-title">${params['title'] ?? ''}</h3>
    <div class="markdown">${raw(markdownToHtml(text))}</div>
    <div class="buttons">${cardButtons(params['buttons'] ?? '').map(
      (button) =>
        html`<button type="button" data-card="${outTrackId}" data-action="${button.id}" data-params="${JSON.stringify({ says: button.says })}">${button.text}</button>`,
    )}</div>`;
}

function cardButtons(json: string): { id: string; text: string; says: string }[] {
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    return [];
  }
  if (!Array.isArray(list)) return [];
  return list.map((one: Record<string, unknown>) => ({
    id: String(one['id'] ?? ''),
    text: String(one['text'] ?? ''),
    says: String(one['says'] ?? ''),
  }));
}

export function previewOf(content: Content): string {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'markdown':
    case 'action-card':
      return content.title;
    case 'picture':
      return localTexts.picture;
    case 'file':
      return localTexts.file(content.fileName);
    case 'card':
      return localTexts.card;
  }
}

export function conversationList(as: string, list: ShownConversation[], now: Date): Html {
  return html`${list.map((one) => conversationView(as, one, now))}`;
}

function conversationView(as: string, one: ShownConversation, now: Date): Html {
  const address = `/chat?as=${encodeURIComponent(as)}&c=${encodeURIComponent(one.id)}`;
  return html`<li><a class="conversation" href="${address}" data-c="${one.id}" ${one.isCurrent ? raw('aria-current="page"') : ''}>
    ${avatar(one.title, one.isGroup ? 'group' : 'bot')}
    <span class="line"><span class="name">${one.title}</span>${one.isGroup ? '' : html`<span class="tag">${localTexts.botTag}</span>`}
      ${one.at ? html`<time>${shortTime(one.at, now)}</time>` : ''}</span>
    <span class="line"><span class="preview">${one.preview}</span>${one.unread > 0 ? html`<span class="unread">${one.unread > 99 ? '99+' : one.unread}</span>` : ''}</span>
  </a></li>`;
}

export function personView(user: LocalUser, isCurrent: boolean): Html {
  const address = `/chat?as=${encodeURIComponent(user.userId)}`;
  return html`<li class="persona"><a class="choose" href="${address}" ${isCurrent ? raw('aria-current="true"') : ''}>
    ${avatar(user.name, 'person')}
    <span class="line"><span class="name">${user.name}</span><span class="title">${user.title}</span></span>
    <span class="line"><span class="preview">${[user.area, ...user.roles].filter(Boolean).join(' · ')}</span></span></a>
    <a class="window" href="${address}" target="_blank" rel="opener" aria-label="${localTexts.newWindow}：${user.name}" title="${localTexts.newWindow}">↗</a></li>`;
}
