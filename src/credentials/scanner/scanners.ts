import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { type ChangeDeps, type Refused, refuse } from '../../people/change/change-person.ts';
import type { Tx } from '../../platform/database.ts';
import { endScanner, enrolScanner, findEnrolment, findScanner, insertScanner, listScanners, type ScannerRow } from './scanner-store.ts';
import { scannerTexts as say } from './scanner-texts.ts';

/** Who scans with a device of their own. Staff scan signed in, everybody else as the public. */
export type DeviceLevel = 'merchant' | 'partner';

const ENROL_MINUTES = 60;
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

/** Merchants are taken in by the pension section's head (catalogue.yaml support-merchant, step `confirm`). */
function mayRegister(staff: Staff): boolean {
  return staff.isActive && staff.section === 'pension' && staff.roles.includes('section-head');
}

export type ScannerRegistered = { ok: true; id: string; enrolment: string; until: Date } | Refused;

/** Registers a device; it gets its secret when it opens the enrolment, once. Call it last in a transaction. */
export async function registerScanner(
  deps: ChangeDeps,
  staff: Staff,
  request: { name: string; level: DeviceLevel },
): Promise<ScannerRegistered> {
  const result = await register(deps, staff, request);
  await record(deps, staff, 'scanner-registered', result);
  return result;
}

async function register({ tx, now }: ChangeDeps, staff: Staff, request: { name: string; level: DeviceLevel }): Promise<ScannerRegistered> {
  if (!mayRegister(staff)) return refuse('role', say.notFor);
  const name = request.name.trim();
  if (name === '' || Array.from(name).length > 60) return refuse('name', say.nameNeeded);
  const id = randomUUID();
  const enrolment = randomBytes(24).toString('base64url');
  const until = new Date(now.getTime() + ENROL_MINUTES * 60_000);
  const { level } = request;
  await insertScanner(tx, { id, name, level, registeredBy: staff.id, registeredAt: now, enrolHash: hashOf(enrolment), enrolUntil: until });
  return { ok: true, id, enrolment, until };
}

/** What an enrolment is for; looking does not use it up. */
export async function enrolmentOf(tx: Tx, enrolment: string, now: Date): Promise<ScannerRow | null> {
  return findEnrolment(tx, hashOf(enrolment), now);
}

/** Gives a device its secret. Null when the enrolment is over or used. */
export async function enrolDevice(tx: Tx, enrolment: string, now: Date): Promise<{ secret: string; scanner: ScannerRow } | null> {
  const secret = randomBytes(24).toString('base64url');
  const scanner = await enrolScanner(tx, hashOf(enrolment), hashOf(secret), now);
  return scanner && { secret, scanner };
}

export async function scannerOf(tx: Tx, secret: string): Promise<ScannerRow | null> {
  return findScanner(tx, hashOf(secret));
}

/** Takes a device out of service, at once. Call it last in a transaction. */
export async function dismissScanner(deps: ChangeDeps, staff: Staff, id: string): Promise<{ ok: true } | Refused> {
  const result = await dismiss(deps, staff, id);
  await record(deps, staff, 'scanner-ended', result);
  return result;
}

async function dismiss({ tx, now }: ChangeDeps, staff: Staff, id: string): Promise<{ ok: true } | Refused> {
  if (!mayRegister(staff)) return refuse('role', say.notFor);
  return (await endScanner(tx, id, staff.id, now)) ? { ok: true } : refuse('gone', say.gone);
}

/** For whoever registers them; null for others. */
export async function scannersFor(tx: Tx, staff: Staff): Promise<ScannerRow[] | null> {
  return mayRegister(staff) ? listScanners(tx) : null;
}

async function record(deps: ChangeDeps, staff: Staff, act: string, result: { ok: true } | Refused): Promise<void> {
  const about = { at: deps.now, actor: staff.id, subject: null, caseNo: null, channel: deps.channel, purpose: null };
  const action = result.ok ? 'write' : 'write-refused';
  await recordAudit(deps.tx, [{ ...about, action, outcome: result.ok ? 'done' : result.code, detail: { act } }]);
}
