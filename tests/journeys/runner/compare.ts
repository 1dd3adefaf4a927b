/** Throws, in the writer's words, where what came is not what was expected. */
export function same(what: string, expected: unknown, actual: unknown): void {
  // Of several choices the order does not count.
  const plain = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  if (plain(expected) !== plain(actual)) differs(what, expected, actual);
}

export function differs(what: string, expected: unknown, actual: unknown): never {
  throw new Error(`“${what}”应为 ${JSON.stringify(expected)}，实际是 ${JSON.stringify(actual)}`);
}
