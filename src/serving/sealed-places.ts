import { apiSealedPlaces } from '../api/v1/request-store.ts';
import { caseSealedPlaces } from '../cases/sealed-places.ts';
import { consoleSealedPlaces } from '../console/sealed-places.ts';
import { conversationSealedPlaces } from '../conversation/sealed-places.ts';
import { credentialSealedPlaces } from '../credentials/sealed-places.ts';
import { deliverySealedPlaces } from '../delivery/sealed-places.ts';
import { insightSealedPlaces } from '../insight/sealed-places.ts';
import { organisationSealedPlaces } from '../organisation/sealed-places.ts';
import { peopleSealedPlaces } from '../people/sealed-places.ts';
import type { SealedColumns } from '../platform/keys/sealed-place.ts';
import { visitSealedPlaces } from '../visits/sealed-places.ts';

/** Every column of the database that holds sealed texts. */
export const sealedPlaces: readonly SealedColumns[] = [
  ...peopleSealedPlaces,
  ...caseSealedPlaces,
  ...visitSealedPlaces,
  ...organisationSealedPlaces,
  ...conversationSealedPlaces,
  ...deliverySealedPlaces,
  ...consoleSealedPlaces,
  ...apiSealedPlaces,
  ...credentialSealedPlaces,
  ...insightSealedPlaces,
];
