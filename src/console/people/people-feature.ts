import type { ConsoleFeature } from '../navigation.ts';
import { documentPage, documentsPage } from './documents-pages.tsx';
import { editPage } from './edit-page.tsx';
import { filePage } from './file-page.tsx';
import { historyPage, looksPage } from './history-pages.tsx';
import { mergePage } from './merge-page.tsx';
import { findPage, peoplePage } from './people-page.tsx';
import { emergencyPage, revealPage } from './reveal-pages.ts';
import { texts } from './texts.ts';

export const peopleFeature: ConsoleFeature = {
  pages: [
    ...[peoplePage, findPage, filePage, revealPage, emergencyPage, editPage],
    ...[historyPage, looksPage, documentsPage, documentPage, mergePage],
  ],
  entries: [{ href: '/people', label: texts.label, glyph: '库', group: 'serve', audience: 'staff', hint: texts.hint, isEveryday: true }],
};
