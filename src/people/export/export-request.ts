import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { PassThrough, Readable, Writable } from 'node:stream';
import { ZipWriter } from '@zip.js/zip.js';
import { recordAudit } from '../../audit/audit-store.ts';
import type { RoleId } from '../../organisation/role.ts';
import type { Staff } from '../../organisation/staff.ts';
import type { Database, Tx } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import { zipOptions } from '../../platform/table-xlsx-writer.ts';
import {
  dropExportParts,
  type ExportRequest,
  expireRequests,
  insertRequest,
  lockRequest,
  requestByToken,
  writeDecision,
  writeReady,
} from './export-request-store.ts';
import { type ExportFilter, type ExportFormat, type ExportKind, type ExportSource, exportTable } from './export-table.ts';
import { exportTexts as t } from './export-texts.ts';
import { partsOf, sealedSink } from './sealed-export-file.ts';

export interface RequestDeps {
  db: Database;
  sealer: Sealer;
  now: Date;
  channel: string;
}

export type RequestRefusal = keyof typeof t.request;
type Refused = { kind: 'refused'; why: RequestRefusal; sentence: string };

/** An approved export is good for a day (rules.yaml chat_rules: 双人审批，默认脱敏，文件加口令并24小时后失效). */
export const EXPORT_HOURS = 24;
const SHORTEST_REASON = 4;

/** Who may be the second person; a town's head for the people of that town only. */
const approvers: readonly RoleId[] = ['section-head', 'bureau-leader', 'bureau-chief', 'privacy-officer'];

function refused(why: RequestRefusal): Refused {
  return { kind: 'refused', why, sentence: t.request[why] };
}

/** Asks for an export; nothing is read before a second person has agreed. */
export async function askExport(
  deps: RequestDeps,
  staff: Staff,
  ask: { kind: ExportKind; format: ExportFormat; filter: ExportFilter; reason: string },
): Promise<{ kind: 'asked'; id: string } | Refused> {
  const reason = ask.reason.trim();
  if (Array.from(reason).length < SHORTEST_REASON) return refused('reason');
  const id = randomUUID();
  await deps.db.transaction(async (tx) => {
    await insertRequest(tx, deps.sealer, { ...ask, id, reason, askedBy: staff.id, askedAt: deps.now });
    await audit(deps, tx, staff.id, 'export-asked', { id, kind: ask.kind, format: ask.format, filter: ask.filter }, reason);
  });
  return { kind: 'asked', id };
}

/** The second person's word. `asker`: the one who asked, for whose area the approver must answer. */
export async function decideExport(
  deps: RequestDeps,
  staff: Staff,
  asker: Staff,
  id: string,
  decision: { approve: boolean; words: string | null },
): Promise<{ kind: 'decided'; expiresAt: Date | null } | Refused> {
  return deps.db.transaction(async (tx) => {
    const request = await lockRequest(tx, deps.sealer, id);
    const why = whyNot(request, staff, asker);
    if (why !== null) return refused(why);
    const expiresAt = decision.approve ? new Date(deps.now.getTime() + EXPORT_HOURS * 3_600_000) : null;
    const state = decision.approve ? 'approved' : 'refused';
    await writeDecision(tx, deps.sealer, id, { state, by: staff.id, at: deps.now, words: decision.words, expiresAt });
    await audit(deps, tx, staff.id, 'export-decided', { id, state, askedBy: asker.id }, null);
    return { kind: 'decided' as const, expiresAt };
  });
}

function whyNot(request: ExportRequest | null, staff: Staff, asker: Staff): RequestRefusal | null {
  if (request === null || request.askedBy !== asker.id) return 'unknown';
  if (request.askedBy === staff.id) return 'self';
  if (!mayApprove(staff, asker)) return 'approver';
  return request.state === 'asked' ? null : 'decided';
}

