import { createHash, randomBytes } from 'node:crypto';
import type { Staff } from '../../organisation/staff.ts';
import { saysSomething } from '../../people/access/reveal.ts';
import { type ChangeDeps, type Refused, recordWrite, refuse } from '../../people/change/change-person.ts';
import { addCertificate } from '../../people/file/archive-writes-store.ts';
import { type PersonFile, readPersonFile } from '../../people/file/person-file-store.ts';
import { addDays, dayOf, momentOf } from '../../platform/calendar/day.ts';
import { yearsLater } from '../code/veteran-code.ts';
import { addCredentialEvent } from '../credential-event-store.ts';
import { isOnBooks } from '../holder.ts';
import { readHolder } from '../holder-store.ts';
import type { SignatureAlgorithm } from '../signing/signature-suite.ts';
import { signingKey } from '../signing/signing-keys.ts';
import { writeToken } from '../signing/token.ts';
import { type CertificateRow, holdCurrent, insertCertificate, nextCertificateNo } from './certificate-store.ts';
import { type CertificateTemplate, certificateContent, templateFor } from './certificate-template.ts';
import { certificateTexts as say } from './certificate-texts.ts';

/** 签发 is the pension section's head (catalogue.yaml e-certificate, step `sign`). */
export function maySign(staff: Staff): boolean {
  return staff.isActive && staff.section === 'pension' && staff.roles.includes('section-head');
}

/** Drawing lists up and putting certificates on hold is the section's daily work. */
export function mayPrepare(staff: Staff): boolean {
  return maySign(staff) || (staff.isActive && staff.section === 'pension' && staff.roles.includes('section-officer'));
}

export type CertificateIssued = { ok: true; certificate: CertificateRow } | Refused;

export interface IssueRequest {
  archiveNo: string;
  /** Where the holder's separate consent lies (catalogue.yaml data_basis: separate_consent). */
  consent: string;
}

/** Issues one person's certificate; which one their category says. Call it last in a transaction. */
export async function issueCertificate(deps: ChangeDeps, staff: Staff, request: IssueRequest): Promise<CertificateIssued> {
  const result = await judge(deps, staff, request);
  await recordWrite(deps, staff, { archiveNo: request.archiveNo, reason: say.reasons.issue }, 'certificate:issued', result, []);
  return result;
}

async function judge(deps: ChangeDeps, staff: Staff, { archiveNo, consent }: IssueRequest): Promise<CertificateIssued> {
  if (!maySign(staff)) return refuse('role', say.mayNotIssue);
  if (!saysSomething(consent)) return refuse('consent', say.consentNeeded);
  return grantCertificate(deps, staff.id, { archiveNo, consent, caseNo: null });
}

export interface CertificateGrant {
  archiveNo: string;
  consent: string;
  caseNo: string | null;
  /** Set where a case has established it; else the archive's. */
  category?: string;
}

/** Issues what a desk, a batch or a finished case grants; the caller has judged who may and records it. */
export async function grantCertificate(deps: ChangeDeps, by: string, grant: CertificateGrant): Promise<CertificateIssued> {
  const today = dayOf(deps.now);
  const holder = await readHolder(deps.tx, grant.archiveNo, by, today);
  const category = grant.category ?? holder?.keyCategory ?? null;
  const template = templateFor(category);
  if (!holder || !isOnBooks(holder) || !template || category === null) return refuse('not-for', say.notFor);
  const current = await holdCurrent(deps.tx, holder.archiveNo, template.id, today);
  if (current) return refuse('exists', say.exists(current.no));
  const certificate = await drawUp(deps, by, { ...grant, archiveNo: holder.archiveNo, category, renews: null }, template);
  await addCredentialEvent(deps.tx, deps.sealer, { no: certificate.no, act: 'issued', at: deps.now, by, reason: grant.consent });
  return { ok: true, certificate };
}

/** Draws a certificate up from the file as it is today, signs it and puts it on file. */
export async function drawUp(
  deps: ChangeDeps,
  by: string,
  grant: CertificateGrant & { category: string; renews: string | null },
  template: CertificateTemplate,
): Promise<CertificateRow> {
  const { tx, sealer, now } = deps;
  const issuedOn = dayOf(now);
  const file = await readPersonFile(tx, sealer, grant.archiveNo, by, issuedOn);
  if (!file) throw new Error('the file of a certificate cannot be read back');
  const no = await nextCertificateNo(tx, Number(issuedOn.slice(0, 4)));
  const validUntil = addDays(yearsLater(issuedOn, template.years), -1);
  const frame = { no, issuedOn, validUntil, salt: randomBytes(16).toString('base64url') };
  const facts = { ...file, category: grant.category, originalNo: originalNo(file, template) };
  const content = JSON.stringify(certificateContent(template, facts, frame));
  const key = await signingKey(deps);
  const expiresAt = momentOf(addDays(validUntil, 1));
  const token = writeToken(key, { id: no, use: 'certificate', issuedAt: now, expiresAt, digest: digestOf(content, key.algorithm) });
  const { archiveNo, consent, caseNo, renews } = grant;
  const row: CertificateRow = {
    no,
    archiveNo,
    template: template.id,
    state: 'valid',
    issuedOn,
    validUntil,
    token,
    issuedBy: by,
    caseNo,
    renews,
  };
  await insertCertificate(tx, sealer, { ...row, content, checkCode: newCheckCode(), consent }, now);
  const writer = { tx, sealer, now, by, reason: say.reasons.issue, caseNo };
  await addCertificate(writer, archiveNo, { id: archiveId(no), kind: template.title, no, state: say.archiveStates.valid, issuedOn });
  return row;
}

/** The hash that a token carries of a certificate's content: SHA-256, or SM3 with SM2. */
export function digestOf(content: string, algorithm: SignatureAlgorithm): string {
  return createHash(algorithm === 'SM2SM3' ? 'sm3' : 'sha256')
    .update(content, 'utf8')
    .digest('base64url');
}

/** The row of the person's file that stands for a certificate. */
export function archiveId(no: string): string {
  return `e-${no}`;
}

/** To be read out and typed: without letters and figures that are taken for one another; 59 bits, and rate-limited. */
function newCheckCode(): string {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  const drawn = Array.from(randomBytes(12), (byte) => alphabet[byte % alphabet.length]).join('');
  return [drawn.slice(0, 4), drawn.slice(4, 8), drawn.slice(8)].join('-');
}

function originalNo(file: PersonFile, template: CertificateTemplate): string | null {
  const known = file.certificates.find((one) => template.original.includes(one.kind) && one.no !== null && one.state === say.states.valid);
  return known?.no ?? file.cardNo;
}
