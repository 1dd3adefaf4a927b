import { tasksMark } from '../../cases/list-tasks.ts';
import { liveNews } from '../frame/live.ts';
import type { Page } from '../page.ts';

/** News of this person's lists. */
export const inboxLivePage: Page = {
  path: '/tasks/live',
  audience: 'staff',
  isByItself: true,
  get: async (visit) => liveNews(visit, (now) => tasksMark(visit.deps.cases, visit.staff, now)),
};