/** Whether somebody may be the second person for what this colleague asked. */
export function mayApprove(staff: Staff, asker: Staff): boolean {
  if (staff.id === asker.id) return false;
  if (!staff.isActive) return false;
  if (staff.roles.some((role) => approvers.includes(role))) return true;
  return staff.roles.includes('town-head') && staff.town !== null && staff.town === asker.town;
}

export interface MadeExport {
  kind: 'made';
  no: string;
  /** For the link; only its hash is kept. */
  token: string;
  /** Of the zip (AES-256); kept nowhere. Told to the asker apart from the link. */
  password: string;
  expiresAt: Date;
}

/** Makes an approved export: what the asker may see today, in a zip with a password, sealed. Run again after a kill it starts anew. */
export async function makeExport(deps: RequestDeps, asker: Staff, id: string, source: ExportSource): Promise<MadeExport | Refused> {
  const request = await deps.db.transaction((tx) => lockRequest(tx, deps.sealer, id));
  if (request === null || request.askedBy !== asker.id) return refused('unknown');
  if (isOver(request, deps.now)) return refused('expired');
  if (request.state !== 'approved' || request.expiresAt === null) return refused('notApproved');
  await deps.db.transaction((tx) => dropExportParts(tx, id));
  const password = newPassword();
  const token = randomBytes(32).toString('base64url');
  const rows = new PassThrough();
  const zip = new ZipWriter(Writable.toWeb(sealedSink(deps, id)) as WritableStream, zipOptions);
  const added = zip.add(`${t.titles[request.kind]}.${request.format}`, Readable.toWeb(rows) as ReadableStream, {
    ...{ password, encryptionStrength: 3 as const },
  });
  const order = { kind: request.kind, format: request.format, filter: request.filter, purpose: request.reason };
  const no = await Promise.all([exportTable(deps, asker, order, source, rows), added]).then(
    ([made]) => made.no,
    (error: unknown) => {
      rows.destroy();
      throw error;
    },
  );
  await zip.close();
  await deps.db.transaction((tx) => writeReady(tx, id, no, hashOf(token)));
  return { kind: 'made', no, token, password, expiresAt: request.expiresAt };
}

/** Letters and digits that nobody mistakes for one another. */
function newPassword(): string {
  const signs = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
  return Array.from({ length: 14 }, () => signs[randomInt(signs.length)]).join('');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function isOver(request: ExportRequest, now: Date): boolean {
  return request.state === 'expired' || (request.expiresAt !== null && request.expiresAt <= now);
}

/** The file behind a link, for as long as the link is good. Each fetch is recorded. */
export async function fetchExport(
  deps: RequestDeps,
  staff: Staff,
  token: string,
): Promise<{ kind: 'file'; name: string; parts: AsyncIterable<Buffer> } | Refused> {
  const request = await requestByToken(deps.db.tx, deps.sealer, hashOf(token));
  const isGood = request !== null && !isOver(request, deps.now);
  const why = !isGood ? 'expired' : request.askedBy === staff.id ? null : 'unknown';
  await deps.db.transaction((tx) =>
    audit(deps, tx, staff.id, why === null ? 'export-fetched' : 'read-refused', { no: request?.exportNo ?? null, why }, null),
  );
  if (request === null || why !== null) return refused(why ?? 'expired');
  return { kind: 'file', name: `${request.exportNo ?? ''}.zip`, parts: partsOf(deps, request.id) };
}

/** Takes away what is past its time; to be run every hour. Returns how many files went. */
export async function expireExports(deps: Omit<RequestDeps, 'sealer'>): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const ids = await expireRequests(tx, deps.now);
    if (ids.length > 0) await audit(deps, tx, 'system', 'export-expired', { ids }, null);
    return ids.length;
  });
}

async function audit(
  deps: Pick<RequestDeps, 'now' | 'channel'>,
  tx: Tx,
  actor: string,
  action: string,
  detail: Record<string, unknown>,
  purpose: string | null,
): Promise<void> {
  await recordAudit(tx, [
    { at: deps.now, actor, action, subject: null, caseNo: null, channel: deps.channel, purpose, outcome: 'ok', detail },
  ]);
}
