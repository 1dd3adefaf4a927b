import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Hono } from 'hono';
import { codeRoutes } from '../api/code-routes.tsx';
import { healthRoutes, type ReadinessCheck } from '../api/health-routes.ts';
import { sheetRoutes } from '../api/sheet-routes.ts';
import type { ApiDeps } from '../api/v1/api-deps.ts';
import { apiRoutes } from '../api/v1/api-routes.ts';
import { verifyRoutes } from '../api/verify-routes.tsx';
import { listen, type WebServer } from '../api/web-server.ts';
import type { App } from '../app.ts';
import type { Channel } from '../channels/channel.ts';
import { commandRoute } from '../cli/command-route.ts';
import { announceServer } from '../cli/running-server.ts';
import { createConsole } from '../console/console.ts';
import { createKeptFiles } from '../conversation/kept-files.ts';
import { createScanRate } from '../credentials/verify/scan-rate.ts';
import { createIndexBook, type IndexBook } from '../insight/respect-index/index-book.ts';
import { ensureApiTokens } from '../platform/api-tokens.ts';
import { reasonOf } from '../platform/errors.ts';
import { databaseNow } from '../platform/moment-store.ts';
import { releaseMemory } from '../platform/release-memory.ts';
import { createTimetable } from '../platform/timetable.ts';
import { schedule } from '../schedule.ts';
import { consoleDeps } from './console-deps.ts';
import { joinLocalDingtalk, type LocalServer, liveHost, localChannel, makeLocalDingtalk } from './local-server.ts';
import { realChannel } from './real-channel.ts';

const FOLLOW_MS = 3_000;

export interface RunningServer {
  /** What to tell the operator: label → address. */
  urls: [label: string, url: string][];
  stop(): Promise<void>;
}

/**
 * Starts what this process's roles ask for: `web` listens, `bot` receives, `worker` carries out queued work and the time table. Every
 * process can send.
 */
export async function startServer(app: App): Promise<RunningServer> {
  const { config } = app;
  const timetable = createTimetable(schedule(app), app);
  await app.jobs.start();
  // Built before anybody speaks; reading the definitions of all services leaves much behind.
  await app.understander();
  releaseMemory();
  const token = randomBytes(24).toString('base64url');
  const { web, local } = await openDoors(app, token);
  const line = await connectChannel(app, local);
  if (config.roles.has('worker')) timetable.start();
  const isAlone = web !== null && config.databaseUrl === null;
  const retract = isAlone ? await announceServer(config.dataDir, { url: web.url, token, pid: process.pid }) : async () => undefined;
  return { urls: urlsOf(web, local), stop: () => stopAll(app, { retract, timetable, line, local, web }) };
}

/** Listens for people and, without credentials, plays or finds the local DingTalk. */
async function openDoors(app: App, token: string): Promise<{ web: WebServer | null; local: LocalServer | null }> {
  const { config } = app;
  const isLocal = config.dingtalk.clientId === null;
  const own = isLocal && config.roles.has('web') ? makeLocalDingtalk(app) : null;
  const seat: Seat = { elsewhere: null };
  const web = config.roles.has('web') ? await listen(await routesOf(app, token, own, seat), config.host, config.port) : null;
  if (own && web) {
    own.attach(web.server);
    own.state.base = web.url;
  }
  const local = isLocal ? await joinLocalDingtalk(app, own && web ? { local: own, url: web.url } : null) : null;
  if (web && local && local.local === null) seat.elsewhere = local.url;
  return { web, local };
}

