import type { ConsoleFeature } from '../navigation.ts';
import { texts } from './texts.ts';
import { wallAudience, wallLivePage, wallPage } from './wall-pages.tsx';

export const wallFeature: ConsoleFeature = {
  pages: [wallPage, wallLivePage],
  entries: [{ href: '/wall', label: texts.title, glyph: '屏', group: 'overview', audience: wallAudience, hint: texts.hint }],
};
