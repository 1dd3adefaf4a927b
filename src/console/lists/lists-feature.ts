import type { ConsoleFeature } from '../navigation.ts';
import { conflictsPage } from './conflicts-page.tsx';
import { exportFilePage, exportsPage } from './exports-pages.tsx';
import { importPage } from './import-page.tsx';
import { findingsPage, qualityPage } from './quality-pages.tsx';
import { texts } from './texts.ts';

export const listsFeature: ConsoleFeature = {
  pages: [qualityPage, findingsPage, importPage, conflictsPage, exportsPage, exportFilePage],
  entries: [
    { href: '/quality', label: texts.quality.title, glyph: '核', group: 'govern', audience: 'staff', hint: texts.quality.hint },
    { href: '/import', label: texts.imports.title, glyph: '入', group: 'govern', audience: importPage.audience, hint: texts.imports.hint },
    {
      href: '/conflicts',
      label: texts.conflicts.title,
      glyph: '异',
      group: 'govern',
      audience: conflictsPage.audience,
      hint: texts.conflicts.hint,
    },
    { href: '/exports', label: texts.exports.title, glyph: '出', group: 'govern', audience: 'staff', hint: texts.exports.hint },
  ],
};
