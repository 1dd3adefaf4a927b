import { createFileVault } from '../platform/file-vault.ts';
import type { Sealer } from '../platform/seal.ts';

/** What people sent with a message, kept sealed under `DATA_DIR/files`. A reference names the content: the same file twice is one. */
export interface KeptFiles {
  /** Null: not one of the kinds that a form takes, or too large (catalogue.yaml field_types.file). */
  keep(content: Buffer): Promise<string | null>;
  /** Whether a reference stands for something that was kept. */
  has(reference: string): Promise<boolean>;
}

const MOST_BYTES = 10 * 1024 * 1024;

/** Told by the content, whatever the file calls itself. */
const kinds: [extension: string, starts: number[]][] = [
  ['jpg', [0xff, 0xd8, 0xff]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
];

export function createKeptFiles(folder: string, sealer: Sealer): KeptFiles {
  const vault = createFileVault(folder, sealer);
  return {
    keep: async (content) => {
      const kind = kinds.find(([, starts]) => starts.every((byte, index) => content[index] === byte));
      return !kind || content.length > MOST_BYTES ? null : vault.keep(content, kind[0]);
    },
    has: (reference) => vault.has(reference),
  };
}
