import type { Staff } from '../organisation/staff.ts';
import { findStaffByIds } from '../organisation/staff-store.ts';
import type { Tx } from '../platform/database.ts';
import { findAudit } from './audit-query-store.ts';
import { recordAudit } from './audit-store.ts';
import { auditTexts } from './texts.ts';

/** Where a person belongs to, for whether a head may ask about their file. */
export interface Belonging {
  archiveNo: string;
  town: string | null;
}

export interface Look {
  at: string;
  /** Name, post and place of who looked; the id where nobody of that id is known any more. */
  who: string;
  staffId: string;
  what: string;
  why: string | null;
  caseNo: string | null;
  channel: string;
}

export type WhoLooked = { kind: 'looks'; looks: Look[]; before: bigint | null } | { kind: 'refused' };

/**
 * 谁看过这份档案: for the privacy officer, the auditor, the bureau's head and section heads, and for the town's head about their own town (the
 * person's own request comes through them). The question is itself recorded. Call it last in a transaction.
 */
export async function whoLooked(
  tx: Tx,
  asker: Staff,
  person: Belonging,
  ask: { now: Date; channel: string; purpose: string; before?: bigint | null; limit: number },
): Promise<WhoLooked> {
  const isAllowed = asker.isActive && mayAsk(asker, person);
  const found = isAllowed ? await findAudit(tx, { subject: person.archiveNo }, { before: ask.before ?? null, limit: ask.limit }) : null;
  const looks = found ? await inWords(tx, found.records) : [];
  const { now: at, channel, purpose } = ask;
  const about = { at, actor: asker.id, subject: person.archiveNo, caseNo: null, channel, purpose, detail: { looks: looks.length } };
  await recordAudit(tx, [{ ...about, action: isAllowed ? 'read-audit' : 'read-audit-refused', outcome: isAllowed ? 'ok' : 'role' }]);
  return found ? { kind: 'looks', looks, before: found.before } : { kind: 'refused' };
}

/** Who may ask for the looks into any file, or into one of their own town. */
export function mayAsk(asker: Pick<Staff, 'roles' | 'town'>, person: Pick<Belonging, 'town'>): boolean {
  if (asker.roles.some((role) => ['privacy-officer', 'auditor', 'bureau-chief', 'section-head'].includes(role))) return true;
  return asker.roles.includes('town-head') && asker.town !== null && asker.town === person.town;
}

async function inWords(tx: Tx, records: Awaited<ReturnType<typeof findAudit>>['records']): Promise<Look[]> {
  const staff = await findStaffByIds(tx, [...new Set(records.map((record) => record.actor))]);
  const names = new Map(staff.map((one) => [one.id, auditTexts.who(one)]));
  return records.map(({ at, actor, action, detail, purpose, caseNo, channel }) => ({
    at,
    who: names.get(actor) ?? auditTexts.others(actor),
    staffId: actor,
    what: auditTexts.what(action, classesOf(detail)),
    why: purpose,
    caseNo,
    channel,
  }));
}

function classesOf(detail: string): string[] {
  const parsed = JSON.parse(detail) as { classes?: unknown };
  return Array.isArray(parsed.classes) ? parsed.classes.filter((one) => typeof one === 'string') : [];
}
