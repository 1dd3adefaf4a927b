import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import type { CredentialEvent } from '../credential-event-store.ts';
import type { VerifyFault } from './verify-texts.ts';

export interface VerifyDeps {
  tx: Tx;
  sealer: Sealer;
  now: Date;
}

/** What this scanner may be told beside the verdict; a key that is not there is not for it. */
export interface ToldFacts {
  name?: string;
  identity?: string;
  no?: string;
  validUntil?: string;
  reason?: string;
  town?: string | null;
  archiveNo?: string;
  history?: Pick<CredentialEvent, 'act' | 'at' | 'by' | 'byName'>[];
}

export type Verdict =
  | { valid: true; what: 'code' | 'certificate'; told: ToldFacts }
  | { valid: false; fault: VerifyFault; told: ToldFacts };

/** A verdict with what the audit record is told, which is more. */
export interface Judged {
  verdict: Verdict;
  /** Archive number of the holder; null where the token leads to nobody. */
  subject: string | null;
  /** The id that the token carries. */
  credential: string | null;
}
