import type { Staff } from '../../organisation/staff.ts';
import { currentEntry, type Entry, entriesFor, groups } from '../navigation.ts';
import { texts } from '../texts.ts';

interface NavigationProps {
  entries: readonly Entry[];
  staff: Staff;
  path: string;
}

export function SideNavigation({ entries: all, staff, path }: NavigationProps) {
  const own = entriesFor(all, staff);
  const current = currentEntry(own, path);
  return (
    <nav class="side" aria-label={texts.navigation}>
      {groups.map((group) => {
        const entries = own.filter((entry) => entry.group === group);
        return (
          entries.length > 0 && (
            <section>
              <h2>{texts.groups[group]}</h2>
              <ul>
                {entries.map((entry) => (
                  <li>
                    <NavigationLink entry={entry} isCurrent={entry === current} />
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </nav>
  );
}

function NavigationLink({ entry, isCurrent }: { entry: Entry; isCurrent: boolean }) {
  return (
    <a href={entry.href} aria-current={isCurrent ? 'page' : undefined}>
      <span class="glyph" aria-hidden="true">
        {entry.glyph}
      </span>
      <span>{entry.label}</span>
    </a>
  );
}

/** On a phone: the four things of every day, and the way to everything. */
export function FootNavigation({ entries, staff, path }: NavigationProps) {
  const own = entriesFor(entries, staff);
  const current = currentEntry(own, path);
  const everyday = own.filter((entry) => entry.isEveryday).slice(0, 4);
  const all: Entry = { href: '/all', label: texts.everything, glyph: '全', group: 'mine', audience: 'staff', hint: '' };
  return (
    <nav class="foot" aria-label={texts.navigation}>
      {everyday.map((entry) => (
        <NavigationLink entry={entry} isCurrent={entry === current} />
      ))}
      <NavigationLink entry={all} isCurrent={path === '/all'} />
    </nav>
  );
}
