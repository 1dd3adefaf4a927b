import { html } from 'hono/html';
import type { Html } from './chat-views.ts';
import { personView } from './chat-views.ts';
import type { LocalDirectory, LocalUser } from './local-directory.ts';
import { localTexts } from './local-texts.ts';

/** The persona list: search, role, pages, and first those who were used last. */
export interface PeopleQuery {
  text: string;
  role: string;
  page: number;
  /** Whose window asks; null on the entry page. */
  as: string | null;
}

export const PEOPLE_PER_PAGE = 20;

/** Remembers who was played last, newest first. */
export class RecentPeople {
  private userIds: string[] = [];

  used(userId: string): void {
    this.userIds = [userId, ...this.userIds.filter((one) => one !== userId)].slice(0, 8);
  }

  async list(directory: LocalDirectory): Promise<LocalUser[]> {
    const users = await Promise.all(this.userIds.map((userId) => directory.get(userId)));
    return users.filter((user): user is LocalUser => user !== null);
  }
}

export async function peopleFragment(directory: LocalDirectory, recent: RecentPeople, query: PeopleQuery): Promise<Html> {
  const isPlain = query.text === '' && query.role === '' && query.page === 0;
  const used = isPlain ? await recent.list(directory) : [];
  const found = await directory.list({
    text: query.text,
    ...(query.role ? { role: query.role } : {}),
    offset: query.page * PEOPLE_PER_PAGE,
    limit: PEOPLE_PER_PAGE + 1,
  });
  const shown = found.slice(0, PEOPLE_PER_PAGE).filter((user) => !used.some((one) => one.userId === user.userId));
  if (used.length + shown.length === 0) return html`<p class="empty">${localTexts.nobodyFound}</p>`;
  const row = (user: LocalUser) => personView(user, user.userId === query.as);
  return html`${used.length > 0 ? html`<h3>${localTexts.recent}</h3><ul>${used.map(row)}</ul><h3>${localTexts.everybody}</h3>` : ''}
    <ul>${shown.map(row)}</ul>
    <p class="pages">${query.page > 0 ? pageButton(query.page - 1, localTexts.fewer) : ''}${found.length > PEOPLE_PER_PAGE ? pageButton(query.page + 1, localTexts.more) : ''}</p>`;
}

const pageButton = (page: number, label: string) => html`<button type="button" data-page="${page}">${label}</button>`;

export async function roleNames(directory: LocalDirectory): Promise<string[]> {
  if (directory.roles) return directory.roles();
  const users = await directory.list({ limit: 1_000 });
  return [...new Set(users.flatMap((user) => user.roles))];
}
