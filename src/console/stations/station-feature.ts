import type { ConsoleFeature } from '../navigation.ts';
import { stationListPage } from './station-list-page.tsx';
import { stationPage } from './station-page.tsx';
import { texts } from './texts.ts';

export const stationFeature: ConsoleFeature = {
  pages: [stationListPage, stationPage],
  entries: [{ href: '/stations', label: texts.title, glyph: '网', group: 'overview', audience: 'staff', hint: texts.hint }],
};
