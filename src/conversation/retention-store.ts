import { before, type RetentionClass } from '../platform/retention-class.ts';

const KEEP = { days: 180 };

/** Chat: after 180 days only what became a case or a visit stays (rules.yaml retention 聊天记录). */
export const conversationRetention: readonly RetentionClass[] = [
  {
    id: 'inbound',
    name: '聊天记录（收到的消息）',
    keep: '180天',
    basis: '个人信息保护法第十九条',
    origin: 'illustrative',
    find: (tx, now, limit) => tx.$queryRaw`
      SELECT id::text AS key, received_at AS since FROM inbound_message WHERE state <> 'pending' AND received_at < ${before(now, KEEP)}
      ORDER BY received_at LIMIT ${limit}`,
    destroy: async (tx, keys, now) => {
      const gone = await tx.$queryRaw<{ key: string }[]>`
        DELETE FROM inbound_message WHERE id::text = ANY(${[...keys]}::text[]) AND state <> 'pending' AND received_at < ${before(now, KEEP)}
        RETURNING id::text AS key`;
      return gone.map((row) => row.key);
    },
  },
  {
    id: 'hand-off',
    name: '聊天记录（转人工）',
    keep: '180天',
    basis: '个人信息保护法第十九条',
    origin: 'illustrative',
    find: (tx, now, limit) => tx.$queryRaw`
      SELECT id AS key, closed_at AS since FROM hand_off WHERE closed_at < ${before(now, KEEP)} ORDER BY closed_at LIMIT ${limit}`,
    destroy: async (tx, keys, now) => {
      const gone = await tx.$queryRaw<{ key: string }[]>`
        DELETE FROM hand_off WHERE id = ANY(${[...keys]}::text[]) AND closed_at < ${before(now, KEEP)} RETURNING id AS key`;
      return gone.map((row) => row.key);
    },
  },
  {
    id: 'conversation',
    name: '聊天记录（对话状态）',
    keep: '180天',
    basis: '个人信息保护法第十九条',
    origin: 'illustrative',
    find: (tx, now, limit) => tx.$queryRaw`
      SELECT key, updated_at AS since FROM conversation WHERE state_sealed IS NOT NULL AND updated_at < ${before(now, KEEP)}
      ORDER BY updated_at LIMIT ${limit}`,
    destroy: async (tx, keys, now) => {
      const gone = await tx.$queryRaw<{ key: string }[]>`
        UPDATE conversation SET state_sealed = NULL WHERE key = ANY(${[...keys]}::text[]) AND updated_at < ${before(now, KEEP)} RETURNING key`;
      return gone.map((row) => row.key);
    },
  },
];
