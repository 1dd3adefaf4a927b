import { casesFeature } from './cases/cases-feature.ts';
import { certificateFeature } from './certificates/certificate-feature.ts';
import { codeFeature } from './codes/code-feature.ts';
import { draftsFeature } from './drafts/drafts-feature.ts';
import { inboxFeature } from './inbox/inbox-feature.ts';
import { listsFeature } from './lists/lists-feature.ts';
import { mapFeature } from './map/map-feature.ts';
import type { ConsoleFeature } from './navigation.ts';
import { peopleFeature } from './people/people-feature.ts';
import { respectIndexFeature } from './respect-index/index-feature.ts';
import { stationFeature } from './stations/station-feature.ts';
import { wallFeature } from './wall/wall-feature.ts';

/** Everything that the console can do: one line a feature, in the order of the navigation. */
export const features: readonly ConsoleFeature[] = [
  inboxFeature,
  draftsFeature,
  casesFeature,
  peopleFeature,
  listsFeature,
  codeFeature,
  certificateFeature,
  respectIndexFeature,
  mapFeature,
  wallFeature,
  stationFeature,
];
