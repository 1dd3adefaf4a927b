import type { ConsoleFeature } from '../navigation.ts';
import { caseLivePage, decidePage, materialPage, operatePage, sheetPage } from './act-pages.ts';
import { caseListPage } from './case-list-page.tsx';
import { casePage } from './case-page.tsx';
import { texts } from './texts.ts';

export const casesFeature: ConsoleFeature = {
  pages: [caseListPage, casePage, decidePage, operatePage, sheetPage, materialPage, caseLivePage],
  entries: [{ href: '/cases', label: texts.list.title, glyph: '件', group: 'mine', audience: 'staff', hint: texts.list.hint }],
};
