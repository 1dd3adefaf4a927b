/** Throws, in the writer's words, where what came is not what was expected. */
export function same(what: string, expected: unknown, actual: unknown): void {
  if (JSON.stringify(expected) !== JSON.stringify(actual)) differs(what, expected, actual);
}

export function differs(what: string, expected: unknown, actual: unknown): never {
  throw new Error(`“${what}”应为 ${JSON.stringify(expected)}，实际是 ${JSON.stringify(actual)}`);
}
