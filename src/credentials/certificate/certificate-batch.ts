import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { saysSomething } from '../../people/access/reveal.ts';
import { type ChangeDeps, type Refused, recordWrite, refuse } from '../../people/change/change-person.ts';
import { dayOf } from '../../platform/calendar/day.ts';
import type { Database } from '../../platform/database.ts';
import type { Sealer } from '../../platform/seal.ts';
import {
  type Batch,
  finishBatch,
  holdBatch,
  insertBatch,
  selectCandidates,
  settleItem,
  signedBatch,
  takeWaiting,
} from './certificate-batch-store.ts';
import { findTemplate } from './certificate-template.ts';
import { certificateTexts as say } from './certificate-texts.ts';
import { grantCertificate, mayPrepare, maySign } from './issue-certificate.ts';

/** One town has at most some hundreds of key recipients. */
const MOST = 5_000;

export interface BatchRequest {
  template: string;
  /** Null: the whole district. */
  town: string | null;
  /** Where the signed consents of those on the list lie. */
  consent: string;
  /** Those who agreed; null: everybody of the template who has none yet (their consents are in hand). */
  archiveNos: readonly string[] | null;
}

export type BatchMade = { ok: true; id: string; people: number } | Refused;

/** Draws up the list of whom certificates are to be issued to; nothing is issued before somebody else signs it. Call it last in a transaction. */
export async function makeBatch(deps: ChangeDeps, staff: Staff, request: BatchRequest): Promise<BatchMade> {
  const result = await make(deps, staff, request);
  const about = { at: deps.now, actor: staff.id, subject: null, caseNo: null, channel: deps.channel, purpose: request.consent };
  const detail = { act: 'certificate-batch', template: request.template, town: request.town, people: result.ok ? result.people : 0 };
  await recordAudit(deps.tx, [
    { ...about, action: result.ok ? 'write' : 'write-refused', outcome: result.ok ? 'done' : result.code, detail },
  ]);
  return result;
}

async function make({ tx, now }: ChangeDeps, staff: Staff, request: BatchRequest): Promise<BatchMade> {
  if (!mayPrepare(staff)) return refuse('role', say.batch.notFor);
  const template = findTemplate(request.template);
  if (!template) return refuse('template', say.batch.template);
  if (!saysSomething(request.consent)) return refuse('consent', say.consentNeeded);
  const { town, archiveNos } = request;
  const people = await selectCandidates(tx, { template, town, archiveNos, today: dayOf(now), limit: MOST + 1 });
  if (people.length === 0) return refuse('empty', say.batch.empty);
  if (people.length > MOST) return refuse('too-many', say.batch.tooMany(MOST));
  const id = randomUUID();
  await insertBatch(tx, { id, template: template.id, town, consent: request.consent, madeBy: staff.id, madeAt: now }, people);
  return { ok: true, id, people: people.length };
}

/** Signs a list: it is then issued one by one (`runBatches`). Whoever drew it up does not sign it (organisation.yaml separation). */
export async function signBatch(deps: ChangeDeps, staff: Staff, id: string): Promise<{ ok: true } | Refused> {
  const result = await sign(deps, staff, id);
  await recordWrite(deps, staff, { archiveNo: '', reason: say.reasons.issue }, 'certificate-batch:signed', result, []);
  return result;
}

async function sign({ tx, now }: ChangeDeps, staff: Staff, id: string): Promise<{ ok: true } | Refused> {
  if (!maySign(staff)) return refuse('role', say.mayNotIssue);
  const batch = await holdBatch(tx, id);
  if (batch?.state !== 'listed') return refuse('state', say.batch.state);
  if (batch.madeBy === staff.id) return refuse('same-person', say.batch.samePerson);
  await signedBatch(tx, id, staff.id, now);
  return { ok: true };
}

export interface BatchDeps {
  db: Database;
  sealer: Sealer;
}

/** So many certificates a run of the clock: no process is held for longer. */
const PER_RUN = 200;

/**
 * Issues what signed lists still ask for, each certificate in a transaction of its own: what is killed in between goes on with the next run. A
 * person whom it cannot be issued to is kept with the reason. Returns how many were settled.
 */
export async function runBatches(deps: BatchDeps, now: Date): Promise<number> {
  let settled = 0;
  while (settled < PER_RUN) {
    const done = await deps.db.transaction((tx) => issueNext({ ...deps, tx, now, channel: 'system' }));
    if (!done) break;
    settled += 1;
  }
  return settled;
}

async function issueNext(deps: ChangeDeps): Promise<boolean> {
  const next = await takeWaiting(deps.tx);
  if (!next) {
    await finishBatch(deps.tx, deps.now);
    return false;
  }
  const { batch, archiveNo } = next;
  const signer = batch.signedBy ?? 'system';
  const result = await grantCertificate(deps, signer, { archiveNo, consent: batch.consent, caseNo: null });
  await settleItem(deps.tx, batch.id, archiveNo, result.ok ? { no: result.certificate.no } : { fault: result.sentence });
  await recordIssue(deps, batch, archiveNo, result.ok ? 'done' : result.code);
  return true;
}

async function recordIssue(deps: ChangeDeps, batch: Batch, archiveNo: string, outcome: string): Promise<void> {
  const about = { at: deps.now, actor: batch.signedBy ?? 'system', subject: archiveNo, caseNo: null, channel: deps.channel };
  const action = outcome === 'done' ? 'write' : 'write-refused';
  await recordAudit(deps.tx, [
    { ...about, purpose: say.reasons.issue, action, outcome, detail: { act: 'certificate:issued', batch: batch.id } },
  ]);
}
