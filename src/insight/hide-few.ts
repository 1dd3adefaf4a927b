import { FEWEST } from '../people/count-people.ts';

type Hidden<Part, Key extends keyof Part> = Omit<Part, Key> & Record<Key, number | null>;

/**
 * Counts of parts that make up a whole which is told too, without those that are so small that they point at somebody (`null`). Where only one
 * part is hidden, the next smallest is as well: else the whole less the rest would tell it. Each of `keys` by itself. Pure.
 */
export function hideFew<Key extends string, Part extends Record<Key, number>>(
  parts: readonly Part[],
  ...keys: readonly Key[]
): Hidden<Part, Key>[] {
  const hidden = keys.map((key) => ({ key, few: fewOf(parts, key) }));
  return parts.map((part) => {
    const shown = hidden.map(({ key, few }) => [key, few.has(part) ? null : part[key]]);
    return { ...part, ...Object.fromEntries(shown) } as Hidden<Part, Key>;
  });
}

function fewOf<Key extends string, Part extends Record<Key, number>>(parts: readonly Part[], key: Key): Set<Part> {
  const few = new Set(parts.filter((part) => part[key] < FEWEST));
  const [next] = few.size === 1 ? parts.filter((part) => !few.has(part)).toSorted((a, b) => a[key] - b[key]) : [];
  if (next) few.add(next);
  return few;
}
