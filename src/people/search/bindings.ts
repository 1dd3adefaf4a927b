/** Collects the values of one statement as it is put together. */
export interface Bindings {
  readonly values: unknown[];
  bind(value: unknown, type?: string): string;
}

export function bindings(): Bindings {
  const values: unknown[] = [];
  return { values, bind: (value, type = 'text') => `$${values.push(value)}::${type}` };
}
