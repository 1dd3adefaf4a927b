import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actions, subjectChecks } from './actions.ts';
import { chooseAuditHash } from './audit/audit-store.ts';
import type { CaseDeps } from './cases/case-deps.ts';
import type { Channel } from './channels/channel.ts';
import type { ConversationDeps } from './conversation/conversation-deps.ts';
import { converse, replyTo } from './conversation/converse.ts';
import { raiseHandOffs } from './conversation/hand-off/raise-hand-offs.ts';
import { createInbox } from './conversation/inbox.ts';
import { createKeptFiles } from './conversation/kept-files.ts';
import { createReception, type Reception } from './conversation/reception.ts';
import { remindDrafts } from './conversation/remind-drafts.ts';
import { texts } from './conversation/texts.ts';
import { createDelivery, type Delivery } from './delivery/delivery.ts';
import { createPace } from './delivery/pace.ts';
import type { FlowBook } from './flows/flow-definition.ts';
import { loadFlows } from './flows/load-flows.ts';
import { type EmergencyDeps, type EmergencyNotice, remindReviews } from './people/access/break-glass.ts';
import type { LifecycleFollower } from './people/change/lifecycle.ts';
import type { MoveDeps } from './people/change/move-person.ts';
import { APP_ROLE, becomeApp, setAppRights } from './platform/app-role.ts';
import { finishSwap } from './platform/backup/swap-folders.ts';
import { createWorkingDays, type WorkingDays } from './platform/calendar/working-days.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { type Database, openDatabase, type Tx } from './platform/database.ts';
import { lockFolder } from './platform/folder-lock.ts';
import { createJobs, type Jobs } from './platform/jobs.ts';
import { createLog, type Log } from './platform/log.ts';
import { createMetrics, type Metrics } from './platform/metrics.ts';
import { migrate } from './platform/migrate.ts';
import { projectFile } from './platform/project-file.ts';
import { createSealer, type Sealer } from './platform/seal.ts';
import { ensureSecrets, type Secrets } from './platform/secrets.ts';
import { codeLinks, sheetLinks } from './serving/chat-links.ts';
import { readerOf } from './serving/language-model.ts';
import { digestMessage, sendAlarms, sendEmergencyNotices, sendMoveNotices, sendNotices, sendTold } from './serving/unasked.ts';
import { districtOf } from './serving/understander-of.ts';
import type { Understander } from './understanding/understander.ts';
import { dropOpenVisits, moveOpenVisits } from './visits/follow-person-store.ts';
import type { RecordDeps } from './visits/record-visit.ts';
import type { DigestMessage } from './visits/send-digests.ts';
import type { TickDeps } from './visits/tick.ts';

/** Everything wired, nothing started: what commands and the server work with. */
export interface App {
  config: Config;
  secrets: Secrets;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  db: Database;
  sealer: Sealer;
  flows: FlowBook;
  workingDays: WorkingDays;
  jobs: Jobs;
  /** Filled when the server has connected; delivery sends through what is here. */
  channels: Map<string, Channel>;
  delivery: Delivery;
  cases: CaseDeps;
  /** What answering a message works with; pages go on with the same conversations. */
  conversation: ConversationDeps;
  visits: TickDeps & RecordDeps;
  understander(): Promise<Understander>;
  /** What follows when a file changes its state or place. */
  archive: ArchiveFollowUp;
  /** What the clock does about emergency looks and alarms. */
  emergencies: { tell: EmergencyDeps['tell']; remind(at: Date): Promise<number>; tellAlarms(at: Date): Promise<number> };
  /** What the clock does about conversations: drafts that were left, hand-offs that nobody answers. */
  conversations: { remind(at: Date): Promise<number>; raise(at: Date): Promise<number> };
  /** Where the channel hands in what arrives. */
  reception: Reception;
  close(): Promise<void>;
}

/** Wired here, because visits and delivery come after the archive. */
export interface ArchiveFollowUp {
  followers: readonly LifecycleFollower[];
  handOn: MoveDeps['handOn'];
  tell: MoveDeps['tell'];
}

/** What a test or the bench puts in place of the real thing. */
export interface AppParts {
  clock?: Clock;
  log?: Log;
  /** An open, migrated database; it is not closed with the app. */
  db?: Database;
  /** Whether this process carries queued work out; the server decides by ROLE, commands never do. */
  works?: boolean;
}

/**
 * Opens the database (locked, migrated) and wires the features. Throws AppError with a Chinese sentence for what the operator can
 * mend.
 */
