import type { Sealer } from '../../platform/seal.ts';
import type { NewPerson } from '../new-person.ts';
import { sealedRow } from './people-bulk-store.ts';
import type { PersonRow } from './read-person-row.ts';
import { type SealingKeys, type SealingThread, startSealingThread } from './sealing-thread.ts';

/** A row that will probably make a new file: what it says, the file, and the blind index of its identity number. */
export interface AheadRow {
  said: PersonRow;
  draft: NewPerson;
  index: string | null;
}

/** Rows of people who will probably be new, sealed before their turn comes. */
export interface SealedAhead {
  add(row: AheadRow): void;
  /** Everything added so far; a row is handed out once. */
  take(): Promise<Map<NewPerson, string>>;
  close(): Promise<void>;
}

/** A shorter list is done before a thread has started. */
const WORTH_A_THREAD = 1500;
const ORDER = 100;
/** Orders that may wait for the thread; beyond them it is behind, and this one helps. */
const MOST_ORDERS = 4;

/** Seals here, and on a thread of its own once a list is long; without `keys` always here. */
export function createSealedAhead(sealer: Sealer, keys: SealingKeys | null): SealedAhead {
  let thread: SealingThread | null = null;
  let done = new Map<NewPerson, string>();
  let underway: Promise<void>[] = [];
  let order: AheadRow[] = [];
  let added = 0;
  let ordered = 0;
  const send = () => {
    const sent = order;
    if (thread === null || sent.length === 0) return;
    order = [];
    const rows = done;
    ordered += 1;
    const sealed = thread.seal(sent).then((texts) => {
      ordered -= 1;
      for (const [index, text] of texts.entries()) rows.set((sent[index] as AheadRow).draft, text);
    });
    sealed.catch(() => undefined);
    underway.push(sealed);
  };
  return {
    add: (row) => {
      if (keys !== null && ++added === WORTH_A_THREAD) thread = startSealingThread(keys);
      if (!thread?.isReady() || ordered >= MOST_ORDERS) {
        done.set(row.draft, sealedRow(sealer, row.draft, row.index));
        return;
      }
      order.push(row);
      if (order.length >= ORDER) send();
    },
    take: async () => {
      send();
      const [rows, waiting] = [done, underway];
      done = new Map();
      underway = [];
      await Promise.all(waiting);
      return rows;
    },
    close: async () => void (await thread?.close()),
  };
}
