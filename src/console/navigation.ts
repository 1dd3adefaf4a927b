import type { Staff } from '../organisation/staff.ts';
import { type Audience, mayOpen, type Page } from './page.ts';

/** By what one must do, in this order. */
export const groups = ['mine', 'serve', 'overview', 'govern'] as const;
export type Group = (typeof groups)[number];

/** One place of the navigation. */
export interface Entry {
  href: string;
  label: string;
  /** One character that stands for it, as on a seal. */
  glyph: string;
  group: Group;
  audience: Audience;
  /** What one does there, in a line; shown in the list of everything. */
  hint: string;
  /** Among the five that a phone shows at its foot. */
  isEveryday?: boolean;
}

/** What a feature brings to the console: its pages and its places in the navigation. */
export interface ConsoleFeature {
  pages: readonly Page[];
  entries: readonly Entry[];
}

export function entriesFor(entries: readonly Entry[], staff: Staff): Entry[] {
  return groups.flatMap((group) => entries.filter((entry) => entry.group === group && mayOpen(staff, entry.audience)));
}

/** The entry that an address belongs to: the one with the longest beginning in common. */
export function currentEntry(entries: readonly Entry[], path: string): Entry | null {
  const pathname = path.split('?')[0] ?? path;
  const fitting = entries.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  return fitting.toSorted((a, b) => b.href.length - a.href.length)[0] ?? null;
}
