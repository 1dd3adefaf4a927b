import type { CaseDeps } from '../cases/case-deps.ts';
import type { Channel } from '../channels/channel.ts';
import type { FlowBook } from '../flows/flow-definition.ts';
import type { Staff } from '../organisation/staff.ts';
import type { EmergencyNotice } from '../people/access/break-glass.ts';
import type { MoveDeps } from '../people/change/move-person.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Log } from '../platform/log.ts';
import type { Sealer } from '../platform/seal.ts';
import type { Understander } from '../understanding/understander.ts';
import type { RecordDeps } from '../visits/record-visit.ts';
import type { HandOffNotice } from './hand-off/hand-off-notice.ts';
import type { KeptFiles } from './kept-files.ts';

export interface CodeLinks {
  toShow(archiveNo: string, staffId: string): { url: string; minutes: number };
  toBind(secret: string): string;
}

/** Everything that answering a message may need. */
export interface ConversationDeps {
  db: Database;
  sealer: Sealer;
  clock: Clock;
  log: Log;
  flows: FlowBook;
  cases: CaseDeps;
  visits: RecordDeps;
  channels: ReadonlyMap<string, Channel>;
  files: KeptFiles;
  /** Puts messages about an emergency look down within the transaction. */
  tellEmergency(tx: Tx, notices: readonly EmergencyNotice[]): Promise<void>;
  /** Says something to members of staff unasked, within the transaction. */
  tell(tx: Tx, notices: readonly HandOffNotice[]): Promise<void>;
  /** What follows a person's move to another station. */
  archive: Pick<MoveDeps, 'tell' | 'handOn'>;
  /** An address under which one member of staff may open the archive sheet of a case, and for how long. */
  sheetLink(caseNo: string, staffId: string): { url: string; minutes: number };
  /** Where a 老兵码 is held out: by a member of staff for some minutes, and by the person's own telephone, once bound. */
  codeLinks: CodeLinks;
  /** Built anew when the stations change. */
  understander(): Promise<Understander>;
}

/** One turn of a known member of staff, for the parts that carry wishes out. */
export interface Speaking {
  deps: ConversationDeps;
  staff: Staff;
  now: Date;
  channel: string;
  /** The message's own key: what is written because of it can be written once. */
  key: string;
}
