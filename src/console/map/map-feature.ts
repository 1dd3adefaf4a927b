import type { ConsoleFeature } from '../navigation.ts';
import { mapPage } from './map-page.tsx';
import { texts } from './texts.ts';

export const mapFeature: ConsoleFeature = {
  pages: [mapPage],
  entries: [{ href: '/map', label: texts.title, glyph: '图', group: 'overview', audience: 'staff', hint: texts.hint }],
};
