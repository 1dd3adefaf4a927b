import { fillBools } from './fill-bools.ts';
import { fillChoices } from './fill-choices.ts';
import { fillDates } from './fill-dates.ts';
import { fillIdentities } from './fill-identities.ts';
import { fillKin } from './fill-kin.ts';
import { fillLeftover } from './fill-leftover.ts';
import { fillNumbers } from './fill-numbers.ts';
import { fillOrganisations } from './fill-organisations.ts';
import { fillPersons } from './fill-persons.ts';
import { fillAddresses, fillPlaces, fillSchools } from './fill-places.ts';
import { fillTexts } from './fill-texts.ts';
import type { SetSlot, SlotDraft, SlotFiller, SlotReading } from './slot-reading.ts';

/** In this order: what is certain by its form first, so that what is read by its surroundings finds those places taken. */
const fillers: SlotFiller[] = [
  fillIdentities,
  fillSchools,
  fillAddresses,
  fillTexts,
  fillOrganisations,
  fillDates,
  fillNumbers,
  fillKin,
  fillPersons,
  fillPlaces,
  fillChoices,
  fillBools,
  fillLeftover,
];

/** Every value for a field of the flow that a text holds, in the order of the flow's fields. */
export function fillSlots(reading: SlotReading): SetSlot[] {
  const draft: SlotDraft = { slots: new Map(), used: [] };
  for (const fill of fillers) fill(reading, draft);
  return reading.flow.fields.flatMap((field) => draft.slots.get(field.key) ?? []);
}
