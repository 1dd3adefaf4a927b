import type { ConsoleFeature } from '../navigation.ts';
import { indexPage, townIndexPage } from './index-pages.tsx';
import { stationRecordsPage, townRecordsPage } from './records-page.tsx';
import { stationIndexPage } from './station-index-page.tsx';
import { texts } from './texts.ts';

export const respectIndexFeature: ConsoleFeature = {
  pages: [indexPage, townIndexPage, townRecordsPage, stationIndexPage, stationRecordsPage],
  entries: [{ href: '/respect-index', label: texts.title, glyph: '尊', group: 'overview', audience: 'staff', hint: texts.hint }],
};
