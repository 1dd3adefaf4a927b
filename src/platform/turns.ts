/** Lets so many pieces of work run at once; the others wait for as long as it takes, first come, first served. */
export function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  const begin = () => {
    if (free === 0) return new Promise<void>((resolve) => waiting.push(resolve));
    free -= 1;
    return undefined;
  };
  const end = () => {
    const next = waiting.shift();
    // Handed on and not given back: nobody who comes now gets in before.
    if (next) next();
    else free += 1;
  };
  return async (work) => {
    await begin();
    try {
      return await work();
    } finally {
      end();
    }
  };
}
