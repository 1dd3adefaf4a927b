import type { Staff } from '../../organisation/staff.ts';
import { saysSomething } from '../../people/access/reveal.ts';
import { type ChangeDeps, type Refused, recordWrite, refuse } from '../../people/change/change-person.ts';
import { setFileCertificate } from '../../people/file/archive-writes-store.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import { addCredentialEvent } from '../credential-event-store.ts';
import { isOnBooks } from '../holder.ts';
import { readHolder } from '../holder-store.ts';
import { credentialTexts } from '../texts.ts';
import { type CertificateRow, type CertificateState, holdCertificate, holdCurrent, setCertificateState } from './certificate-store.ts';
import { findTemplate, templateFor } from './certificate-template.ts';
import { certificateTexts as say } from './certificate-texts.ts';
import { archiveId, type CertificateIssued, drawUp, mayPrepare, maySign } from './issue-certificate.ts';

export type CertificateAct = 'suspend' | 'resume' | 'revoke';

/** From which state to which each act leads. A revoked certificate is not taken back: a new one is issued. */
const acts: Readonly<Record<CertificateAct, { from: readonly CertificateState[]; to: CertificateState }>> = {
  suspend: { from: ['valid'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'valid' },
  revoke: { from: ['valid', 'suspended'], to: 'revoked' },
};

export interface ChangeCertificateRequest {
  no: string;
  act: CertificateAct;
  reason: string;
}

/** Suspends, resumes or revokes a certificate, at once for whoever verifies online. Call it last in a transaction. */
export async function changeCertificate(
  deps: ChangeDeps,
  staff: Staff,
  request: ChangeCertificateRequest,
): Promise<{ ok: true; state: CertificateState } | Refused> {
  const held = await holdCertificate(deps.tx, request.no);
  const result = await change(deps, staff, request, held);
  await recordWrite(deps, staff, { archiveNo: held?.archiveNo ?? '', reason: request.reason }, `certificate:${request.act}`, result, []);
  return result;
}

async function change(
  deps: ChangeDeps,
  staff: Staff,
  { act, reason }: ChangeCertificateRequest,
  held: CertificateRow | null,
): Promise<{ ok: true; state: CertificateState } | Refused> {
  if (act === 'suspend' ? !mayPrepare(staff) : !maySign(staff)) return refuse('role', say.mayNotSuspend);
  if (!held) return refuse('gone', say.gone);
  if (!saysSomething(reason)) return refuse('reason', credentialTexts.reasonNeeded);
  const { [act]: step } = acts;
  if (!step.from.includes(held.state)) return refuse('state', say.notValid(say.states[held.state]));
  await putInto(deps, held, step.to, { by: staff.id, act, reason });
  return { ok: true, state: step.to };
}

async function putInto(
  { tx, sealer, now }: ChangeDeps,
  held: CertificateRow,
  state: CertificateState,
  { by, act, reason }: { by: string; act: string; reason: string },
): Promise<void> {
  await setCertificateState(tx, held.no, state, now);
  const writer = { tx, sealer, now, by, reason, caseNo: null };
  await setFileCertificate(writer, held.archiveNo, archiveId(held.no), say.archiveStates[state]);
  await addCredentialEvent(tx, sealer, { no: held.no, act, at: now, by, reason });
}

/** Draws a certificate up anew from the file as it is now, under a new number; the old one is good no more. Call it last in a transaction. */
export async function renewCertificate(
  deps: ChangeDeps,
  staff: Staff,
  request: { no: string; reason: string },
): Promise<CertificateIssued> {
  const held = await holdCertificate(deps.tx, request.no);
  const result = await renew(deps, staff, request, held);
  await recordWrite(deps, staff, { archiveNo: held?.archiveNo ?? '', reason: request.reason }, 'certificate:renewed', result, []);
  return result;
}

async function renew(
  deps: ChangeDeps,
  staff: Staff,
  { reason }: { no: string; reason: string },
  held: CertificateRow | null,
): Promise<CertificateIssued> {
  if (!maySign(staff)) return refuse('role', say.mayNotIssue);
  if (!held) return refuse('gone', say.gone);
  if (!saysSomething(reason)) return refuse('reason', credentialTexts.reasonNeeded);
  if (held.state !== 'valid') return refuse('state', say.notValid(say.states[held.state]));
  const holder = await readHolder(deps.tx, held.archiveNo, staff.id, dayOf(deps.now));
  // The category may have changed since, and with it the kind of certificate.
  const template = templateFor(holder?.keyCategory ?? null) ?? findTemplate(held.template);
  if (!holder?.keyCategory || !isOnBooks(holder) || !template) return refuse('not-for', say.notFor);
  const other = template.id === held.template ? null : await holdCurrent(deps.tx, holder.archiveNo, template.id, dayOf(deps.now));
  if (other) return refuse('exists', say.exists(other.no));
  const grant = { archiveNo: holder.archiveNo, consent: reason, caseNo: null, category: holder.keyCategory, renews: held.no };
  const certificate = await drawUp(deps, staff.id, grant, template);
  await putInto(deps, held, 'replaced', { by: staff.id, act: 'renewed-by', reason: certificate.no });
  await addCredentialEvent(deps.tx, deps.sealer, { no: certificate.no, act: 'renewed', at: deps.now, by: staff.id, reason });
  return { ok: true, certificate };
}
