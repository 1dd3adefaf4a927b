import { randomBytes } from 'node:crypto';
import type { Staff } from '../../organisation/staff.ts';
import { saysSomething } from '../../people/access/reveal.ts';
import { type ChangeDeps, type Refused, recordWrite, refuse } from '../../people/change/change-person.ts';
import { writeRight } from '../../people/change/may-write.ts';
import { type Day, dayOf } from '../../platform/calendar/day.ts';
import { addCredentialEvent } from '../credential-event-store.ts';
import { isOnBooks, mayHoldCode } from '../holder.ts';
import { readHolder } from '../holder-store.ts';
import { credentialTexts as say } from '../texts.ts';
import { revokePasses } from './code-pass-store.ts';
import { endPhones } from './code-phone-store.ts';
import { type CredentialState, holdCodeOf, saveCode, setCodeState, type VeteranCode } from './veteran-code-store.ts';

/** Illustrative (no source names a term): then it is issued again, with a fresh look at the file. */
const VALID_YEARS = 3;

export interface CodeRequest {
  archiveNo: string;
  /** How the holder agreed, on paper or by word of mouth before the officer; null: not at all. */
  consent: keyof typeof say.consentWays | null;
}

export type CodeIssued = { ok: true; code: VeteranCode } | Refused;

/** Issues the person's one code at a station's desk. For whoever keeps the file up. Call it last in a transaction. */
export async function issueCode(deps: ChangeDeps, staff: Staff, request: CodeRequest): Promise<CodeIssued> {
  const result = await judge(deps, staff, request);
  await recordWrite(deps, staff, { archiveNo: request.archiveNo, reason: '签发老兵码' }, 'code:issued', result, []);
  return result;
}

async function judge(deps: ChangeDeps, staff: Staff, { archiveNo, consent }: CodeRequest): Promise<CodeIssued> {
  const holder = await readHolder(deps.tx, archiveNo, staff.id, dayOf(deps.now));
  if (!holder || writeRight(staff, holder) === 'none') return refuse('not-yours', say.notYours);
  if (consent === null) return refuse('consent', say.code.consentNeeded);
  return grantCode(deps, staff.id, { archiveNo: holder.archiveNo, consent: say.consentWays[consent], caseNo: null });
}

/**
 * Issues the code that a desk or a finished case grants; the caller has judged who may and records it. One that is active stays as it is; one
 * that was revoked or has run out starts anew under its number.
 */
export async function grantCode(
  { tx, sealer, now }: Pick<ChangeDeps, 'tx' | 'sealer' | 'now'>,
  by: string,
  grant: { archiveNo: string; consent: string; caseNo: string | null },
): Promise<CodeIssued> {
  const today = dayOf(now);
  const holder = await readHolder(tx, grant.archiveNo, by, today);
  if (!holder || !isOnBooks(holder)) return refuse('off-books', say.offBooks);
  if (!mayHoldCode(holder)) return refuse('not-for', say.code.notFor);
  const known = await holdCodeOf(tx, holder.archiveNo);
  if (known?.state === 'active' && known.validUntil >= today) return refuse('exists', say.code.exists(known.no));
  const code: VeteranCode = {
    ...grant,
    no: known?.no ?? newNo(),
    archiveNo: holder.archiveNo,
    state: 'active',
    issuedOn: today,
    validUntil: yearsLater(today, VALID_YEARS),
    issuedBy: by,
  };
  await saveCode(tx, code, now);
  await addCredentialEvent(tx, sealer, { no: code.no, act: known ? 'reissued' : 'issued', at: now, by, reason: grant.consent });
  return { ok: true, code };
}

/** Without letters and figures that are taken for one another; says nothing of the person. */
function newNo(): string {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  const drawn = Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join('');
  return `LB-${drawn.slice(0, 4)}-${drawn.slice(4)}`;
}

/** The day before the same day so many years later; 29 February counts as the 28th. */
export function yearsLater(day: Day, years: number): Day {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return moved.endsWith('-02-29') ? moved.replace('-29', '-28') : moved;
}

const acts: Readonly<Record<string, CredentialState>> = { suspend: 'suspended', resume: 'active', revoke: 'revoked' };

export type CodeAct = 'suspend' | 'resume' | 'revoke';

/** Suspends, resumes or revokes a code, at once for whoever verifies online; a revoked one takes its papers and telephones with it. Call it last in a transaction. */
export async function changeCode(
  deps: ChangeDeps,
  staff: Staff,
  request: { archiveNo: string; act: CodeAct; reason: string },
): Promise<{ ok: true; state: CredentialState } | Refused> {
  const result = await change(deps, staff, request);
  await recordWrite(deps, staff, request, `code:${request.act}`, result, []);
  return result;
}

async function change(
  deps: ChangeDeps,
  staff: Staff,
  { archiveNo, act, reason }: { archiveNo: string; act: CodeAct; reason: string },
): Promise<{ ok: true; state: CredentialState } | Refused> {
  const { tx, sealer, now } = deps;
  const code = await writableCode(deps, staff, archiveNo);
  if ('ok' in code) return code;
  if (!saysSomething(reason)) return refuse('reason', say.reasonNeeded);
  const state = acts[act] ?? code.state;
  if (code.state === state || (act === 'resume' && code.state === 'revoked')) {
    return refuse('same', say.code.sameState(say.states[code.state]));
  }
  await setCodeState(tx, code.no, state, now);
  if (act === 'revoke') {
    await revokePasses(tx, { codeNo: code.no }, staff.id, now);
    await endPhones(tx, { codeNo: code.no }, staff.id, now);
  }
  await addCredentialEvent(tx, sealer, { no: code.no, act, at: now, by: staff.id, reason });
  return { ok: true, state };
}

/** The code of a person whose file this member of staff keeps up, taken for this transaction, whatever its state. */
export async function writableCode({ tx, now }: ChangeDeps, staff: Staff, archiveNo: string): Promise<VeteranCode | Refused> {
  const holder = await readHolder(tx, archiveNo, staff.id, dayOf(now));
  if (!holder || writeRight(staff, holder) === 'none') return refuse('not-yours', say.notYours);
  return (await holdCodeOf(tx, holder.archiveNo)) ?? refuse('none', say.code.none);
}
