import type { RevealField } from '../people/access/reveal-field.ts';

/** What a question of these requests waits for: the reason of the next message. */
export type Pending =
  | { kind: 'reveal'; field: RevealField; archiveNo: string }
  | { kind: 'break-glass'; archiveNo: string }
  | { kind: 'hand-off-reply'; staffId: string };
