import type { PlaceNames } from '../flows/field-value.ts';
import type { FlowBook } from '../flows/flow-definition.ts';
import type { LifecycleFollower } from '../people/change/lifecycle.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Log } from '../platform/log.ts';
import type { Sealer } from '../platform/seal.ts';
import type { ActionTable, SubjectCheckTable } from './actions-port.ts';
import type { IsWorkday } from './engine/working-time.ts';
import type { Notice } from './notice.ts';

/** What the features of this room need. */
export interface CaseDeps {
  db: Database;
  sealer: Sealer;
  flows: FlowBook;
  isWorkday: IsWorkday;
  actions: ActionTable;
  subjectChecks: SubjectCheckTable;
  /** What else of the product follows when an outcome closes a file (a death, a move away). */
  followers?: readonly LifecycleFollower[];
  /** Puts notices down within the transaction; whoever carries them out does so after it. */
  notify(tx: Tx, notices: readonly Notice[]): Promise<void>;
  log: Log;
  /** Official towns and villages, for checking what was filled in. */
  places?: PlaceNames;
}
