import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/database.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { createOwnPostgres, type OwnPostgres } from '../platform/own-postgres.ts';
import { type District, openDistrict } from '../setup/district.ts';
import { pause } from './processes.ts';

const OFFICER = 'T330212012C';

describe('a conversation while PostgreSQL is restarted', () => {
  let server: OwnPostgres;
  let district: District;
  beforeAll(async () => {
    server = await createOwnPostgres();
    const db = await openDatabase({ url: server.url, folder: null });
    await migrate(db, 'prisma/migrations');
    district = await openDistrict('postgres', { db });
    // What is not stored is not acknowledged, and so comes again.
    Object.assign(district.local.state.settings, { redeliverAfterMs: 300, redeliverTimes: 30 });
  });
  afterAll(async () => {
    await district.close();
    await server.remove();
  });

  const draft = async () => {
    const [person] = await district.rows<{ name: string }>(
      `SELECT name FROM person p WHERE town = '东柳街道' AND key_category IN ('disabled', 'martyr', 'sacrifice', 'illness', 'old_demob')
         AND phone_sealed IS NOT NULL AND status = '在世' AND lifecycle = '在册' AND last_sanatorium_year IS NULL
         AND (SELECT count(*) FROM person q WHERE q.name = p.name) = 1 ORDER BY archive_no LIMIT 1`,
    );
    return `给${person?.name}报个疗养，明年5月那批，4天，不要陪同，紧急联系人陈国强，电话15400001234`;
  };

  it('goes on where it was: what was said meanwhile is answered once, when the database is back', async () => {
    const officer = await district.person(OFFICER);
    expect((await officer.says(await draft())).text).toContain('费用');
    const before = officer.heard().length;
    await server.stop();
    officer.types('不是4天，是5天，费用2000');
    await pause(1000);
    expect(officer.heard()).toHaveLength(before);
    await server.start();
    const answer = await officer.hears(() => true, 15_000);
    expect(answer.text).toContain('5');
    await district.settle();
    let heard = await officer.says('是的');
    for (let count = 0; count < 5 && !heard.text.includes('已提交'); count += 1) heard = await officer.says('是的');
    expect(heard.text).toContain('已提交');
    await district.settle();
    const cases = await district.rows(`SELECT no FROM service_case`);
    expect(cases).toHaveLength(1);
    expect(await district.rows(`SELECT id FROM inbound_message WHERE state <> 'done'`)).toEqual([]);
  });

  it('loses nothing at whatever moment of a turn the database goes', async () => {
    const officer = await district.person(OFFICER);
    for (const milliseconds of [0, 2, 5, 9, 14, 20]) {
      const before = officer.heard().length;
      officer.types('我的待办');
      await pause(milliseconds);
      await server.stop();
      await pause(100);
      await server.start();
      // As the time table would, every few seconds: what was stored but not finished is taken up again, its lease over.
      await expect
        .poll(
          async () => {
            district.clock.advance(60_000);
            await district.app.reception.sweep().catch(() => 0);
            await district.app.delivery.sweep().catch(() => 0);
            return officer.heard().length;
          },
          { timeout: 15_000 },
        )
        .toBeGreaterThan(before);
      await district.settle();
      expect(officer.heard()).toHaveLength(before + 1);
      expect(officer.heard().at(-1)?.text).toContain('待办');
    }
    expect(await district.rows(`SELECT id FROM inbound_message WHERE state <> 'done'`)).toEqual([]);
  });

  it('leaves no error behind', () => {
    expect(district.log.errors).toEqual([]);
  });
});
