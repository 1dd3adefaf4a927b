import type { Tx } from '../platform/database.ts';
import { AppError } from '../platform/errors.ts';
import type { Sealer } from '../platform/seal.ts';

/**
 * Puts a thread down in the middle of its turn. Only while the message is still to be done: another process that finished it meanwhile
 * (this one's lease ran out) has written a later state, and this turn must end here. Throws AppError `turn-lost` then.
 */
export async function saveMidTurn(
  tx: Tx,
  sealer: Sealer,
  turn: { conversationKey: string; channel: string; messageKey: string },
  thread: string,
): Promise<void> {
  const { conversationKey, channel, messageKey } = turn;
  const sealed = sealer.seal(thread, { table: 'conversation', column: 'state_sealed', row: conversationKey });
  const count = await tx.$executeRaw`UPDATE conversation SET state_sealed = ${sealed} WHERE key = ${conversationKey} AND EXISTS (
    SELECT 1 FROM inbound_message WHERE channel = ${channel} AND message_key = ${messageKey} AND state = 'pending')`;
  if (count !== 1)
    throw new AppError('conflict', 'turn-lost', '这条消息已由另一个进程处理，没有重复办理。', {
      message: 'the turn was finished elsewhere',
    });
}