export async function createApp(config: Config, parts: AppParts = {}): Promise<App> {
  const base = await openBase(config, parts);
  const { db, sealer, clock, log, flows, workingDays, channels, metrics } = base;
  const delivery = createDelivery({ ...base, pace: createPace(config.dingtalk.qps) });
  const { understander, places } = districtOf({ db, flows, clock }, await readerOf(config, flows, log));
  const archive = followUpOf(delivery);
  const cases: CaseDeps = {
    db,
    sealer,
    flows,
    isWorkday: (day) => workingDays.isWorkday(day),
    actions,
    subjectChecks,
    followers: archive.followers,
    places,
    log,
    notify: (tx, notices) => sendNotices(delivery, tx, notices),
  };
  const visits = { db, sealer, workingDays, log, send: (tx: Tx, digest: DigestMessage) => delivery.enqueue(tx, digestMessage(digest)) };
  const files = createKeptFiles(join(config.dataDir, 'files'), sealer);
  const tellEmergency = (tx: Tx, notices: readonly EmergencyNotice[]) => sendEmergencyNotices(delivery, tx, notices);
  const conversation: ConversationDeps = {
    db,
    sealer,
    clock,
    log,
    flows,
    cases,
    visits,
    channels,
    files,
    understander,
    tellEmergency,
    tell: (tx, notices) => sendTold(delivery, tx, notices),
    archive,
    sheetLink: sheetLinks(base),
    codeLinks: codeLinks(base),
  };
  const inbox = createInbox({
    db,
    sealer,
    delivery,
    clock,
    log,
    converse: (message, state) => converse(conversation, message, state),
    failureReply: (message) => replyTo(message, null, { markdown: texts.failed, buttons: [] }),
    onTurn: (milliseconds) => metrics.turnSeconds.observe(milliseconds / 1000),
  });
  const reception = createReception(inbox, (milliseconds) => metrics.ackSeconds.observe(milliseconds / 1000));
  const emergencies = emergenciesOf(base, delivery, tellEmergency);
  const talking = { conversation, conversations: clockOf(conversation), reception };
  return { ...base, ...talking, delivery, cases, visits, understander, archive, emergencies };
}

function followUpOf(delivery: Delivery): ArchiveFollowUp {
  return {
    followers: [async ({ tx }, { archiveNo, to }) => (to === '已故' || to === '转出' ? dropOpenVisits(tx, archiveNo) : undefined)],
    handOn: (tx, move) => moveOpenVisits(tx, move),
    tell: (tx, notices) => sendMoveNotices(delivery, tx, notices),
  };
}

function clockOf(deps: ConversationDeps): App['conversations'] {
  return {
    remind: (now) => remindDrafts(deps, now),
    raise: (now) => raiseHandOffs({ ...deps, isWorkday: deps.cases.isWorkday }, now),
  };
}

function emergenciesOf(
  { db, sealer, workingDays }: Pick<App, 'db' | 'sealer' | 'workingDays'>,
  delivery: Delivery,
  tell: EmergencyDeps['tell'],
): App['emergencies'] {
  return {
    tell,
    remind: (now) => db.transaction((tx) => remindReviews({ tx, sealer, now, isWorkday: (day) => workingDays.isWorkday(day), tell })),
    tellAlarms: (now) => db.transaction((tx) => sendAlarms(delivery, tx, now)),
  };
}

async function openBase(config: Config, parts: AppParts) {
  const log = parts.log ?? createLog(config.logLevel);
  const clock = parts.clock ?? systemClock;
  const secrets = await ensureSecrets(config);
  const { db, close } = parts.db ? { db: parts.db, close: async () => undefined } : await open(config);
  const sealer = createSealer(secrets.fieldKeys, secrets.indexKey, config.cryptoSuite);
  const jobs = createJobs(db, log, { works: parts.works ?? false });
  const channels = new Map<string, Channel>();
  const flows = await loadFlows(projectFile('flows/'));
  return {
    config,
    secrets,
    clock,
    log,
    metrics: createMetrics(),
    db,
    sealer,
    flows,
    workingDays: createWorkingDays(),
    jobs,
    channels,
    close,
  };
}

async function open(config: Config): Promise<{ db: Database; close: () => Promise<void> }> {
  const folder = resolve(config.dataDir);
  const unlock = config.databaseUrl ? async () => undefined : await lockFolder(folder);
  try {
    if (!config.databaseUrl) await finishSwap(folder);
    const db = await openAsApp(config, resolve(folder, 'pglite'));
    const close = async () => {
      await db.close();
      await unlock();
    };
    return { db, close };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Brings the schema up as the connecting role, and then works as the application's, which cannot change the audit record. */
async function openAsApp(config: Config, folder: string): Promise<Database> {
  const { databaseUrl: url } = config;
  const first = await openDatabase({ url, folder, poolSize: 1 });
  try {
    await migrate(first, fileURLToPath(projectFile('prisma/migrations')));
    await chooseAuditHash(first.tx, config.cryptoSuite === 'sm' ? 'sm3' : 'sha256');
    const isGuarded = await setAppRights(first);
    if (url === null) {
      if (isGuarded) await becomeApp(first);
      return first;
    }
    await first.close();
    return openDatabase({ url, folder, role: isGuarded ? APP_ROLE : null });
  } catch (error) {
    await first.close();
    throw error;
  }
}
