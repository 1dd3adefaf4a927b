import type { CaseDeps } from '../cases/case-deps.ts';
import type { IdentityProvider } from '../channels/identity.ts';
import type { LocalDirectory } from '../channels/local-dingtalk/local-directory.ts';
import type { ConversationDeps } from '../conversation/conversation-deps.ts';
import type { FlowBook } from '../flows/flow-definition.ts';
import type { IndexBook } from '../insight/respect-index/index-book.ts';
import type { WallBook } from '../insight/wall/wall-book.ts';
import type { Staff } from '../organisation/staff.ts';
import type { ExportRefusal } from '../people/export/export-people.ts';
import type { ExportFilter, ExportKind, ExportSource } from '../people/export/export-table.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { FileVault } from '../platform/file-vault.ts';
import type { Log } from '../platform/log.ts';
import type { Sealer } from '../platform/seal.ts';

/** Everything that the pages need. */
export interface ConsoleDeps {
  db: Database;
  sealer: Sealer;
  clock: Clock;
  log: Log;
  flows: FlowBook;
  cases: CaseDeps;
  /** The conversations of the chat, which pages go on with. */
  conversation: ConversationDeps;
  /** Where files are kept sealed. */
  vault: FileVault;
  /** What may be exported, with the feature that says who may have what of it. */
  exporters: Readonly<Record<ExportKind, (staff: Staff, filter: ExportFilter) => ExportSource | ExportRefusal>>;
  /** Today's respect index, and the figures of the wall screen: counted once for all who look. */
  index: IndexBook;
  wall: WallBook;
  /** Signs what a browser hands back: form tokens, links. */
  secret: string;
  /** Address under which people reach the console; without a slash at the end. */
  publicUrl: string;
  /** Ways of signing in, the first one offered first. */
  identities: readonly IdentityProvider[];
  /** Set where the local DingTalk stands in: who may be chosen. */
  local: { directory: LocalDirectory; chatUrl: string } | null;
}
