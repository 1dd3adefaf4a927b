import { roleOf } from '../../organisation/role.ts';
import type { Staff } from '../../organisation/staff.ts';

/** Five levels of trust, least first. */
export const scannerLevels = ['public', 'merchant', 'partner', 'station', 'bureau'] as const;
export type ScannerLevel = (typeof scannerLevels)[number];

/**
 * What may be told beside the verdict and its kind (优待对象), which everybody is told:
 * - `name`: surname with stars; `identity`: one of the two kinds of preferential card, never a sensitive category;
 * - `term`: number of the credential and until when it runs;
 * - `reason`: why it is not valid, which may tell of a death or a move; `town`: which station answers for the holder;
 * - `file`: name and archive number, as far as the matrix of rules.yaml grants this viewer the file;
 * - `history`: what was done to the credential.
 */
export type Told = 'name' | 'identity' | 'term' | 'reason' | 'town' | 'file' | 'history';

/**
 * One table for all (catalogue.yaml laobing-code: the holder agrees that a merchant sees the starred name and the kind of identity; rules.yaml
 * visibility for staff; 个人信息保护法第六条: no more than the purpose needs).
 */
const toldOfCode: Readonly<Record<ScannerLevel, readonly Told[]>> = {
  public: [],
  merchant: ['name', 'identity'],
  partner: ['name', 'identity', 'term'],
  station: ['name', 'identity', 'term', 'reason', 'town', 'file'],
  bureau: ['name', 'identity', 'term', 'reason', 'town', 'file', 'history'],
};

/** The consent to a certificate is to being checked by authorities (catalogue.yaml e-certificate): a merchant is told what the public is. */
const toldOfCertificate: Readonly<Record<ScannerLevel, readonly Told[]>> = { ...toldOfCode, merchant: [] };

export function mayBeTold(level: ScannerLevel, what: 'code' | 'certificate'): ReadonlySet<Told> {
  return new Set((what === 'code' ? toldOfCode : toldOfCertificate)[level]);
}

/** Who reads a code. */
export interface Scanner {
  level: ScannerLevel;
  /** For the audit record: staff id, `scanner:<id>`, or `scanner:public`. */
  actor: string;
  /** Tells one reader from another for a minute, without telling who they are. */
  mark: string;
  /** Set where a signed-in member of staff scans. */
  staff: Staff | null;
}

/** The level of a member of staff, by what their work covers; who sees only figures or masked lists scans like the public. */
export function levelOfStaff(staff: Staff): ScannerLevel {
  if (!staff.isActive) return 'public';
  const scopes = new Set(staff.roles.map((role) => roleOf(role).dataScope));
  if (scopes.has('all')) return 'bureau';
  if (scopes.has('village') || scopes.has('town') || scopes.has('team')) return 'station';
  return scopes.has('case') ? 'partner' : 'public';
}
