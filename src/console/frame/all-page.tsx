import { type Entry, entriesFor, groups } from '../navigation.ts';
import { type Page, raw, show } from '../page.ts';
import { texts } from '../texts.ts';

/** Every place that this person may open, with what one does there. On a phone it is the way to all that is not at its foot. */
export function allPage(entries: readonly Entry[]): Page {
  return {
    path: '/all',
    audience: 'staff',
    get: async ({ staff }) => {
      const own = entriesFor(entries, staff);
      return show(
        texts.everything,
        <div class="all-entries">
          <h1>{texts.everything}</h1>
          {groups.map((group) => (
            <Group label={texts.groups[group]} entries={own.filter((entry) => entry.group === group)} />
          ))}
        </div>,
      );
    },
  };
}

function Group({ label, entries }: { label: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <section>
      <h2>{label}</h2>
      <ul>
        {entries.map((entry) => (
          <li>
            <a href={entry.href}>
              <span class="glyph" aria-hidden="true">
                {entry.glyph}
              </span>
              <strong>{entry.label}</strong>
              <span class="muted">{entry.hint}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Somebody says that they are still at the desk; opening it is enough. */
export const stillHerePage: Page = {
  path: '/still-here',
  audience: 'staff',
  get: async ({ c }) => raw(c.body(null, 204)),
};
