import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { maskName } from '../../people/access/masking.ts';
import { type ChangeDeps, type Refused, recordWrite, refuse } from '../../people/change/change-person.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { readHolder } from '../holder-store.ts';
import { credentialTexts as say } from '../texts.ts';
import { bindPhone, type CodePhone, endPhones, findLink, findPhone, insertLink } from './code-phone-store.ts';
import { type CodeShown, codeForStaff, faultOf, type ShowDeps, show } from './show-code.ts';
import { writableCode } from './veteran-code.ts';
import { findCode } from './veteran-code-store.ts';

/** A link waits so long to be opened; the telephone that opened it shows the code for so many days. */
const LINK_MINUTES = 30;
const PHONE_DAYS = 180;

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

export type LinkMade = { ok: true; secret: string; until: Date } | Refused;

/**
 * A link that binds the person's own telephone, once. Only its hash is kept; the secret goes to the officer, who hands it on. Call it last in a
 * transaction.
 */
export async function makePhoneLink(deps: ChangeDeps, staff: Staff, archiveNo: string): Promise<LinkMade> {
  const found = await codeForStaff(deps, staff, archiveNo);
  const result = found.ok ? await insert(deps, staff, found.code.no) : found;
  await recordWrite(deps, staff, { archiveNo, reason: '发送老兵码链接' }, 'code:phone-link', result, []);
  return result;
}

async function insert({ tx, now }: ChangeDeps, staff: Staff, codeNo: string): Promise<LinkMade> {
  const secret = randomBytes(24).toString('base64url');
  const until = new Date(now.getTime() + LINK_MINUTES * 60_000);
  await insertLink(tx, { id: randomUUID(), codeNo, linkHash: hashOf(secret), linkUntil: until, madeBy: staff.id, madeAt: now });
  return { ok: true, secret, until };
}

export interface PhoneDeps extends ShowDeps {
  sealer: ChangeDeps['sealer'];
}

/** Whether a link is still good; looking does not use it up, so that a preview robot cannot. */
export async function isLinkGood({ tx, now }: Pick<PhoneDeps, 'tx' | 'now'>, secret: string): Promise<boolean> {
  return (await findLink(tx, hashOf(secret), now)) !== null;
}

/** Binds the telephone at hand. Null when the link is over or used. Call it last in a transaction. */
export async function bindByLink(deps: PhoneDeps, secret: string): Promise<{ session: string; until: Date } | null> {
  const session = randomBytes(24).toString('base64url');
  const until = new Date(deps.now.getTime() + PHONE_DAYS * 86_400_000);
  const phone = await bindPhone(deps.tx, hashOf(secret), { hash: hashOf(session), until }, deps.now);
  if (phone) await record(deps, phone, 'bind-phone', 'ok');
  return phone ? { session, until } : null;
}

/** The code of the person whose telephone this is. Null: it is not bound, or not any more. Call it last in a transaction. */
export async function showOnPhone(deps: PhoneDeps, session: string): Promise<CodeShown | null> {
  const phone = await findPhone(deps.tx, hashOf(session), deps.now);
  const code = phone && (await findCode(deps.tx, phone.codeNo));
  if (!phone || !code) return null;
  const holder = await readHolder(deps.tx, code.archiveNo, '', dayOf(deps.now));
  const fault = holder ? faultOf(code, holder, deps.now) : refuse('none', say.code.none);
  // The telephone may lie on a counter: the name stands there as it would on paper.
  const shown = fault ?? (await show(deps, code, `phone:${phone.id}`, maskName(holder?.name ?? '', 'export', true) ?? ''));
  await record(deps, phone, shown.ok ? 'show-code' : 'show-code-refused', shown.ok ? 'ok' : shown.code);
  return shown;
}

async function record(deps: PhoneDeps, phone: CodePhone, action: string, outcome: string): Promise<void> {
  const subject = (await findCode(deps.tx, phone.codeNo))?.archiveNo ?? null;
  const about = { at: deps.now, actor: `phone:${phone.id}`, subject, caseNo: null, channel: 'web', purpose: '本人亮码' };
  await recordAudit(deps.tx, [{ ...about, action, outcome, detail: {} }]);
}

/** Takes a telephone off a code: lost, given away. Call it last in a transaction. */
export async function endPhone(
  deps: ChangeDeps,
  staff: Staff,
  request: { archiveNo: string; id: string },
): Promise<{ ok: true } | Refused> {
  const result = await end(deps, staff, request);
  await recordWrite(deps, staff, { archiveNo: request.archiveNo, reason: '解除手机' }, 'code:end-phone', result, []);
  return result;
}

async function end(deps: ChangeDeps, staff: Staff, { archiveNo, id }: { archiveNo: string; id: string }): Promise<{ ok: true } | Refused> {
  const code = await writableCode(deps, staff, archiveNo);
  if ('ok' in code) return code;
  return (await endPhones(deps.tx, { codeNo: code.no, id }, staff.id, deps.now)) > 0 ? { ok: true } : refuse('gone', say.code.noSuchPhone);
}
