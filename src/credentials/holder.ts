import type { Staff } from '../organisation/staff.ts';
import { type Access, access } from '../people/access/access.ts';
import type { Holder } from './holder-store.ts';

/** Living and on the books: who died, moved away, was struck off or is suspended has no valid credential (rules.yaml lifecycle_tags). */
export function isOnBooks({ status, lifecycle }: Pick<Holder, 'status' | 'lifecycle'>): boolean {
  return status === '在世' && lifecycle === '在册';
}

/** Whom a 老兵码 is for (catalogue.yaml laobing-code, `audience`). */
export function mayHoldCode(holder: Holder): boolean {
  return isOnBooks(holder) && (holder.isVeteran || holder.isThreeFamily);
}

export function accessTo(viewer: Staff, holder: Holder): Access {
  return access(viewer, holder, { inCase: holder.inCase });
}
