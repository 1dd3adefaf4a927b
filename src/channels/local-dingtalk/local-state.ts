import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { ChatLog, ChatMessage } from './chat-log.ts';
import type { LocalAccess } from './local-access.ts';
import type { LocalCards } from './local-cards.ts';
import type { LocalDirectory } from './local-directory.ts';
import type { LocalSessions } from './local-sessions.ts';
import type { LocalSettings } from './local-settings.ts';
import type { MediaStore } from './media-store.ts';
import type { PersonActs } from './person-acts.ts';
import type { StreamGateway } from './stream-gateway.ts';
import type { WireFaults } from './wire-faults.ts';
import type { WireLog } from './wire-log.ts';

/** Everything that the routes of the local DingTalk share. */
export interface LocalState {
  credentials: { clientId: string; clientSecret: string; robotCode: string };
  settings: LocalSettings;
  directory: LocalDirectory;
  chat: ChatLog;
  cards: LocalCards;
  gateway: StreamGateway;
  sessions: LocalSessions;
  media: MediaStore;
  access: LocalAccess;
  acts: PersonActs;
  faults: WireFaults;
  wire: WireLog;
  /** Which messages a `processQueryKey` stands for. */
  receipts: Map<string, ChatMessage[]>;
  /** People whom the platform throttles for the moment; set by tests. */
  flowControlled: Set<string>;
  /** Where the robot reaches this DingTalk; learnt from its own calls. */
  base: string;
  clock: Clock;
  log: Log;
}

const KEPT_RECEIPTS = 10_000;

export function keepReceipt(state: LocalState, processQueryKey: string, messages: ChatMessage[]): void {
  state.receipts.set(processQueryKey, messages);
  const [oldest] = state.receipts.keys();
  if (state.receipts.size > KEPT_RECEIPTS && oldest) state.receipts.delete(oldest);
}
