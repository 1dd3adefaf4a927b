import type { Tx } from '../../src/platform/database.ts';
import type { DigestMessage } from '../../src/visits/send-digests.ts';

/** Makes the outgoing message as the delivery room does, as far as the visits can tell: one row a key, within the transaction. */
export async function sendToOutbox(tx: Tx, message: DigestMessage): Promise<string | null> {
  const id = `m-${message.dedupeKey}`;
  const made = await tx.$executeRaw`
    INSERT INTO outgoing_message (id, channel, kind, dedupe_key, staff_id, body_sealed, about, send_after, created_at)
    VALUES (${id}, 'dingtalk', ${message.kind}, ${message.dedupeKey}, ${message.staffId}, ${message.markdown}, ${message.about}, now(), now())
    ON CONFLICT (dedupe_key) DO NOTHING`;
  return made > 0 ? id : null;
}
