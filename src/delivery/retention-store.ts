import { before, type RetentionClass } from '../platform/retention-class.ts';

const KEEP = { days: 180 };

/** Chat: what the bot said goes with what it heard (rules.yaml retention 聊天记录). */
export const deliveryRetention: readonly RetentionClass[] = [
  {
    id: 'outgoing',
    name: '聊天记录（发出的消息）',
    keep: '180天',
    basis: '个人信息保护法第十九条',
    origin: 'illustrative',
    find: (tx, now, limit) => tx.$queryRaw`
      SELECT id AS key, created_at AS since FROM outgoing_message WHERE settled_at IS NOT NULL AND created_at < ${before(now, KEEP)}
      ORDER BY created_at LIMIT ${limit}`,
    destroy: async (tx, keys, now) => {
      const gone = await tx.$queryRaw<{ key: string }[]>`
        DELETE FROM outgoing_message WHERE id = ANY(${[...keys]}::text[]) AND settled_at IS NOT NULL AND created_at < ${before(now, KEEP)}
        RETURNING id AS key`;
      return gone.map((row) => row.key);
    },
  },
];
