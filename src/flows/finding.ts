/** What exists outside the definitions, for names to be checked against. */
export interface KnownNames {
  roles: ReadonlySet<string>;
  departments: ReadonlySet<string>;
  industries: ReadonlySet<string>;
  sections: ReadonlySet<string>;
  /** Rows of actions.ts. */
  actions: ReadonlySet<string>;
  subjectChecks: ReadonlySet<string>;
  /** Keys of the archive that fields are prefilled from. */
  archiveKeys: ReadonlySet<string>;
  /** Facts of a file that an outcome may write. */
  fileFacts: ReadonlySet<string>;
}

export interface Finding {
  flow: string;
  /** `flows/<category>/<id>.yaml` and the path of the key: `steps.2.role`. */
  file: string;
  path: string;
  kind: string;
  /** Chinese: what is wrong and what to write instead. */
  sentence: string;
}

/** Where a finding is put down while one definition is checked. */
export type Report = (path: string, kind: string, sentence: string) => void;
