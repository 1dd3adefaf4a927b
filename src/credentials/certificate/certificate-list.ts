import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { access, reachOf } from '../../people/access/access.ts';
import { maskName } from '../../people/access/masking.ts';
import type { ChangeDeps } from '../../people/change/change-person.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { type CertificateFilter, type CertificateLine, selectCertificates } from './certificate-list-store.ts';
import { type StandingState, standingState } from './open-certificate.ts';

export interface CertificateBrief extends Omit<CertificateLine, 'isOnBooks' | 'inCase' | 'state'> {
  /** `name` as the viewer may see it. */
  state: StandingState;
  /** Whether the viewer may open it. */
  isOpen: boolean;
}

/** Certificates within the viewer's reach, newest first; recorded as a search. Null for whom there are none to find. Call it last in a transaction. */
export async function listCertificates(
  deps: ChangeDeps,
  viewer: Staff,
  filter: CertificateFilter,
  page: { limit: number; offset: number },
): Promise<{ lines: CertificateBrief[]; total: number } | null> {
  const reach = reachOf(viewer);
  if (reach === null) return null;
  const today = dayOf(deps.now);
  const { rows, total } = await selectCertificates(deps.tx, { reach, viewerId: viewer.id, today }, filter, page);
  const about = { at: deps.now, actor: viewer.id, subject: null, caseNo: null, channel: deps.channel, purpose: '电子证照列表' };
  await recordAudit(deps.tx, [{ ...about, action: 'search', outcome: 'several', detail: { certificates: true, found: rows.length } }]);
  const lines = rows.map(({ isOnBooks, inCase, ...row }) => {
    const granted = access(viewer, row, { inCase });
    const isOpen = granted.archive_basic === 'full';
    return { ...row, name: maskName(row.name, 'private_chat', isOpen) ?? '', state: standingState(row, today, isOnBooks), isOpen };
  });
  return { lines, total };
}
