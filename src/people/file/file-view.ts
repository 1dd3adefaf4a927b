import type { RevealField } from '../access/reveal-field.ts';
import type { DataClass } from '../access/visibility.ts';

export const fileSections = ['basic', 'service', 'family', 'benefits', 'visits', 'cases', 'certificates'] as const;
export type FileSectionId = (typeof fileSections)[number];

/** One shown fact. `isMasked`: there is more than what stands here. */
export interface FileField {
  label: string;
  value: string;
  isMasked: boolean;
  dataClass: DataClass;
  /** Set where the viewer may ask to see it whole for some minutes. */
  reveal?: RevealField;
}

export interface FileSection {
  id: FileSectionId;
  title: string;
  fields: FileField[];
}

/** A file as one viewer may see it in one place. */
export interface FileView {
  kind: 'file';
  archiveNo: string;
  /** As it may be shown there. */
  name: string;
  town: string | null;
  village: string | null;
  sections: FileSection[];
  /** Labels of what is on file but not for this viewer or place. */
  withheld: string[];
  /** Near the day's ceiling of looks: what to know. */
  hint?: string;
}

/**
 * `unreachable`: no such file, or outside what the viewer covers; which of the two is not said. `role`: finds nobody at all.
 * `context`: files are not opened there. `purpose`: none was given. `ceiling`: the day's ceiling of looks is reached.
 */
export interface FileRefused {
  kind: 'refused';
  why: 'unreachable' | 'role' | 'context' | 'purpose' | 'ceiling';
}
