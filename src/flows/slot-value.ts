/** A filled slot in its normalised form (understanding.md, "Values"). The same shape as the grammar's, which lies in a room above. */
export type SlotValue = string | number | boolean | string[] | { from: string; to: string } | null;

export type Slots = Record<string, SlotValue>;

export function isFilled(value: SlotValue | undefined): value is Exclude<SlotValue, null> {
  if (value === undefined || value === null) return false;
  return Array.isArray(value) ? value.length > 0 : value !== '';
}
