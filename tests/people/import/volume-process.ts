import { openDatabase } from '../../../src/platform/database.ts';
import { importList } from './list-runs.ts';

/** Imports a list in a process of its own and says what came of it and how much memory it took: `node volume-process.ts <url> <file>`. */
const [, , url = '', path = ''] = process.argv;
const db = await openDatabase({ url, folder: null, poolSize: 2 });
const started = performance.now();
const { read, created, unchanged, faults } = await importList(db, { path });
const seconds = (performance.now() - started) / 1000;
await db.close();
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ read, created, unchanged, faults: faults.length, megabytes, seconds: Math.round(seconds) }));
