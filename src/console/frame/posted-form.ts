/** A form as it was posted. Values are kept as typed, in NFC and without what no text holds. */
export class PostedForm {
  private readonly fields: ReadonlyMap<string, readonly string[]>;
  private readonly attached: ReadonlyMap<string, readonly File[]>;

  constructor(entries: Iterable<readonly [string, string | File]>) {
    const fields = new Map<string, string[]>();
    const attached = new Map<string, File[]>();
    for (const [name, value] of entries) {
      if (typeof value === 'string') fields.set(name, [...(fields.get(name) ?? []), cleaned(value)]);
      // An empty choice of file comes as a file without name and content.
      else if (value.size > 0) attached.set(name, [...(attached.get(name) ?? []), value]);
    }
    this.fields = fields;
    this.attached = attached;
  }

  /** Trimmed; empty when it was not sent. */
  text(name: string): string {
    return (this.fields.get(name)?.[0] ?? '').trim();
  }

  all(name: string): string[] {
    return [...(this.fields.get(name) ?? [])];
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  files(name: string): File[] {
    return [...(this.attached.get(name) ?? [])];
  }

  /** Everything typed, in order; what the frame itself put in begins with `_`. */
  entries(): [name: string, value: string][] {
    return [...this.fields].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  }
}

/** jsonb takes neither NUL nor half of a surrogate pair; a line break of a form is CR LF. */
function cleaned(value: string): string {
  return value.toWellFormed().replaceAll('\u0000', '').replaceAll('\r\n', '\n').normalize('NFC');
}
