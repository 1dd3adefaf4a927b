import type { Day } from '../platform/calendar/day.ts';
import type { CampaignStage } from '../platform/calendar/festival-stages.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Digest, DigestPart } from './digest.ts';
import {
  type DigestKind,
  giveDayBack,
  keyOfTelling,
  markEscalated,
  markSent,
  type SentDigest,
  takeDay,
  takeTellings,
  tellingsOf,
} from './digest-store.ts';
import { digestText } from './digest-text.ts';

/** What is handed to delivery. */
export interface DigestMessage {
  staffId: string;
  kind: 'digest';
  dedupeKey: string;
  title: string;
  markdown: string;
  /** Campaign ids, for the message log. */
  about: string;
}

/** What was sent to whom; no names, so that it may be printed and logged. */
export interface SentLine {
  staffId: string;
  messageId: string | null;
  parts: { campaign: string; stages: CampaignStage[]; headline: string; visits: number; onBehalfOf: string | null }[];
}

export interface SendDeps {
  db: Database;
  send(tx: Tx, message: DigestMessage): Promise<string | null>;
  batchSize?: number;
}

interface Batch {
  digests: readonly Digest[];
  today: Day;
  kind: DigestKind;
  at: Date;
}

/**
 * Makes the messages, some people a transaction: the right to send (rows that can be made once), the message and the marks stand or fall together,
 * so that a process that dies anywhere leaves each person either told or not, never half.
 */
export async function sendDigests(deps: SendDeps, { digests, ...rest }: Batch): Promise<SentLine[]> {
  const size = deps.batchSize ?? 50;
  const lines: SentLine[] = [];
  for (let start = 0; start < digests.length; start += size) {
    const batch = { ...rest, digests: digests.slice(start, start + size) };
    lines.push(...(await deps.db.transaction((tx) => sendBatch(deps, tx, batch))));
  }
  return lines;
}

async function sendBatch(deps: SendDeps, tx: Tx, { digests, today, kind, at }: Batch): Promise<SentLine[]> {
  const receivers = digests.map((digest) => digest.receiverId);
  const free = await takeDay(tx, today, kind, receivers, at);
  const mine = digests.filter((digest) => free.has(digest.receiverId));
  const tellings = await takeTellings(tx, tellingsOf(mine.flatMap((digest) => digest.parts)), at);
  const toSend = mine.map(({ receiverId, parts }) => ({ receiverId, parts: parts.filter((part) => isStillUntold(part, tellings)) }));
  const emptied = toSend.filter((digest) => digest.parts.length === 0);
  await giveDayBack(
    tx,
    today,
    kind,
    emptied.map((digest) => digest.receiverId),
  );
  const sent: (SentDigest & { line: SentLine })[] = [];
  for (const digest of toSend.filter((one) => one.parts.length > 0)) sent.push(await sendOne(deps, tx, digest, { today, kind }));
  if (sent.length > 0) await markSent(tx, today, kind, sent, at);
  for (const { campaignId, town } of escalatedBy(toSend)) await markEscalated(tx, campaignId, town, at);
  return sent.map((one) => one.line);
}

/** A part that carries no stage (an addition, a last call) has only the day's row to guard it. */
function isStillUntold(part: DigestPart, free: ReadonlySet<string>): boolean {
  return part.stages.length === 0 || tellingsOf([part]).some((telling) => free.has(keyOfTelling(telling)));
}

async function sendOne(
  deps: SendDeps,
  tx: Tx,
  digest: Digest,
  { today, kind }: { today: Day; kind: DigestKind },
): Promise<SentDigest & { line: SentLine }> {
  const { receiverId, parts } = digest;
  const about = [...new Set(parts.map((part) => part.campaign.id))].join(',');
  const dedupeKey = `${kind}:${receiverId}:${today}`;
  const messageId = await deps.send(tx, { staffId: receiverId, kind: 'digest', dedupeKey, ...digestText(digest, today), about });
  const visitIds = parts.flatMap(({ content }) => (content.kind === 'visits' ? content.visits.map((visit) => visit.taskId) : []));
  const line = { staffId: receiverId, messageId, parts: parts.map((part) => lineOf(part, receiverId)) };
  return { receiverId, messageId, tellings: tellingsOf(parts), visitIds, line };
}

function lineOf({ campaign, stages, principalId, content }: DigestPart, receiverId: string): SentLine['parts'][number] {
  return {
    campaign: campaign.id,
    stages,
    headline: content.headline,
    visits: content.kind === 'visits' ? content.visits.length : 0,
    onBehalfOf: principalId === receiverId ? null : principalId,
  };
}

function escalatedBy(digests: readonly Digest[]): { campaignId: string; town: string | null }[] {
  return digests.flatMap(({ parts }) =>
    parts.flatMap(({ campaign, content }) => {
      const escalates = content.kind === 'figures' && (content.headline === 'escalate_town' || content.headline === 'escalate_bureau');
      return escalates ? [{ campaignId: campaign.id, town: content.town }] : [];
    }),
  );
}
