import type { DialogueButton } from '../../dialogue/wish.ts';

/** Something to be pushed to one of the two sides. */
export interface HandOffNotice {
  staffId: string;
  /** The same notice is not sent twice. */
  key: string;
  /** Id of the hand-off. */
  about: string;
  title: string;
  markdown: string;
  buttons: DialogueButton[];
}
