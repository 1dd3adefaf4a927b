import type { SlotValue } from '../../flows/slot-value.ts';

/** What was typed and why it cannot stand, by field. */
export interface Typed {
  values: ReadonlyMap<string, SlotValue>;
  faults: ReadonlyMap<string, string>;
}
