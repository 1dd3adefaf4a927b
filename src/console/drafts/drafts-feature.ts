import type { ConsoleFeature } from '../navigation.ts';
import { beginPage, correctPage } from './begin-page.tsx';
import { draftFilePage } from './draft-file-page.ts';
import { draftListPage } from './draft-list-page.tsx';
import { draftPage } from './draft-page.tsx';
import { texts } from './texts.ts';

export const draftsFeature: ConsoleFeature = {
  pages: [draftListPage, beginPage, correctPage, draftPage, draftFilePage],
  entries: [{ href: '/drafts', label: texts.title, glyph: '稿', group: 'mine', audience: 'staff', hint: texts.hint }],
};
