import { beforeAll, describe, expect, it } from 'vitest';
import { type Decided, decideTask } from '../../src/cases/decide-task.ts';
import { operateCase } from '../../src/cases/operate-case.ts';
import { openOffers } from '../../src/cases/scarce/open-offers.ts';
import { holdsOfCase, listResources } from '../../src/cases/scarce/resource-store.ts';
import { showCase } from '../../src/cases/show-case.ts';
import { tellStays } from '../../src/cases/tell-stays.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { idcardOf } from '../people/many-people.ts';
import { onBothDatabases } from '../setup/test-database.ts';
import {
  addBatch,
  addSchool,
  layDistrict,
  monday,
  mustSubmit,
  people,
  type Subject,
  sanatoriumSlots,
  schoolSlots,
  staff,
  type Told,
} from './district.ts';

onBothDatabases('what is scarce', (db) => {
  let told: Told;

  beforeAll(async () => {
    told = await layDistrict(db());
    await addBatch(db(), 'LY-ONE', 1);
    await addBatch(db(), 'LY-TWO', 1, '2027-05-10');
    await addBatch(db(), 'LY-SOON', 3, '2026-12-07');
    await addSchool(db(), 'XX-P1', '姜山镇中心小学', 1);
    await addSchool(db(), 'XX-P2', '姜山镇第二小学', 1);
    await addSchool(db(), 'XX-P3', '横溪镇中心小学', 4);
  });

  const decide = (caseNo: string, actor: Staff) =>
    decideTask(told.deps, { caseNo, actor, decision: 'approve', opinion: null, now: monday, channel: 'test' });

  async function pass(caseNo: string, ...actors: Staff[]): Promise<Decided> {
    let last: Decided | undefined;
    for (const actor of actors) {
      const result = await decide(caseNo, actor);
      if (!result.ok) throw new Error(`${actor.id}: ${result.sentence}`);
      last = result;
    }
    if (!last) throw new Error('nobody decided');
    return last;
  }

  const stateOf = async (no: string) => (await showCase(told.deps, no, { now: monday }))?.state;
  const takenOf = async (code: string) => (await db().tx.resource.findUniqueOrThrow({ where: { code } })).taken;
  const end = (caseNo: string) =>
    operateCase(told.deps, { caseNo, actor: staff.pensionHead, operation: 'terminate', note: '收尾', now: monday, channel: 'test' });

  describe('the last bed', () => {
    it('goes to one of two who are ranked at the same moment, and to the other when it comes free', async () => {
      const first = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-ONE'));
      const second = await mustSubmit(told.deps, 'short-sanatorium', people.chen, sanatoriumSlots(people.chen, 'LY-ONE'));
      for (const no of [first, second]) await pass(no, staff.town1, staff.health);
      const results = await Promise.all([decide(second, staff.pension), decide(first, staff.pension)]);
      expect(results.every((one) => one.ok)).toBe(true);
      expect(await takenOf('LY-ONE')).toBe(1);
      // 烈士遗属 over 80 before 参战: whoever is ranked first, the order decides.
      expect(await stateOf(first)).toBe('open');
      expect(await stateOf(second)).toBe('suspended');
      expect(await holdsOfCase(db().tx, second)).toMatchObject([{ state: 'waiting', unitNo: null, rank: { listed: true } }]);
      expect(told.notices.filter((one) => one.kind === 'waitlisted')).toMatchObject([{ staffId: 'V1', caseNo: second }]);
      expect(told.notices.find((one) => one.kind === 'waitlisted')?.text).toContain('候补第1位');

      expect(await end(first)).toMatchObject({ ok: true, state: 'terminated' });
      expect(await takenOf('LY-ONE')).toBe(1);
      expect(await holdsOfCase(db().tx, second)).toMatchObject([{ state: 'held', unitNo: 1 }]);
      expect(await stateOf(second)).toBe('open');
      expect(await pass(second, staff.leader, staff.careHome)).toMatchObject({ state: 'completed' });
      expect(await takenOf('LY-ONE')).toBe(1);
    });

    it('is kept for someone with a better claim who is still being checked', async () => {
      const weak = await mustSubmit(told.deps, 'short-sanatorium', people.sun, sanatoriumSlots(people.sun, 'LY-TWO'));
      const strong = await mustSubmit(told.deps, 'short-sanatorium', people.li, sanatoriumSlots(people.li, 'LY-TWO'));
      await pass(weak, staff.town1, staff.health, staff.pension);
      expect(await stateOf(weak)).toBe('suspended');
      expect(await takenOf('LY-TWO')).toBe(0);
      await operateCase(told.deps, { caseNo: strong, actor: staff.liaison, operation: 'withdraw', now: monday, channel: 'test' });
      expect(await stateOf(weak)).toBe('open');
      expect(await takenOf('LY-TWO')).toBe(1);
      await end(weak);
      expect(await takenOf('LY-TWO')).toBe(0);
    });

    it('is offered only while the batch takes applications', async () => {
      const offers = await openOffers(told.deps, { kind: 'sanatorium-batch', slots: {}, said: null, now: monday });
      expect(offers.map((one) => one.value)).toEqual(['LY-ONE', 'LY-TWO']);
      expect(offers[0]).toMatchObject({ free: 0 });
    });
  });

  describe('a school place', () => {
    it('goes by class and then by time, with the second wish when the first is full, and a proposal when both are', async () => {
      const children = ['330299201603150017', '330299201603150025', '330299201603150033'];
      const cases: string[] = [];
      for (const [index, child] of children.entries()) {
        const slots = schoolSlots({ child_idcard: child, merit_class: `c${4 - index}`, basis_kind: 'household' });
        cases.push(await mustSubmit(told.deps, 'school-transfer', people.zhao, slots));
      }
      const [c4 = '', c3 = '', c2 = ''] = cases;
      for (const no of cases) await pass(no, staff.town1, staff.pension, staff.edu, staff.paf, staff.psb);
      await pass(c2, staff.eduLeader);
      await pass(c3, staff.eduLeader);
      const held = async (no: string) => (await holdsOfCase(db().tx, no)).map((hold) => [hold.resourceCode, hold.state]);
      expect(await held(c2)).toEqual([['XX-P1', 'held']]);
      expect(await held(c3)).toEqual([['XX-P2', 'held']]);
      const refused = await decide(c4, staff.eduLeader);
      expect(refused).toMatchObject({ ok: false, code: 'schools-full' });
      expect(!refused.ok && refused.sentence).toContain('横溪镇中心小学');
      expect((await listResources(db().tx, 'school')).map((one) => one.taken)).toEqual([1, 1, 0]);
      for (const no of cases) await end(no);
      expect((await listResources(db().tx, 'school')).map((one) => one.taken)).toEqual([0, 0, 0]);
    });
  });

  describe('a bed given back', () => {
    const giveUps = (archiveNo: string) => db().tx.archive_entry.count({ where: { archive_no: archiveNo, key: 'sanatorium_give_up' } });
    const endAt = (caseNo: string, now: Date) =>
      operateCase(told.deps, { caseNo, actor: staff.pensionHead, operation: 'terminate', note: '不去了', now, channel: 'test' });
    const ranked = async (code: string, startsOn: string, who = people.zhang) => {
      await addBatch(db(), code, 2, startsOn);
      const no = await mustSubmit(told.deps, 'short-sanatorium', who, sanatoriumSlots(who, code));
      await pass(no, staff.town1, staff.health, staff.pension);
      return no;
    };

    it('in time costs nothing; less than five working days before, five points in the next year', async () => {
      const early = await ranked('LY-EARLY', '2027-03-08');
      await endAt(early, new Date('2027-03-01T09:00:00+08:00'));
      expect(await giveUps(people.zhang.archiveNo)).toBe(0);
      const late = await ranked('LY-LATE', '2027-03-08');
      await endAt(late, new Date('2027-03-02T09:00:00+08:00'));
      expect(await giveUps(people.zhang.archiveNo)).toBe(1);
      const next = await ranked('LY-NEXT', '2028-03-06');
      const other = await ranked('LY-OTHER', '2028-03-06', people.sun);
      const scores = [(await holdsOfCase(db().tx, next))[0]?.score, (await holdsOfCase(db().tx, other))[0]?.score];
      // 参战 20, 75岁 15, 从未享受 20, 弃约 -5; 参试 18, 75岁 15, 从未享受 20.
      expect(scores).toEqual([50, 53]);
      for (const no of [next, other]) await end(no);
    });

    it('by an office that refuses is no giving up', async () => {
      const no = await ranked('LY-REFUSED', '2027-06-07', people.sun);
      const now = new Date('2027-06-03T09:00:00+08:00');
      const refused = await decideTask(told.deps, {
        caseNo: no,
        actor: staff.leader,
        decision: 'reject',
        opinion: '不同意',
        now,
        channel: 'test',
      });
      expect(refused).toMatchObject({ ok: true, state: 'rejected' });
      expect(await giveUps(people.sun.archiveNo)).toBe(0);
    });
  });

  describe('a couple', () => {
    it('is given one room, whoever of the two is ranked first', async () => {
      await db().tx.$executeRaw`
        INSERT INTO person_relation (id, archive_no, kind, name_sealed, is_minor, related_archive_no)
        VALUES ('couple', ${people.wang.archiveNo}, '配偶', 'x', false, ${people.li.archiveNo})`;
      await addBatch(db(), 'LY-COUPLE', 6, '2027-09-06');
      const ask = (who: Subject) => mustSubmit(told.deps, 'short-sanatorium', who, sanatoriumSlots(who, 'LY-COUPLE'));
      const [stranger, husband, wife] = [await ask(people.zhang), await ask(people.wang), await ask(people.li)];
      for (const no of [stranger, husband, wife]) await pass(no, staff.town1, staff.health, staff.pension);
      const beds = await Promise.all([stranger, husband, wife].map(async (no) => (await holdsOfCase(db().tx, no))[0]?.unitNo));
      expect(beds).toEqual([1, 3, 4]);
      for (const no of [stranger, husband, wife]) await end(no);
    });
  });

  describe('a stay that comes near', () => {
    it('is told to who brought the guest in, by its stages, of confirmed beds beyond the first', async () => {
      await addBatch(db(), 'LY-STAGES', 4, '2027-10-18');
      const ask = (who: Subject) => mustSubmit(told.deps, 'short-sanatorium', who, sanatoriumSlots(who, 'LY-STAGES'));
      const [confirmed, held] = [await ask(people.wang), await ask(people.zhang)];
      for (const no of [confirmed, held]) await pass(no, staff.town1, staff.health, staff.pension);
      await pass(confirmed, staff.leader, staff.careHome);
      const toldOn = async (day: string) => {
        told.notices.length = 0;
        await tellStays(told.deps, new Date(`${day}T09:10:00+08:00`));
        return told.notices
          .filter((one) => one.kind === 'stay')
          .map((one) => `${one.staffId} ${one.key}`)
          .sort();
      };
      const key = (no: string, stage: string) => `V1 ${no}/stay-${stage}`;
      expect(await toldOn('2027-10-08')).toEqual([]);
      expect(await toldOn('2027-10-11')).toEqual([key(confirmed, 'confirm'), key(held, 'confirm')].sort());
      expect(await toldOn('2027-10-14')).toEqual([key(confirmed, 'confirm'), key(confirmed, 'prepare'), key(held, 'confirm')].sort());
      expect(told.notices[0]?.text).toContain('2027年10月18日入住');
      expect(await toldOn('2027-10-25')).toEqual([key(confirmed, 'follow-up')]);
      await end(held);
    });
  });

  describe('a class that the section settles', () => {
    it('moves the case in the queue, whatever the parents took it for', async () => {
      await addSchool(db(), 'XX-P9', '咸祥镇中心小学', 1);
      const wish = { basis_kind: 'household', first_choice: '咸祥镇中心小学' };
      const slots = (child: string, meritClass: string) => {
        const { second_choice: _, ...one } = schoolSlots({ ...wish, child_idcard: child, merit_class: meritClass });
        return one;
      };
      const first = await mustSubmit(told.deps, 'school-transfer', people.zhao, slots(idcardOf('2016-03-15', 61), 'c4'));
      const second = await mustSubmit(told.deps, 'school-transfer', people.zhao, slots(idcardOf('2016-03-15', 62), 'c5'));
      await pass(first, staff.town1, staff.pension, staff.edu, staff.paf, staff.psb);
      await pass(second, staff.town1);
      const settled = await decideTask(told.deps, {
        caseNo: second,
        actor: staff.pension,
        decision: 'approve',
        opinion: '核定为第一类',
        edits: { merit_class: 'c1' },
        now: monday,
        channel: 'test',
      });
      expect(settled).toMatchObject({ ok: true });
      await pass(second, staff.edu, staff.paf, staff.psb);
      expect(await decide(first, staff.eduLeader)).toMatchObject({ ok: false, code: 'schools-full' });
      expect(await decide(second, staff.eduLeader)).toMatchObject({ ok: true });
      for (const no of [first, second]) await end(no);
    });
  });

  describe('forty askers at once for five beds', () => {
    it('are five with a bed each and thirty-five on the list', async () => {
      await addBatch(db(), 'LY-RUSH', 5, '2027-06-14');
      const rows = Array.from({ length: 40 }, (_, index) => ({ no: `YZ-R${String(index).padStart(3, '0')}`, name: `来人${index}` }));
      await db().tx.$executeRaw`INSERT INTO person (archive_no, name, name_pinyin, name_initials, town, village, key_category, birth_on)
        SELECT no, name, 'x', 'x', '姜山镇', '走马塘村', 'war', '1950-01-01'::date
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(no TEXT, name TEXT)`;
      const cases = await Promise.all(
        rows.map(({ no, name }) =>
          mustSubmit(
            told.deps,
            'short-sanatorium',
            { archiveNo: no, name },
            sanatoriumSlots({ archiveNo: no, name }, 'LY-RUSH', { applicant: '来人' }),
          ),
        ),
      );
      expect(new Set(cases).size).toBe(40);
      await Promise.all(cases.map((no) => pass(no, staff.town1, staff.health, staff.pension)));
      expect(await takenOf('LY-RUSH')).toBe(5);
      const holds = await db().tx.resource_hold.findMany({ where: { resource_code: 'LY-RUSH' } });
      expect(
        holds
          .filter((hold) => hold.state === 'held')
          .map((hold) => hold.unit_no)
          .sort(),
      ).toEqual([1, 2, 3, 4, 5]);
      expect(holds.filter((hold) => hold.state === 'waiting')).toHaveLength(35);
    });
  });
});
