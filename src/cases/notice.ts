import type { NoticeKind } from './engine/act.ts';

/** Something that one member of staff is to be told 1:1 about a case. The words are made by notice-text.ts. */
export interface Notice {
  /** The same notice always has the same key: sent once, however often it is put down. */
  key: string;
  staffId: string;
  kind: NoticeKind;
  caseNo: string;
  flow: string;
  flowName: string;
  subjectName: string;
  taskId: string | null;
  stepName: string | null;
  dueAt: Date | null;
  byName: string;
  /** An opinion, a reason, what to correct; null where there is none. */
  text: string | null;
}
