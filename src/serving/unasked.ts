import { takeUntold } from '../audit/alarm-store.ts';
import type { Notice } from '../cases/notice.ts';
import { noticeMessage } from '../cases/notice-text.ts';
import type { HandOffNotice } from '../conversation/hand-off/hand-off-notice.ts';
import { emergencyMessage } from '../conversation/requests/emergency-message.ts';
import { alarmTitle } from '../conversation/requests/texts.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { NewMessage } from '../delivery/outgoing-message.ts';
import { listStaff } from '../organisation/staff-store.ts';
import type { EmergencyNotice } from '../people/access/break-glass.ts';
import type { MoveNotice } from '../people/change/move-person.ts';
import type { Tx } from '../platform/database.ts';
import type { DigestMessage } from '../visits/send-digests.ts';

/** What the features have to say unasked, made into messages within the transaction that caused them. */

export async function sendNotices(delivery: Delivery, tx: Tx, notices: readonly Notice[]): Promise<void> {
  for (const notice of notices) {
    const { title, markdown, buttons } = noticeMessage(notice);
    await delivery.enqueue(tx, pushed('notice', notice.staffId, notice.key, notice.caseNo, { title, markdown, buttons }));
  }
}

export async function sendMoveNotices(delivery: Delivery, tx: Tx, notices: readonly MoveNotice[]): Promise<void> {
  for (const { staffId, key, archiveNo, title, sentence } of notices) {
    const body = { title, markdown: `### ${title}\n\n${sentence}`, buttons: [] };
    await delivery.enqueue(tx, pushed('notice', staffId, key, archiveNo, body));
  }
}

/** New alarms go to the privacy officers; with none in post, to the bureau's head. */
export async function sendAlarms(delivery: Delivery, tx: Tx, now: Date): Promise<number> {
  const alarms = await takeUntold(tx, now);
  if (alarms.length === 0) return 0;
  const officers = await listStaff(tx, { roles: ['privacy-officer'], isActive: true });
  const told = officers.length > 0 ? officers : await listStaff(tx, { roles: ['bureau-chief'], isActive: true });
  for (const { key, sentence } of alarms) {
    for (const { id } of told) {
      const body = { title: alarmTitle, markdown: `### ${alarmTitle}\n\n${sentence}`, buttons: [] };
      await delivery.enqueue(tx, pushed('notice', id, `alarm:${key}:${id}`, key, body));
    }
  }
  return alarms.length;
}

/** What a conversation has to say to somebody who did not just write: hand-offs, drafts that are kept. */
export async function sendTold(delivery: Delivery, tx: Tx, notices: readonly HandOffNotice[]): Promise<void> {
  for (const { staffId, key, about, title, markdown, buttons } of notices)
    await delivery.enqueue(tx, pushed('notice', staffId, key, about, { title, markdown, buttons }));
}

export async function sendEmergencyNotices(delivery: Delivery, tx: Tx, notices: readonly EmergencyNotice[]): Promise<void> {
  for (const notice of notices) {
    const { title, markdown, buttons } = emergencyMessage(notice);
    const key = `emergency:${notice.id}:${notice.kind}:${notice.staffId}`;
    await delivery.enqueue(tx, pushed('notice', notice.staffId, key, notice.id, { title, markdown, buttons }));
  }
}

export function digestMessage({ staffId, dedupeKey, title, markdown, about }: DigestMessage): NewMessage {
  return pushed('digest', staffId, dedupeKey, about, { title, markdown, buttons: [] });
}

/** Something said unasked to one member of staff; the store looks their address up. */
function pushed(kind: 'notice' | 'digest', staffId: string, dedupeKey: string, about: string, body: NewMessage['body']): NewMessage {
  const nobody = { userId: null, groupId: null, session: null, mentionUserId: null };
  return { channel: 'dingtalk', kind, dedupeKey, staffId, ...nobody, body, about, sendAfter: null, expiresAt: null };
}
