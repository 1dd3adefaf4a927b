import type { CaseDeps } from '../../cases/case-deps.ts';
import type { KeptFiles } from '../../conversation/kept-files.ts';
import type { FlowBook } from '../../flows/flow-definition.ts';
import type { IndexBook } from '../../insight/respect-index/index-book.ts';
import type { Staff } from '../../organisation/staff.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ApiToken } from '../../platform/config.ts';
import type { Database } from '../../platform/database.ts';
import type { Log } from '../../platform/log.ts';
import type { Sealer } from '../../platform/seal.ts';

export interface ApiDeps {
  db: Database;
  sealer: Sealer;
  clock: Clock;
  log: Log;
  flows: FlowBook;
  cases: CaseDeps;
  files: KeptFiles;
  /** Today's respect index, at most a minute old. */
  index: IndexBook;
  tokens: readonly ApiToken[];
  /** The tokens were generated into the data folder rather than configured; said to whoever comes without one. */
  areTokensGenerated: boolean;
  requestsPerMinute: number;
  /** Names this process among those that share the database. */
  processId: string;
}

export type Scope = ApiToken['scope'];

/** Who calls: which token, and who acts through it. */
export interface Caller {
  token: string;
  /** Null: another system with nobody behind it, which sees everything masked and cannot act. */
  staff: Staff | null;
  /** By whose rights is looked. */
  viewer: Staff;
}

export type ApiEnv = { Variables: { caller: Caller } };

/** Channel of everything that comes this way, in audit and cases. */
export const CHANNEL = 'api';
