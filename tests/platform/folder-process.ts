import { join } from 'node:path';
import { openDatabase } from '../../src/platform/database.ts';
import { lockFolder } from '../../src/platform/folder-lock.ts';
import { migrate } from '../../src/platform/migrate.ts';

/**
 * A process of its own that locks a data folder, opens its embedded database and writes on and on, to be killed at any moment:
 * `node folder-process.ts <folder> [lock-only]`. What it has reached, it says on stdout: `locked`, `opened`, `migrated`, then each
 * number that it has written.
 */
const [, , folder = '', how = ''] = process.argv;
const say = (word: string) => process.stdout.write(`${word}\n`);

await lockFolder(folder);
say('locked');
if (how === 'lock-only') setInterval(() => undefined, 60_000);
else {
  const db = await openDatabase({ url: null, folder: join(folder, 'pglite') });
  say('opened');
  await migrate(db, 'prisma/migrations');
  say('migrated');
  const [last] = await db.tx.$queryRaw<{ number: number }[]>`
    SELECT coalesce(max(value::int), 0) AS number FROM setting WHERE key LIKE 'n%'`;
  for (let number = (last?.number ?? 0) + 1; ; number += 1) {
    await db.tx.setting.create({ data: { key: `n${number}`, value: number } });
    say(String(number));
  }
}
