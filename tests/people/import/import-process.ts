import { openDatabase } from '../../../src/platform/database.ts';
import { importList } from './list-runs.ts';

/**
 * A process of its own that imports a list, to be killed in the middle: `node import-process.ts <database url or folder> <file>`. Says
 * something after each batch.
 */
const [, , where = '', path = ''] = process.argv;
const isServer = where.startsWith('postgresql:');
const db = await openDatabase({ url: isServer ? where : null, folder: isServer ? null : where, poolSize: 2 });
await importList(db, { path }, { onProgress: (read) => void process.stdout.write(`${read}\n`) });
await db.close();
