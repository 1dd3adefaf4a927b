import { createHmac, randomUUID } from 'node:crypto';
import type { App } from '../app.ts';
import type { Channel } from '../channels/channel.ts';
import { createDingtalkChannel, type DingtalkChannelOptions } from '../channels/dingtalk/dingtalk-channel.ts';
import { createLocalDingtalk, type LocalDingtalk } from '../channels/local-dingtalk/local-dingtalk.ts';
import { assertLocalOnly } from '../channels/local-dingtalk/local-only.ts';
import { reasonOf } from '../platform/errors.ts';
import { dropLease, readSetting, takeLease } from '../platform/setting-store.ts';
import { staffDirectory } from './local-directory.ts';

const LEASE = 'local-dingtalk';
const STALE_MS = 15_000;
const RENEW_MS = 3_000;
const WAIT_FOR_HOST_MS = 6_000;

interface OwnLocal {
  local: LocalDingtalk;
  url: string;
}

interface Lease {
  holder: string;
  url: string;
}

/** The local DingTalk as one of several processes sees it: hosted here, or somewhere else. */
export interface LocalServer {
  /** Its routes, when this process hosts it. */
  local: LocalDingtalk | null;
  url: string;
  stop(): Promise<void>;
}

/** The local application's credentials: the same in every process that shares the session secret, and nothing to configure. */
export function localCredentials(app: App): { clientId: string; clientSecret: string; robotCode: string } {
  const derive = (what: string) => createHmac('sha256', app.secrets.sessionSecret).update(`local-dingtalk ${what}`).digest('base64url');
  return { clientId: 'dinglocalyinling', clientSecret: derive('secret'), robotCode: 'dinglocalyinling' };
}

/** Makes the local DingTalk; it has an address once its server listens. Throws when credentials are set or the host is not loopback. */
export function makeLocalDingtalk(app: App): LocalDingtalk {
  assertLocalOnly(app.config.host, app.config.dingtalk.clientId !== null);
  const { log, clock } = app;
  return createLocalDingtalk({
    ...localCredentials(app),
    directory: staffDirectory(app),
    log,
    clock,
    settings: { qps: app.config.dingtalk.qps },
  });
}

/**
 * Finds or becomes the one host of the local DingTalk (docs/decisions, "several processes"). `own` is this process's instance, listening
 * at `ownUrl`; without one it waits for a host and opens one of its own when none comes.
 */
export async function joinLocalDingtalk(app: App, own: OwnLocal | null): Promise<LocalServer> {
  const holder = randomUUID();
  const deadline = Date.now() + WAIT_FOR_HOST_MS + (own ? STALE_MS : 0);
  for (;;) {
    const hosted = own && (await hostLocal(app, holder, own));
    const joined =
      hosted ?? (await followHost(app, own?.local ?? null)) ?? (Date.now() > deadline ? await standIn(app, holder, own) : null);
    if (joined) return joined;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Nobody hosts it: a process without a page of its own opens one on a free port. */
async function standIn(app: App, holder: string, own: OwnLocal | null): Promise<LocalServer | null> {
  if (own) return hostLocal(app, holder, own);
  const local = makeLocalDingtalk(app);
  return hostLocal(app, holder, { local, url: await local.listen() });
}

/** Hosts it if the lease is to be had, and keeps the lease. */
async function hostLocal(app: App, holder: string, own: OwnLocal): Promise<LocalServer | null> {
  const lease = { holder, url: own.url };
  if (!(await renew(app, lease))) return null;
  const timer = setInterval(() => {
    renew(app, lease).catch((error) => app.log.warn({ reason: reasonOf(error) }, 'the lease on the local DingTalk was not renewed'));
  }, RENEW_MS);
  return {
    ...own,
    stop: async () => {
      clearInterval(timer);
      await dropLease(app.db.tx, LEASE, holder).catch((error) => app.log.warn({ reason: reasonOf(error) }, 'the lease was not dropped'));
      await own.local.close();
    },
  };
}

async function followHost(app: App, own: LocalDingtalk | null): Promise<LocalServer | null> {
  const url = await liveHost(app);
  return url === null ? null : { local: null, url, stop: async () => own?.close() };
}

/** A channel that talks to the local DingTalk, wherever it is hosted. */
export function localChannel(app: App, url: string, options: Partial<DingtalkChannelOptions> = {}): Channel {
  const { cardTemplateId, qps } = app.config.dingtalk;
  return createDingtalkChannel({
    ...localCredentials(app),
    apiBase: url,
    oapiBase: url,
    cardTemplateId,
    qps,
    log: app.log,
    clock: app.clock,
    ...options,
  });
}

async function renew(app: App, lease: Lease): Promise<boolean> {
  const now = app.clock.now();
  return takeLease(app.db.tx, LEASE, lease, now, new Date(now.getTime() - STALE_MS));
}

/** The named host's address, when it answers. */
export async function liveHost(app: App): Promise<string | null> {
  const lease = await readSetting<Lease>(app.db.tx, LEASE);
  if (!lease) return null;
  const answer = await fetch(`${lease.url}/chat`, { method: 'HEAD', signal: AbortSignal.timeout(1000) }).catch(() => null);
  return answer ? lease.url : null;
}
