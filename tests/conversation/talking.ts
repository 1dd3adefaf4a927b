import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InboundMessage } from '../../src/channels/channel.ts';
import type { ConversationDeps } from '../../src/conversation/conversation-deps.ts';
import { converse, replyTo } from '../../src/conversation/converse.ts';
import type { HandOffNotice } from '../../src/conversation/hand-off/hand-off-notice.ts';
import { createInbox } from '../../src/conversation/inbox.ts';
import { createKeptFiles } from '../../src/conversation/kept-files.ts';
import { texts } from '../../src/conversation/texts.ts';
import type { NewMessage } from '../../src/delivery/outgoing-message.ts';
import type { DialogueButton } from '../../src/dialogue/wish.ts';
import { saveStaff } from '../../src/organisation/staff-store.ts';
import { saveStations } from '../../src/organisation/station-store.ts';
import type { EmergencyNotice } from '../../src/people/access/break-glass.ts';
import { insertPeople } from '../../src/people/import/people-bulk-store.ts';
import { newPerson } from '../../src/people/new-person.ts';
import { createWorkingDays } from '../../src/platform/calendar/working-days.ts';
import { manualClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/database.ts';
import { memoryLog } from '../../src/platform/log.ts';
import { districtOf } from '../../src/serving/understander-of.ts';
import { addSchool, flows, layDistrict, monday, staffMember } from '../cases/district.ts';
import { createFakeChannel } from '../setup/fake-channel.ts';
import { testSealer } from '../setup/test-database.ts';

const JIANGSHAN = { level: 'village', town: '姜山镇', stationCode: null } as const;

/** 何德明 of 走马塘村 with all that a booking asks for, one of the same name next door, and one out of reach. */
const files = [
  {
    archiveNo: 'YZ-0001001',
    name: '何德明',
    sex: '男',
    birthOn: '1950-03-02',
    town: '姜山镇',
    village: '走马塘村',
    keyCategory: 'war',
    idcard: '330299195003020018',
    phone: '19900001234',
    address: '姜山镇走马塘村12号',
    emergencyName: '张小红',
    emergencyPhone: '19900005678',
  },
  { archiveNo: 'YZ-0001002', name: '何德明', sex: '男', birthOn: '1962-08-09', town: '姜山镇', village: '陆家堰村', keyCategory: null },
  { archiveNo: 'YZ-0001003', name: '胡小北', sex: '男', birthOn: '1970-01-01', town: '横溪镇', village: '梅岭村', keyCategory: null },
  {
    archiveNo: 'YZ-0001004',
    name: '周海燕',
    sex: '女',
    birthOn: '1985-01-01',
    town: '姜山镇',
    village: '走马塘村',
    idcard: '330299198501010027',
    phone: '19900004321',
  },
  {
    archiveNo: 'YZ-0001005',
    name: '陈阿英',
    sex: '女',
    birthOn: '1941-01-01',
    town: '姜山镇',
    village: '走马塘村',
    keyCategory: 'martyr',
    idcard: '33029919410101002X',
    phone: '19900001111',
    emergencyName: '陈小明',
    emergencyPhone: '19900002222',
  },
] as const;

const stations = [
  { code: '330212110', name: '姜山镇退役军人服务站', level: 'town', town: '姜山镇', village: null },
  { code: '330212109', name: '横溪镇退役军人服务站', level: 'town', town: '横溪镇', village: null },
  { code: '330212110201', name: '走马塘村退役军人服务站', level: 'village', town: '姜山镇', village: '走马塘村' },
  { code: '330212110202', name: '陆家堰村退役军人服务站', level: 'village', town: '姜山镇', village: '陆家堰村' },
  { code: '330212109201', name: '梅岭村退役军人服务站', level: 'village', town: '横溪镇', village: '梅岭村' },
] as const;

export interface Answered {
  text: string;
  buttons: DialogueButton[];
  replies: NewMessage[];
}

function answered(replies: NewMessage[]): Answered {
  // As a person reads it: the escapes of Markdown are not seen.
  const text = replies.map((one) => one.body.markdown.replace(/\\(.)/g, '$1')).join('\n');
  return { text, buttons: replies.flatMap((one) => [...one.body.buttons]), replies };
}

/** Lays a small district into a database and lets its staff talk to the bot, with the real rules understander and features. */
export async function startTalking(db: Database) {
  const sealer = testSealer();
  const clock = manualClock(monday);
  const log = memoryLog();
  const { deps: cases, notices } = await layDistrict(db);
  await db.transaction(async (tx) => {
    await saveStations(
      tx,
      stations.map((one) => ({
        ...one,
        parentCode: null,
        address: null,
        longitude: null,
        latitude: null,
        headName: null,
        phone: null,
        demo: false,
      })),
    );
    await saveStaff(tx, sealer, [
      { ...staffMember('V8', ['village-liaison'], { ...JIANGSHAN, village: '陆家堰村', isActive: false }), phone: null, demo: false },
      { ...staffMember('T3', ['town-officer'], { level: 'town', town: '姜山镇', name: '王敏' }), phone: null, demo: false },
      { ...staffMember('LV', ['leadership-viewer']), phone: null, demo: false },
    ]);
    await insertPeople(
      tx,
      sealer,
      files.map((one) => newPerson(one)),
    );
  });
  for (const [code, name, from, to] of [
    ['LY2027-04', '2027年4月疗养批次', '2027-04-12', '2027-04-16'],
    ['LY2027-05', '2027年5月疗养批次', '2027-05-10', '2027-05-14'],
  ]) {
    await db.tx.$executeRaw`INSERT INTO resource (code, kind, name, starts_on, ends_on, capacity)
      VALUES (${code}, 'sanatorium-batch', ${name}, ${from}::date, ${to}::date, 2)`;
  }
  await addSchool(db, 'XX-01', '姜山镇中心小学', 5);
  await addSchool(db, 'XX-02', '姜山镇第二小学', 5);
  const channel = createFakeChannel();
  const emergencies: EmergencyNotice[] = [];
  const toldOf: HandOffNotice[] = [];
  const folder = join(mkdtempSync(join(tmpdir(), 'yinling-talk-')), 'files');
  const deps: ConversationDeps = {
    db,
    sealer,
    clock,
    log,
    flows,
    cases,
    visits: { db, sealer, workingDays: createWorkingDays() },
    channels: new Map([['dingtalk', channel]]),
    files: createKeptFiles(folder, sealer),
    understander: districtOf({ db, flows, clock }, (rules) => rules).understander,
    archive: { tell: async () => undefined, handOn: async () => undefined },
    codeLinks: {
      toShow: (archiveNo: string) => ({ url: `http://127.0.0.1/code/show/${archiveNo}`, minutes: 10 }),
      toBind: (secret: string) => `http://127.0.0.1/code/bind/${secret}`,
    },
    sheetLink: (caseNo: string) => ({ url: `http://127.0.0.1/sheet/${caseNo}`, minutes: 15 }),
    tell: async (_, told) => void toldOf.push(...told),
    tellEmergency: async (_, told) => void emergencies.push(...told),
  };
  let count = 0;
  const outgoing: NewMessage[] = [];
  /** Set by tests that break a turn off between its writes and its end. */
  const faults = { afterConverse: 0 };
  const inbox = createInbox({
    db,
    sealer,
    clock,
    log,
    delivery: {
      enqueue: async (_, message) => String(outgoing.push(message)),
      deliver: async () => undefined,
      sweep: async () => 0,
    },
    converse: async (message, state) => {
      const turn = await converse(deps, message, state);
      if (faults.afterConverse > 0) {
        faults.afterConverse -= 1;
        throw new Error('the process died here');
      }
      return turn;
    },
    failureReply: (message) => replyTo(message, null, { markdown: texts.failed, buttons: [] }),
  });

  /** One message to the bot, stored and worked on as it comes from DingTalk; what is answered. */
  const send = async (message: Partial<InboundMessage> & { senderUserId: string | null }): Promise<Answered> => {
    count += 1;
    clock.advance(1000);
    const before = outgoing.length;
    await inbox.receive({
      channel: 'dingtalk',
      messageKey: `m-${count}`,
      conversationId: `cid-${message.senderUserId}`,
      isGroup: false,
      groupTitle: null,
      senderNick: '测试',
      text: '',
      files: [],
      session: null,
      sentAt: clock.now(),
      quotaExhausted: false,
      ...message,
    });
    await inbox.idle();
    return answered(outgoing.slice(before));
  };

  return {
    deps,
    notices,
    told: toldOf,
    channel,
    clock,
    log,
    faults,
    send,
    /** Takes up what was left behind, as the sweep of a later moment does. */
    sweep: async (): Promise<Answered> => {
      const before = outgoing.length;
      clock.advance(60_000);
      await inbox.sweep();
      await inbox.idle();
      return answered(outgoing.slice(before));
    },
    /** A member of staff by number, who says things 1:1. */
    person: (id: string) => async (text: string) => send({ senderUserId: `u-${id}`, text }),
  };
}

export type Talking = Awaited<ReturnType<typeof startTalking>>;
