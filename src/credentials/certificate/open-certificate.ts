import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { isSensitiveCategory } from '../../people/categories.ts';
import { type ChangeDeps, type Refused, refuse } from '../../people/change/change-person.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { type CredentialEvent, credentialEvents } from '../credential-event-store.ts';
import { accessTo, isOnBooks } from '../holder.ts';
import { readHolder } from '../holder-store.ts';
import { type CertificateRow, findCertificate, openContent } from './certificate-store.ts';
import { type CertificateContent, findTemplate } from './certificate-template.ts';
import { certificateTexts as say } from './certificate-texts.ts';

/** A certificate as it stands today: the stored state, or what time or the archive made of it. */
export type StandingState = keyof typeof say.states | 'over' | 'holder-gone';

export interface OpenCertificate {
  row: CertificateRow;
  state: StandingState;
  content: CertificateContent;
  /** As it was hashed and signed. */
  text: string;
  checkCode: string;
  events: CredentialEvent[];
}

export function standingState(row: Pick<CertificateRow, 'state' | 'validUntil'>, today: string, isHolderOnBooks: boolean): StandingState {
  if (row.state !== 'valid' && row.state !== 'suspended') return row.state;
  if (!isHolderOnBooks) return 'holder-gone';
  return row.validUntil < today ? 'over' : row.state;
}

export function stateName(state: StandingState): string {
  if (state === 'over') return say.over;
  return state === 'holder-gone' ? say.holderGone : say.states[state];
}

/**
 * Opens one certificate whole, for whom the file is open whole (and merit, where it names a sensitive category); recorded as a look. Call it last
 * in a transaction.
 */
export async function openCertificate(
  deps: ChangeDeps,
  viewer: Staff,
  request: { no: string; purpose?: string },
): Promise<({ ok: true } & OpenCertificate) | Refused> {
  const row = await findCertificate(deps.tx, request.no);
  const opened = row && (await open(deps, viewer, row));
  const about = { at: deps.now, actor: viewer.id, subject: row?.archiveNo ?? null, caseNo: null, channel: deps.channel };
  const purpose = request.purpose ?? say.purpose;
  const detail = { certificate: request.no.slice(0, 40), classes: opened ? ['archive_basic:whole'] : [] };
  await recordAudit(deps.tx, [
    { ...about, purpose, action: opened ? 'read' : 'read-refused', outcome: opened ? 'ok' : 'unreachable', detail },
  ]);
  return opened ? { ok: true, ...opened } : refuse('gone', say.gone);
}

async function open(deps: ChangeDeps, viewer: Staff, row: CertificateRow): Promise<OpenCertificate | null> {
  const today = dayOf(deps.now);
  const holder = await readHolder(deps.tx, row.archiveNo, viewer.id, today);
  if (!holder) return null;
  const granted = accessTo(viewer, holder);
  const namesSensitive = findTemplate(row.template)?.categories.some(isSensitiveCategory) ?? false;
  if (granted.archive_basic !== 'full' || (namesSensitive && granted.merit !== 'full')) return null;
  const { content, text, checkCode } = await openContent(deps.tx, deps.sealer, row.no);
  const events = await credentialEvents(deps.tx, deps.sealer, row.no);
  return { row, state: standingState(row, today, isOnBooks(holder)), content, text, checkCode, events };
}
