import { starName } from '../../people/access/masking.ts';
import type { Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { credentialEvents } from '../credential-event-store.ts';
import { accessTo } from '../holder.ts';
import type { Holder } from '../holder-store.ts';
import { mayBeTold, type Scanner, type Told } from '../scanner/scanner-level.ts';
import { identityName } from './identity-name.ts';
import type { ToldFacts } from './verdict.ts';
import { verifyTexts } from './verify-texts.ts';

export type InvalidReason = keyof typeof verifyTexts.reasons;

export interface Credential {
  what: 'code' | 'certificate';
  no: string;
  validUntil: string;
  /** Null while it is valid. */
  reason: InvalidReason | null;
}

/** Puts together what the table of scanner-level.ts grants this scanner of a credential and its holder. */
export async function tell(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  scanner: Scanner,
  holder: Holder,
  credential: Credential,
): Promise<ToldFacts> {
  const may = mayBeTold(scanner.level, credential.what);
  const file = may.has('file') ? fileOf(scanner, holder) : {};
  const history = may.has('history') ? await credentialEvents(tx, sealer, credential.no) : null;
  return {
    ...(credential.reason === null ? identifying(may, holder, credential.what) : {}),
    ...file,
    ...(may.has('term') ? { no: credential.no, validUntil: credential.validUntil } : {}),
    ...(may.has('reason') && credential.reason !== null ? { reason: verifyTexts.reasons[credential.reason] } : {}),
    ...(may.has('town') ? { town: holder.town } : {}),
    ...(history ? { history: history.map(({ act, at, by, byName }) => ({ act: verifyTexts.acts[act] ?? act, at, by, byName })) } : {}),
  };
}

/** Whoever holds out something that is not valid is not introduced by it. */
function identifying(may: ReadonlySet<Told>, holder: Holder, what: Credential['what']): ToldFacts {
  return {
    ...(may.has('name') ? { name: starName(holder.name) } : {}),
    ...(may.has('identity') && what === 'code' ? { identity: identityName(holder) } : {}),
  };
}

/** The matrix of rules.yaml decides, as everywhere: whole where the file is open whole, else what stars leave. */
function fileOf({ staff }: Scanner, holder: Holder): ToldFacts {
  if (staff === null || accessTo(staff, holder).archive_basic !== 'full') return {};
  return { name: holder.name, archiveNo: holder.archiveNo };
}
