import type { ConsoleFeature } from '../navigation.ts';
import { batchDecidePage, batchDonePage, batchPage, batchUndoPage } from './batch-pages.tsx';
import { inboxLivePage } from './inbox-live.ts';
import { inboxPage } from './inbox-page.tsx';
import { texts } from './texts.ts';

export const inboxFeature: ConsoleFeature = {
  pages: [inboxPage, inboxLivePage, batchPage, batchDecidePage, batchDonePage, batchUndoPage],
  entries: [{ href: '/tasks', label: texts.title, glyph: '办', group: 'mine', audience: 'staff', hint: texts.hint, isEveryday: true }],
};
