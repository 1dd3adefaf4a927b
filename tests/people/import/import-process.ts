import { openDatabase } from '../../../src/platform/database.ts';
import { importList } from './list-runs.ts';

/** A process of its own that imports a list, to be killed in the middle: `node import-process.ts <database url> <file>`. */
const [, , url = '', path = ''] = process.argv;
const db = await openDatabase({ url, folder: null, poolSize: 2 });
await importList(db, { path });
await db.close();
