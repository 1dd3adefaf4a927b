import { expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { planCampaign } from '../../src/visits/plan-campaign.ts';
import { runTick } from '../../src/visits/tick.ts';
import { type District, inBothDistricts } from '../setup/district.ts';

const TOWN_OFFICER = 'T330212012C';
const TOWN_HEAD = 'T330212012A';
const SECTION_HEAD = 'DPENSION00';

interface Due {
  assignee_id: string;
  name: string;
  archive_no: string;
}

/** Whoever still has visits to make, with those whom they are to visit. */
async function due(district: District): Promise<Map<string, Due[]>> {
  const rows = await district.rows<Due>(
    `SELECT v.assignee_id, p.name, p.archive_no FROM visit_task v JOIN person p USING (archive_no) WHERE v.state = 'todo' ORDER BY v.id`,
  );
  return Map.groupBy(rows, (row) => row.assignee_id);
}

/** What each of these people has heard since the clock showed that day, by the heading of the message. */
async function digestsOf(district: District, staffId: string, heading: string): Promise<string[]> {
  const heard = (await district.person(staffId)).heard();
  return heard.map((one) => one.text).filter((text) => text.includes(heading));
}

async function tickAt(district: District, at: string) {
  district.clock.set(`${at}:00+08:00`);
  const result = await runTick(district.app.visits, district.clock.now());
  await district.settle();
  return result;
}

const housesIn = (text: string) => Number(/还有 (\d+) 户没走访/.exec(text)?.[1] ?? (text.includes('都走访') ? 0 : Number.NaN));

inBothDistricts(
  'a festival',
  (district, kind) => {
    it('is planned once, with a visit for everyone who is due and somebody for every visit', async () => {
      const { app, clock } = district();
      const ask = { festival: 'spring_festival', year: 2027, now: clock.now(), by: { actor: 'operator', channel: 'cli' } };
      const planned = await planCampaign(app.visits, ask);
      expect(planned).toMatchObject({ ok: true, plan: { deadlineOn: '2027-02-04', unassigned: 0, alreadyPlanned: false } });
      const again = await planCampaign(app.visits, ask);
      expect(again).toMatchObject({ ok: true, plan: { alreadyPlanned: true, changes: { added: [], dropped: [], reassigned: [] } } });
      const levels = await district().rows<{ level: string }>(`SELECT DISTINCT level FROM visit_task ORDER BY level`);
      expect(levels.map((row) => row.level)).toEqual(['district', 'town', 'village']);
    });

    it('tells each of them once, with their own list and nobody else of it', async () => {
      const tasks = await due(district());
      const first = await tickAt(district(), '2027-01-15T09:00');
      expect(first.digests.map((one) => one.staffId).sort()).toEqual(expect.arrayContaining([...tasks.keys()].sort()));
      const everybody = [...tasks.values()].flat();
      for (const [staffId, own] of tasks) {
        const digests = await digestsOf(district(), staffId, '走访提醒 1月15日');
        expect(digests, staffId).toHaveLength(1);
        for (const { name } of own) expect(digests[0]).toContain(name);
        const names = new Set(own.map((one) => one.name));
        for (const { name } of everybody) if (!names.has(name)) expect(digests[0]).not.toContain(`. ${name}，`);
      }
    });

    it('tells nobody a second time, however often and in how many processes the same moment comes', async () => {
      const { app, clock, log } = district();
      const second = await createApp(app.config, { db: app.db, clock, log, works: false });
      await second.jobs.start();
      clock.set('2027-01-15T09:00:00+08:00');
      const again = await Promise.all([runTick(app.visits, clock.now()), runTick(second.visits, clock.now())]);
      expect(again.flatMap((result) => result.digests)).toEqual([]);
      clock.set('2027-01-27T09:00:00+08:00');
      const both = await Promise.all([runTick(app.visits, clock.now()), runTick(second.visits, clock.now())]);
      await second.jobs.stop();
      await district().settle();
      const told = both.flatMap((result) => result.digests.map((one) => one.staffId));
      expect(told.sort()).toEqual([...(await due(district())).keys()].sort());
      for (const staffId of new Set(told)) expect(await digestsOf(district(), staffId, '走访提醒 1月27日')).toHaveLength(1);
      expect(new Set(told).size, kind).toBe(told.length);
    });

    it('takes a visit in one sentence, with what was seen and what is needed, and is one house nearer its end', async () => {
      const officer = await district().person(TOWN_OFFICER);
      const [visited] = (await due(district())).get(TOWN_OFFICER) ?? [];
      const before = housesIn((await officer.says('春节还有几户没走')).text);
      const records = () => district().rows<{ count: number }>(`SELECT count(*)::int AS count FROM visit_record`);
      const [earlier] = await records();
      // Sent again before it can have been acknowledged: the visit is recorded once.
      district().local.state.settings.redeliverAfterMs = 1;
      const recorded = await officer.says(`今天看了${visited?.name}，身体挺好，想要个轮椅`);
      await district().settle();
      district().local.state.settings.redeliverAfterMs = 60_000;
      expect(await records()).toEqual([{ count: (earlier?.count ?? 0) + 1 }]);
      expect(recorded.text).toContain(visited?.name);
      expect(recorded.text).toContain('轮椅');
      expect(housesIn((await officer.says('春节还有几户没走')).text)).toBe(before - 1);
      const [task] = await district().rows<{ state: string }>(
        `SELECT state FROM visit_task WHERE archive_no = $1 AND assignee_id = $2`,
        visited?.archive_no,
        TOWN_OFFICER,
      );
      expect(task?.state).toBe('done');
      const needs = await district().rows<{ count: number }>(
        `SELECT count(*)::int AS count FROM visit_need n JOIN visit_record r ON r.id = n.record_id WHERE r.archive_no = $1`,
        visited?.archive_no,
      );
      expect(needs).toEqual([{ count: 1 }]);
    });

    it('shows how far it is: the officer their town, the liaison their village, the head of the section all', async () => {
      const ofTown = (await (await district().person(TOWN_OFFICER)).says('走访进度')).text;
      expect(ofTown).toMatch(/东柳街道应走访 \d+ 户，已走访 1 户/);
      const [liaison] = [...(await due(district())).keys()].filter((id) => id.startsWith('V330212012'));
      expect((await (await district().person(liaison ?? '')).says('走访进度')).text).toMatch(/社区应走访 \d+ 户/);
      const ofAll = (await (await district().person(SECTION_HEAD)).says('走访进度')).text;
      expect(ofAll).toContain('东柳街道');
      expect(ofAll).toContain('姜山镇');
    });

    it('is brought before the head of the town, then of the bureau, with counts and no names', async () => {
      const everybody = [...(await due(district())).values()].flat();
      const town = await tickAt(district(), '2027-02-02T09:00');
      expect(town.escalations.map((one) => [one.staffId, one.stage])).toContainEqual([TOWN_HEAD, 'escalate_town']);
      const bureau = await tickAt(district(), '2027-02-03T09:00');
      expect(bureau.escalations.map((one) => one.stage)).not.toContain('escalate_town');
      expect(bureau.escalations.map((one) => one.staffId)).toContain(SECTION_HEAD);
      for (const [staffId, day] of [
        [TOWN_HEAD, '2月2日'],
        [SECTION_HEAD, '2月3日'],
      ] as const) {
        const digests = await digestsOf(district(), staffId, `走访提醒 ${day}`);
        expect(digests).toHaveLength(1);
        expect(digests[0]).toMatch(/\d+ ?户/);
        for (const { name } of everybody) expect(digests[0]).not.toContain(name);
      }
    });

    it('has its last call in the afternoon of the deadline, and marks what is left as overdue the day after', async () => {
      await tickAt(district(), '2027-02-04T09:00');
      const call = await tickAt(district(), '2027-02-04T16:00');
      const left = await due(district());
      expect(call.lastCalls.map((one) => one.staffId).sort()).toEqual([...left.keys()].sort());
      expect(call.overdueMarked).toBe(0);
      const after = await tickAt(district(), '2027-02-05T09:00');
      expect(after.overdueMarked).toBe([...left.values()].flat().length);
      expect((await tickAt(district(), '2027-02-05T09:00')).overdueMarked).toBe(0);
    });

    it('says nothing at noon, at night and on days off', async () => {
      for (const at of ['2027-02-05T12:30', '2027-02-05T21:00', '2027-02-06T09:00']) {
        expect(await tickAt(district(), at)).toMatchObject({ digests: [], lastCalls: [] });
      }
      expect(district().log.errors).toEqual([]);
    });
  },
  { now: '2026-12-24T09:00:00+08:00' },
);
