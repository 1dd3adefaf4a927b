import type { Server } from 'node:http';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Clock } from '../../platform/clock.ts';
import { reasonOf } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import { cardRoutes } from './card-routes.ts';
import { ChatLog, type Conversation } from './chat-log.ts';
import { chatRoutes } from './chat-routes.ts';
import type { Violation } from './client-frame.ts';
import { gatewayRoutes } from './gateway-routes.ts';
import { identityRoutes } from './identity-routes.ts';
import { legacyRoutes } from './legacy-routes.ts';
import { createLocalAccess } from './local-access.ts';
import { LocalCards } from './local-cards.ts';
import type { LocalDirectory } from './local-directory.ts';
import { hostNameOf, isLoopbackHost, loopbackOnly } from './local-only.ts';
import { createLocalSessions } from './local-sessions.ts';
import { defaultLocalSettings, type LocalSettings } from './local-settings.ts';
import type { LocalState } from './local-state.ts';
import { createMediaStore } from './media-store.ts';
import { createPersonActs } from './person-acts.ts';
import { robotRoutes } from './robot-routes.ts';
import { StreamGateway } from './stream-gateway.ts';
import { createWireFaults } from './wire-faults.ts';
import { refuse, type WireEnv, wireGuard } from './wire-guard.ts';
import { createWireLog } from './wire-log.ts';

export interface LocalDingtalkOptions {
  directory: LocalDirectory;
  clientId: string;
  clientSecret: string;
  robotCode: string;
  log: Log;
  clock: Clock;
  settings?: Partial<LocalSettings>;
  groups?: { id?: string; title: string; memberIds: string[] }[];
}

/** A DingTalk for this machine alone: the real one's wire protocol, and a page to talk in. */
export interface LocalDingtalk {
  /** All routes; to be mounted at `/` of the application's own. */
  app: Hono<WireEnv>;
  /** Takes the WebSocket upgrades of `/connect` on this server; others are left alone. */
  attach(server: Server): void;
  /** Opens a server of its own on loopback; resolves with its base URL. */
  listen(port?: number): Promise<string>;
  close(): Promise<void>;
  /** For tests and for the page: what people do, what the wire saw, and what goes wrong on purpose. */
  state: LocalState;
  violations(): Violation[];
  createGroup(title: string, memberIds: string[]): Conversation;
}

export function createLocalDingtalk(options: LocalDingtalkOptions): LocalDingtalk {
  const state = createState(options);
  for (const group of options.groups ?? []) state.chat.createGroup(group.title, group.memberIds, group.id);
  const app = createRoutes(state);
  let own: Server | null = null;
  const attach = (server: Server) => {
    server.on('upgrade', (request, socket, head) => {
      if (!request.url?.startsWith('/connect?')) return;
      if (isLoopbackHost(hostNameOf(request.headers.host))) state.gateway.upgrade(request, socket, head);
      else socket.destroy();
    });
  };
  return {
    app,
    attach,
    state,
    listen: (port = 0) =>
      new Promise((resolve) => {
        own = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info) => {
          state.base = `http://127.0.0.1:${info.port}`;
          resolve(state.base);
        }) as Server;
        attach(own);
      }),
    close: async () => {
      state.gateway.close();
      const server = own;
      own = null;
      if (!server) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    violations: () => [...state.gateway.violations],
    createGroup: (title, memberIds) => state.chat.createGroup(title, memberIds),
  };
}

function createState(options: LocalDingtalkOptions): LocalState {
  const { clock, log, directory, clientId, clientSecret, robotCode } = options;
  const settings = { ...defaultLocalSettings, ...options.settings };
  const chat = new ChatLog(clock);
  const cards = new LocalCards(chat);
  const gateway = new StreamGateway(settings, clock);
  const sessions = createLocalSessions(clock, settings.sessionLifeMs);
  const media = createMediaStore(clock, settings.downloadCodeLifeMs);
  const acts = createPersonActs({ chat, cards, gateway, sessions, media, settings, clock, robotCode, base: () => state.base });
  const state: LocalState = {
    credentials: { clientId, clientSecret, robotCode },
    settings,
    directory,
    chat,
    cards,
    gateway,
    sessions,
    media,
    access: createLocalAccess(clock, settings.tokenLifeSeconds),
    acts,
    faults: createWireFaults(),
    wire: createWireLog(clock),
    receipts: new Map(),
    flowControlled: new Set(),
    base: '',
    clock,
    log,
  };
  return state;
}

const WIRE_PATHS = ['/v1.0/*', '/topapi/*', '/robot/*', '/media/*', '/gettoken'];
const LOCAL_PATHS = [...WIRE_PATHS, '/chat', '/chat/*', '/oauth2/*', '/local-file/*'];

function createRoutes(state: LocalState): Hono<WireEnv> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError((error, c) => {
    state.log.error({ reason: reasonOf(error), path: c.req.path }, 'the local DingTalk failed on a request');
    return refuse(c, 500, 'unknownError', '未知错误');
  });
  for (const path of LOCAL_PATHS) app.use(path, loopbackOnly());
  for (const path of WIRE_PATHS) app.use(path, wireGuard(state));
  app.route('/v1.0', gatewayRoutes(state));
  app.route('/v1.0/robot', robotRoutes(state));
  app.route('/v1.0/card', cardRoutes(state));
  app.route('/', legacyRoutes(state));
  app.route('/', identityRoutes(state));
  app.route('/chat', chatRoutes(state));
  app.all('/v1.0/*', (c) => refuse(c, 404, 'InvalidAction.NotFound', 'Specified api is not found'));
  app.get('/local-file/:code', (c) => {
    const media = state.media.redeem(c.req.param('code'));
    if (!media) return c.text('not found', 404);
    return c.body(new Uint8Array(media.content), 200, { 'content-type': media.contentType, 'x-content-type-options': 'nosniff' });
  });
  return app;
}
