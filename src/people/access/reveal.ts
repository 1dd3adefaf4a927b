import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { basicDrafts } from '../file/file-fields.ts';
import { readPersonFile } from '../file/person-file-store.ts';
import type { SearchDeps } from '../search/person-store.ts';
import { access } from './access.ts';
import { canReveal, type RevealField, revealClass } from './reveal-field.ts';
import { insertReveal, newId, standingOf } from './standing-store.ts';
import { revealNames } from './texts.ts';
import { watchCeiling } from './watch-ceiling.ts';

const MINUTES = 10;
/** A word or a sign is no reason. */
const SHORTEST_REASON = 4;

export interface RevealRequest {
  archiveNo: string;
  field: RevealField;
  reason: string;
  channel: string;
  caseNo?: string | null;
}

export type Revealed =
  | { kind: 'revealed'; name: string; label: string; value: string; untilAt: Date; hint: string | null }
  /** `entitled`: the matrix does not grant it whole. `empty`: nothing is on file. `reason`: none that says anything. */
  | { kind: 'refused'; why: 'unreachable' | 'entitled' | 'empty' | 'reason' }
  | { kind: 'refused'; why: 'ceiling'; sentence: string };

/** Shows one field of one person whole, for ten minutes and for the reason given, to whom the matrix grants it. Call it last in a transaction. */
export async function revealField(deps: SearchDeps, viewer: Staff, request: RevealRequest): Promise<Revealed> {
  const result = await judge(deps, viewer, request);
  const { archiveNo, field, reason, channel, caseNo = null } = request;
  const about = { at: deps.now, actor: viewer.id, subject: archiveNo, caseNo, channel, purpose: reason };
  const isShown = result.kind === 'revealed';
  const detail = { classes: [`${revealClass[field]}:${isShown ? 'whole' : 'none'}`], field };
  await recordAudit(deps.tx, [{ ...about, action: isShown ? 'unmask' : 'unmask-refused', outcome: isShown ? 'ok' : result.why, detail }]);
  return result;
}

async function judge(deps: SearchDeps, viewer: Staff, { archiveNo, field, reason }: RevealRequest): Promise<Revealed> {
  const { tx, sealer, now } = deps;
  const file = await readPersonFile(tx, sealer, archiveNo, viewer.id, dayOf(now));
  if (file === null) return { kind: 'refused', why: 'unreachable' };
  const standing = await standingOf(tx, viewer.id, archiveNo, now);
  const granted = access(viewer, file, { inCase: file.inCase, isEmergency: standing.isEmergency });
  if (granted.archive_basic !== 'full' && granted.archive_basic !== 'masked') return { kind: 'refused', why: 'unreachable' };
  if (!canReveal(granted, field)) return { kind: 'refused', why: 'entitled' };
  if (!saysSomething(reason)) return { kind: 'refused', why: 'reason' };
  const watched = await watchCeiling(tx, viewer, 'reveals', standing, now);
  if (watched.isReached) return { kind: 'refused', why: 'ceiling', sentence: watched.sentence ?? '' };
  const looking = {
    access: granted,
    context: 'private_chat',
    today: dayOf(now),
    flowTitle: (flow: string) => flow,
    revealed: new Set([field]),
  } as const;
  const shown = basicDrafts(file, looking).find((one) => one.reveal === field)?.shown ?? null;
  if (shown === null) return { kind: 'refused', why: 'empty' };
  const untilAt = new Date(now.getTime() + MINUTES * 60_000);
  const id = newId();
  const sealed = sealer.seal(reason, { table: 'reveal', column: 'reason_sealed', row: id });
  await insertReveal(tx, id, { staffId: viewer.id, archiveNo, field, grantedAt: now, untilAt }, sealed);
  return { kind: 'revealed', name: file.name, label: revealNames[field], value: shown, untilAt, hint: watched.sentence };
}

/** At least four characters that are words: no row of signs or of one character. */
export function saysSomething(reason: string): boolean {
  const words = reason.replace(/[\s\p{P}\p{S}]/gu, '');
  return Array.from(words).length >= SHORTEST_REASON && new Set(words).size > 2;
}
