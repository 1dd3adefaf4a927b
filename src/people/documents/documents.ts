import { createHash, randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { FileVault } from '../../platform/file-vault.ts';
import { namesMilitaryUnit } from '../../platform/unit-designation.ts';
import { access } from '../access/access.ts';
import { saysSomething } from '../access/reveal.ts';
import type { DataClass } from '../access/visibility.ts';
import { type ChangeDeps, holdWritable, type Refused, recordWrite, refuse } from '../change/change-person.ts';
import { changeTexts as say } from '../change/texts.ts';
import { readPersonFile } from '../file/person-file-store.ts';
import { cleanFile } from './clean-file.ts';
import { type DocumentRow, documentsOf, findDocument, insertDocument, markRemoved } from './document-store.ts';

/** What a document is about decides who may open it. */
export const documentKinds: Readonly<Record<string, DataClass>> = {
  身份证: 'idcard',
  户口簿: 'idcard',
  退役证: 'archive_basic',
  优待证: 'archive_basic',
  立功证书: 'merit',
  残疾证: 'health',
  病历: 'health',
  银行卡: 'bankcard',
  子女证明: 'minor',
  照片: 'archive_basic',
  其他: 'archive_basic',
};

export interface DocumentDeps extends ChangeDeps {
  vault: FileVault;
}

export type DocumentAdded = { ok: true; document: DocumentRow } | Refused;

/** Puts a file into a person's archive: by its content, pictures drawn anew. The same content twice is said and not kept twice. Call it last in a transaction. */
export async function addDocument(
  deps: DocumentDeps,
  staff: Staff,
  request: { archiveNo: string; kind: string; title: string; content: Buffer },
): Promise<DocumentAdded> {
  const result = await add(deps, staff, request);
  await recordWrite(deps, staff, { archiveNo: request.archiveNo, reason: '添加材料' }, 'document', result, [request.kind]);
  return result;
}

async function add(
  deps: DocumentDeps,
  staff: Staff,
  { archiveNo, kind, title, content }: { archiveNo: string; kind: string; title: string; content: Buffer },
): Promise<DocumentAdded> {
  const held = await holdWritable(deps, staff, archiveNo, []);
  if ('ok' in held) return held;
  if (!documentKinds[kind] || title.trim() === '') return refuse('value', say.badValue('材料种类或名称'));
  if (namesMilitaryUnit(title)) return refuse('value', say.unit);
  const cleaned = await cleanFile(content);
  if (!cleaned.ok) {
    const sentence = { type: say.document.badType, 'too-large': say.document.tooLarge(cleaned.megabytes), broken: say.document.broken };
    return refuse(cleaned.why, sentence[cleaned.why]);
  }
  const sha256 = createHash('sha256').update(content).digest('hex');
  const known = (await documentsOf(deps.tx, archiveNo)).find((one) => one.sha256 === sha256);
  if (known) return refuse('known', say.document.known(known.title));
  const keptName = await deps.vault.keep(cleaned.content, cleaned.extension);
  const document: DocumentRow = {
    id: randomUUID(),
    archiveNo,
    kind,
    title: title.trim(),
    fileType: cleaned.extension,
    bytes: cleaned.content.length,
    sha256,
    keptName,
    addedBy: staff.id,
    addedAt: deps.now,
  };
  await insertDocument(deps.tx, document);
  return { ok: true, document };
}

/** The documents of a file that a viewer may open. Null when the file is out of reach. */
export async function listDocuments(deps: ChangeDeps, viewer: Staff, archiveNo: string): Promise<DocumentRow[] | null> {
  const granted = await accessTo(deps, viewer, archiveNo);
  if (!granted) return null;
  return (await documentsOf(deps.tx, archiveNo)).filter((one) => granted[documentKinds[one.kind] ?? 'archive_basic'] === 'full');
}

async function accessTo({ tx, sealer, now }: ChangeDeps, viewer: Staff, archiveNo: string) {
  const file = await readPersonFile(tx, sealer, archiveNo, viewer.id, dayOf(now));
  const granted = file && access(viewer, file, { inCase: file.inCase });
  return granted && granted.archive_basic === 'full' ? granted : null;
}

export type DocumentOpened = { ok: true; document: DocumentRow; content: Buffer } | Refused;

/** The content of one document, for whom the matrix grants its class whole; every opening and refusal is recorded. Call it last in a transaction. */
export async function openDocument(deps: DocumentDeps, viewer: Staff, request: { id: string; reason: string }): Promise<DocumentOpened> {
  const document = await findDocument(deps.tx, request.id);
  const granted = document && (await accessTo(deps, viewer, document.archiveNo));
  const dataClass = documentKinds[document?.kind ?? ''] ?? 'archive_basic';
  const content = document && granted?.[dataClass] === 'full' ? await deps.vault.open(document.keptName) : null;
  const about = {
    at: deps.now,
    actor: viewer.id,
    subject: document?.archiveNo ?? null,
    caseNo: null,
    channel: deps.channel,
    purpose: request.reason,
  };
  const isOpened = document !== null && content !== null;
  const detail = { document: request.id, classes: [`${dataClass}:${isOpened ? 'whole' : 'none'}`] };
  await recordAudit(deps.tx, [{ ...about, action: isOpened ? 'read' : 'read-refused', outcome: isOpened ? 'ok' : 'document', detail }]);
  return document && content ? { ok: true, document, content } : refuse('gone', say.document.gone);
}

export async function removeDocument(
  deps: ChangeDeps,
  staff: Staff,
  request: { id: string; reason: string },
): Promise<{ ok: true } | Refused> {
  const document = await findDocument(deps.tx, request.id);
  const result = await remove(deps, staff, document, request.reason);
  const about = { archiveNo: document?.archiveNo ?? '', reason: request.reason };
  if (document) await recordWrite(deps, staff, about, 'remove-document', result, [document.kind]);
  return result;
}

async function remove(deps: ChangeDeps, staff: Staff, document: DocumentRow | null, reason: string): Promise<{ ok: true } | Refused> {
  if (!document) return refuse('gone', say.document.gone);
  const held = await holdWritable(deps, staff, document.archiveNo, []);
  if ('ok' in held) return held;
  if (!saysSomething(reason)) return refuse('reason', say.reasonNeeded);
  return (await markRemoved(deps.tx, document.id, staff.id, reason, deps.now)) ? { ok: true } : refuse('gone', say.document.gone);
}
