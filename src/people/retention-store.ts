import { before, type RetentionClass } from '../platform/retention-class.ts';
import { emptyListFiles } from './import/list-file-store.ts';

const LIST = { days: 30 };
const REMOVED = { years: 3 };

/** Of the archive: the main file is permanent; imported lists 30 days; documents taken off a file three years (rules.yaml retention). */
export const peopleRetention: readonly RetentionClass[] = [
  {
    id: 'import-file',
    name: '导入的原始名单文件',
    keep: '30天',
    basis: '个人信息保护法第十九条',
    origin: 'illustrative',
    find: (tx, now, limit) => tx.$queryRaw`
      SELECT id AS key, imported_at AS since FROM import_file WHERE deleted_at IS NULL AND imported_at < ${before(now, LIST)}
      ORDER BY imported_at LIMIT ${limit}`,
    destroy: async (tx, keys, now) => {
      const due = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM import_file WHERE id = ANY(${[...keys]}::text[]) AND deleted_at IS NULL AND imported_at < ${before(now, LIST)}`;
      const ids = due.map((row) => row.id);
      await emptyListFiles(tx, ids, now);
      return ids;
    },
  },
  {
    id: 'removed-document',
    name: '已删除的档案材料',
    keep: '3年',
    basis: '个人信息保护法第十九条',
    origin: 'illustrative',
    find: (tx, now, limit) => tx.$queryRaw`
      SELECT id AS key, removed_at AS since FROM person_document WHERE removed_at < ${before(now, REMOVED)} ORDER BY removed_at LIMIT ${limit}`,
    destroy: async (tx, keys, now) => {
      const gone = await tx.$queryRaw<{ key: string }[]>`
        DELETE FROM person_document WHERE id = ANY(${[...keys]}::text[]) AND removed_at < ${before(now, REMOVED)} RETURNING id AS key`;
      return gone.map((row) => row.key);
    },
  },
];
