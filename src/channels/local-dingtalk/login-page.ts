import { html } from 'hono/html';
import { avatar, type Html } from './chat-views.ts';
import type { LocalUser } from './local-directory.ts';
import { localTexts as t } from './local-texts.ts';

export interface LoginPage {
  people: LocalUser[];
  /** What the page was asked with; handed on with the choice. */
  query: Record<string, string>;
  isUnknown: boolean;
}

/** Where the real DingTalk shows a code to scan: who do you want to be? Needs no script. */
export function loginPage({ people, query, isUnknown }: LoginPage): Html {
  const { login_as: _, q = '', ...kept } = query;
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t.loginTitle}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/chat/style.css">
</head>
<body class="picking">
<main class="pick">
<header>${avatar(t.bot, 'bot')}<div><h1>${t.loginTitle}</h1><p class="small">${t.pageSubtitle}</p></div></header>
${isUnknown ? html`<p class="notice">${t.unknownPerson}</p>` : ''}
<form class="filter" role="search">
${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<input type="search" name="q" value="${q}" placeholder="${t.searchPeople}" aria-label="${t.searchPeople}" autocomplete="off">
</form>
<div id="people">${people.length === 0 ? html`<p class="empty">${t.nobodyFound}</p>` : ''}
<ul>${people.map((user) => personRow(user, kept))}</ul></div>
</main>
</body>
</html>`;
}

function personRow(user: LocalUser, kept: Record<string, string>): Html {
  const address = `/oauth2/auth?${new URLSearchParams({ ...kept, login_as: user.userId })}`;
  return html`<li class="persona"><a class="choose" href="${address}">${avatar(user.name, 'person')}
    <span class="line"><strong>${user.name}</strong><span class="title">${user.title}</span></span>
    <span class="line"><span class="preview">${user.area}</span></span></a></li>`;
}
