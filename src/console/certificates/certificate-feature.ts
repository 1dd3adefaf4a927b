import type { ConsoleFeature } from '../navigation.ts';
import { certificateListPage } from './certificate-list-page.tsx';
import { certificatePage, certificatePaperPage, certificatePicturePage } from './certificate-page.tsx';
import { batchesPage, batchPage, issuePage } from './issue-pages.tsx';
import { texts } from './texts.ts';

export const certificateFeature: ConsoleFeature = {
  // Fixed addresses first: they would else be read as a number.
  pages: [certificateListPage, issuePage, batchesPage, batchPage, certificatePage, certificatePicturePage, certificatePaperPage],
  entries: [{ href: '/certificates', label: texts.title, glyph: '证', group: 'serve', audience: 'staff', hint: texts.hint }],
};
