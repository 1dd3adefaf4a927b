import { expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { knownFaults } from '../../src/channels/local-dingtalk/wire-faults.ts';
import { localChannel } from '../../src/serving/local-server.ts';
import { type District, inBothDistricts } from '../setup/district.ts';
import { pause } from './processes.ts';

const OFFICER = 'T330212012C';
const SECOND_OFFICER = 'T330212012D';
const HEALTH = 'DHEALTH01';
const SESSION = '/robot/sendBySession';
const PUSH = '/v1.0/robot/oToMessages/batchSend';

async function nameOf(district: District, place: number): Promise<string> {
  const rows = await district.rows<{ name: string }>(
    `SELECT name FROM person p WHERE town = '东柳街道' AND key_category IN ('disabled', 'martyr', 'sacrifice', 'illness', 'old_demob')
       AND phone_sealed IS NOT NULL AND status = '在世' AND lifecycle = '在册' AND last_sanatorium_year IS NULL
       AND (SELECT count(*) FROM person q WHERE q.name = p.name) = 1 ORDER BY archive_no`,
  );
  return rows[place]?.name ?? '';
}

/** Up to the summary that waits for a yes. */
async function fillIn(district: District, name: string): Promise<void> {
  const officer = await district.person(OFFICER);
  let heard = await officer.says(`给${name}报个疗养，明年5月那批，5天，费用2000，不要陪同，紧急联系人陈国强，电话15400001234`);
  for (let count = 0; count < 6 && !heard.text.includes('请核对'); count += 1) heard = await officer.says('是的');
  expect(heard.text).toContain('请核对');
}

const count = async (district: District, table: string) => {
  const [row] = await district.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? 0;
};

/** Later, as the time table would: what waits is tried again. */
async function later(district: District, milliseconds: number): Promise<void> {
  district.clock.advance(milliseconds);
  await district.app.reception.sweep();
  await district.settle();
}

inBothDistricts(
  'a conversation',
  (district) => {
    it('acts once on a message that is delivered again and again, to two processes', async () => {
      await fillIn(district(), await nameOf(district(), 0));
      const { app, local, clock, log } = district();
      const second: App = await createApp(app.config, { db: app.db, clock, log, works: false });
      await second.jobs.start();
      await district().channel.stop();
      const arrivals: string[] = [];
      const channels: Channel[] = [];
      for (const one of [app, second]) {
        const channel = localChannel(one, local.state.base);
        one.channels.set('dingtalk', channel);
        channels.push(channel);
        await channel.start({
          ...one.reception,
          // Stored, but so late that the platform has long sent it again.
          onMessage: async (message) => {
            arrivals.push(message.messageKey);
            await one.reception.onMessage(message);
            await pause(60);
          },
        });
      }
      const { settings } = local.state;
      const { redeliverAfterMs } = settings;
      settings.redeliverAfterMs = 15;
      const officer = await district().person(OFFICER);
      const before = officer.heard().length;
      const submitted = await officer.says('确认提交');
      expect(submitted.text).toContain('已提交');
      await pause(150);
      settings.redeliverAfterMs = redeliverAfterMs;
      await Promise.all([app.reception.idle(), second.reception.idle()]);
      await Promise.all(channels.map((channel) => channel.stop()));
      await second.jobs.stop();
      app.channels.set('dingtalk', district().channel);
      await district().channel.start(app.reception);
      expect(new Set(arrivals).size).toBe(1);
      expect(arrivals.length).toBe(1 + settings.redeliverTimes);
      expect(officer.heard()).toHaveLength(before + 1);
      expect(await count(district(), 'service_case')).toBe(1);
      await district().settle();
    });

    it('takes two messages of one person in the order in which they were typed', async () => {
      const officer = await district().person(OFFICER);
      const name = await nameOf(district(), 1);
      const before = officer.heard().length;
      officer.types(`给${name}报个疗养，明年6月那批，4天`);
      officer.types('不是4天，是5天');
      officer.types('费用2000');
      await expect.poll(() => officer.heard().length, { timeout: 10_000 }).toBe(before + 3);
      const said = officer.heard().slice(before);
      expect(said[0]?.text).toContain(name);
      expect(said[1]?.text).toContain('5');
      await officer.says('算了不办了');
    });

    it('is not disturbed by a notice that comes in the middle of it', async () => {
      const second = await district().person(SECOND_OFFICER);
      const asked = await second.says(`给${await nameOf(district(), 2)}报个疗养，明年9月那批，4天`);
      expect(asked.text).toContain('费用');
      await fillIn(district(), await nameOf(district(), 3));
      const submitted = await (await district().person(OFFICER)).says('确认提交');
      const caseNo = /YZ\d{8}-\d{4}/.exec(submitted.text)?.[0] ?? 'none';
      await district().settle();
      await second.hears((heard) => heard.text.includes(caseNo));
      // What was asked before the notice is still what is answered.
      const next = await second.says('两千');
      expect(next.text).not.toContain('费用：请');
      expect(next.text).not.toContain(caseNo);
      expect((await second.says('费用改成1800')).text).toContain('1800');
      await second.says('算了不办了');
      expect((await second.says(`同意 ${caseNo}`)).text).toContain('健康审核');
      await district().settle();
    });

    it.each([
      ['is busy (429)', knownFaults.tooManyRequests],
      ['is over its rate (403)', knownFaults.qps],
    ])('answers later where the platform %s', async (_, fault) => {
      const officer = await district().person(OFFICER);
      district().local.state.faults.next(SESSION, fault);
      const before = officer.heard().length;
      officer.types('我的待办');
      await pause(50);
      await district().app.reception.idle();
      expect(officer.heard()).toHaveLength(before);
      await later(district(), 60_000);
      expect(officer.heard()).toHaveLength(before + 1);
      expect(officer.heard().at(-1)?.text).toContain('待办');
    });

    it.each([
      ['answers 500', knownFaults.internal],
      ['answers nothing', knownFaults.silence],
    ])('says a reply when asked again where the platform %s, for nobody knows whether it arrived', async (_, fault) => {
      const officer = await district().person(OFFICER);
      district().local.state.faults.next(SESSION, fault);
      const before = officer.heard().length;
      officer.types('我的待办');
      await pause(50);
      await district().app.reception.idle();
      await later(district(), 600_000);
      expect(officer.heard()).toHaveLength(before);
      expect((await officer.says('再说一遍')).text).toContain('待办');
    });

    it('does not say a reply twice of which it cannot know whether it arrived, and says it again when asked', async () => {
      const officer = await district().person(OFFICER);
      district().local.state.faults.next(SESSION, knownFaults.lostAnswer);
      const before = officer.heard().length;
      officer.types('我的待办');
      await expect.poll(() => officer.heard().length).toBe(before + 1);
      await district().app.reception.idle();
      await later(district(), 600_000);
      expect(officer.heard()).toHaveLength(before + 1);
      expect((await officer.says('再说一遍')).text).toContain('待办');
    });

    it.each([
      ['answers 500', knownFaults.internal, 2],
      ['answers 429', knownFaults.tooManyRequests, 4],
      ['is over its rate', knownFaults.qps, 4],
      ['answers nothing', knownFaults.silence, 2],
    ])('brings a notice in the end although the platform %s for a while', async (_, fault, times) => {
      const health = await district().person(HEALTH);
      const officer = await district().person(OFFICER);
      const [row] = await district().rows<{ no: string }>(
        `SELECT case_no AS no FROM case_task WHERE state = 'open' AND step <> 'accept' LIMIT 1`,
      );
      // Nobody is urged twice within the hour.
      district().clock.advance(2 * 3600_000);
      district().local.state.faults.next(PUSH, fault, times);
      const before = health.heard().filter((heard) => heard.text.includes('催您')).length;
      expect((await officer.says(`催一下 ${row?.no}`)).text).not.toContain('一小时');
      await district().settle();
      expect(health.heard().filter((heard) => heard.text.includes('催您'))).toHaveLength(before);
      for (let round = 0; round < times + 1; round += 1) await later(district(), 600_000);
      district().local.state.faults.clear();
      expect(health.heard().filter((heard) => heard.text.includes('催您'))).toHaveLength(before + 1);
    });

    it('rather brings a notice twice than not, where the platform carried it out and did not say so', async () => {
      const { clock, local } = district();
      const health = await district().person(HEALTH);
      const urged = () => health.heard().filter((heard) => heard.text.includes('催您')).length;
      clock.advance(2 * 3600_000);
      local.state.faults.next(PUSH, knownFaults.late);
      const before = urged();
      const [row] = await district().rows<{ no: string }>(
        `SELECT case_no AS no FROM case_task WHERE state = 'open' AND step <> 'accept' LIMIT 1`,
      );
      await (await district().person(OFFICER)).says(`催一下 ${row?.no}`);
      await district().settle();
      for (let round = 0; round < 5; round += 1) await later(district(), 600_000);
      expect(urged() - before).toBeGreaterThanOrEqual(1);
      expect(urged() - before).toBeLessThanOrEqual(2);
    });

    it('loses nothing when the connection drops in the middle', async () => {
      const officer = await district().person(OFFICER);
      district().local.state.gateway.dropConnections();
      const answer = await officer.says('我的待办');
      expect(answer.text).toContain('待办');
    });

    it('keeps its errors to itself and its protocol clean', () => {
      expect(district().local.state.gateway.violations).toEqual([]);
      expect(district().log.errors).toEqual([]);
    });
  },
  { channel: { timing: { timeoutMs: 400 } } },
);
