import type { ConsoleFeature } from '../navigation.ts';
import { codePage } from './code-page.tsx';
import { codeSearchPage } from './code-search-page.tsx';
import { scannersPage } from './scanners-page.tsx';
import { showCodePage } from './show-page.tsx';
import { texts } from './texts.ts';

export const codeFeature: ConsoleFeature = {
  // Devices first: their address would else be read as an archive number.
  pages: [codeSearchPage, scannersPage, codePage, showCodePage],
  entries: [{ href: '/codes', label: texts.title, glyph: '码', group: 'serve', audience: 'staff', hint: texts.hint }],
};