/** The connection to DingTalk; where another process hosts the local one, it follows when that moves. */
async function connectChannel(app: App, local: LocalServer | null): Promise<{ stop(): Promise<void> }> {
  const open = async (url: string | null): Promise<Channel> => {
    const channel = url === null ? realChannel(app) : localChannel(app, url);
    app.channels.set(channel.name, channel);
    if (app.config.roles.has('bot')) await channel.start(app.reception);
    return channel;
  };
  let url = local?.url ?? null;
  let channel = await open(url);
  if (local === null || local.local !== null) return { stop: () => channel.stop() };
  let moving: Promise<void> = Promise.resolve();
  const follow = async () => {
    const now = await liveHost(app);
    if (now === null || now === url) return;
    url = now;
    const old = channel;
    channel = await open(now);
    await old.stop();
  };
  const timer = setInterval(() => {
    moving = moving.then(follow).catch((error) => app.log.warn({ reason: reasonOf(error) }, 'could not follow the local DingTalk'));
  }, FOLLOW_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await moving;
      await channel.stop();
    },
  };
}

/** Where the chat page is when another process hosts the local DingTalk. */
interface Seat {
  elsewhere: string | null;
}

async function routesOf(app: App, token: string, own: ReturnType<typeof makeLocalDingtalk> | null, seat: Seat): Promise<Hono[]> {
  const index = createIndexBook(app);
  const routes: Hono[] = [
    healthRoutes(app.metrics, checksOf(app)),
    commandRoute(app, token),
    sheetRoutes({ ...app, secret: app.secrets.sessionSecret }),
    apiRoutes(await apiDepsOf(app, index)) as unknown as Hono,
    ...credentialRoutes(app),
  ];
  const local = own ? [redirectTo(seat), own.app as unknown as Hono] : [];
  return [...routes, ...local, createConsole(consoleDeps(app, () => seat.elsewhere ?? own?.state.base ?? '', index))];
}

/** More than any system asks in earnest, and few enough that one gone astray does not slow the bureau down. */
const API_REQUESTS_PER_MINUTE = 600;

async function apiDepsOf(app: App, index: IndexBook): Promise<ApiDeps> {
  return {
    ...app,
    files: createKeptFiles(join(app.config.dataDir, 'files'), app.sealer),
    index,
    tokens: await ensureApiTokens(app.config),
    areTokensGenerated: app.config.apiTokens.length === 0 && app.config.databaseUrl === null,
    requestsPerMinute: API_REQUESTS_PER_MINUTE,
    processId: randomBytes(9).toString('base64url'),
  };
}

function credentialRoutes(app: App): Hono[] {
  const { publicUrl } = app.config;
  return [
    verifyRoutes({ ...app, publicUrl, rate: createScanRate(), staffOf: async () => null }),
    codeRoutes({ ...app, publicUrl, secret: app.secrets.sessionSecret }),
  ];
}

function redirectTo(seat: Seat): Hono {
  const routes = new Hono();
  routes.get('/chat', async (c, next) => (seat.elsewhere === null ? next() : c.redirect(`${seat.elsewhere}/chat`)));
  return routes;
}

function checksOf(app: App): ReadinessCheck[] {
  return [
    { name: 'database', fault: () => databaseNow(app.db.tx).then(() => null, reasonOf) },
    { name: 'jobs', fault: async () => (app.jobs.isHealthy() ? null : 'unreachable') },
    { name: 'channel', fault: async () => channelFault(app) },
  ];
}

function channelFault(app: App): string | null {
  if (!app.config.roles.has('bot')) return null;
  return [...app.channels.values()].some((channel) => channel.isConnected()) ? null : 'not-connected';
}

function urlsOf(web: WebServer | null, local: LocalServer | null): [string, string][] {
  const urls: [string, string][] = [];
  if (web) urls.push(['控制台', `${web.url}/`]);
  if (local) urls.push(['本地钉钉聊天页', `${local.url}/chat`]);
  return urls;
}

interface Parts {
  retract: () => Promise<void>;
  timetable: { stop(): Promise<void> };
  line: { stop(): Promise<void> };
  local: LocalServer | null;
  web: WebServer | null;
}

/** In the order in which nothing is taken up that cannot be finished. */
async function stopAll(app: App, parts: Parts): Promise<void> {
  await parts.retract();
  await parts.timetable.stop();
  await parts.line.stop();
  await app.reception.idle();
  await app.jobs.stop();
  await parts.local?.stop();
  await parts.web?.close();
  await app.close();
}
