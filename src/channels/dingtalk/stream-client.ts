import { DWClient, type DWClientDownStream, TOPIC_CARD, TOPIC_ROBOT } from 'dingtalk-stream';
import WebSocket from 'ws';
import { z } from 'zod';
import { httpCall } from './http-call.ts';

/** What the supervisor hears of one connection. Plain functions that never throw. */
export interface StreamHooks {
  robotMessage(client: StreamClient, frame: DWClientDownStream): void;
  cardPress(client: StreamClient, frame: DWClientDownStream): void;
  /** The frame was dropped; the code is safe to log. */
  ignored(code: 'malformed-frame' | 'unknown-topic' | 'event'): void;
  /** The server will close this connection soon and sends nothing more on it. */
  draining(client: StreamClient): void;
  closed(client: StreamClient): void;
}

export interface StreamClientOptions {
  clientId: string;
  clientSecret: string;
  apiBase: string;
  timeoutMs: number;
  hooks: StreamHooks;
}

/** Why no connection came about. `auth-failed` will not heal by trying again soon. */
export class StreamRefused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`stream connection refused: ${code}`);
    this.name = 'StreamRefused';
    this.code = code;
  }
}

const USER_AGENT = 'yinling-stream-nodejs/1.0.0';
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

const ticketAnswer = z.looseObject({ endpoint: z.url({ protocol: /^wss?$/ }), ticket: z.string().min(1) });
const refusalAnswer = z.looseObject({ code: z.string() });
const frameShape = z.looseObject({
  type: z.string(),
  headers: z.looseObject({ topic: z.string(), messageId: z.string().optional() }),
  data: z.unknown(),
});

/** Private members of the SDK's client that it offers no way to set (dingtalk.md §1.7). */
interface Inside {
  socket?: WebSocket;
  dw_url?: string;
}

/**
 * One connection of the official SDK: its frames, its answers to pings and its acknowledgements. Opening is ours, because the SDK's has
 * no time-outs, a fixed host, a reconnect that multiplies, and prints to the console (dingtalk.md §1.8). Used once and thrown away.
 */
export class StreamClient extends DWClient {
  private readonly options: StreamClientOptions;
  private heardAt = performance.now();

  constructor(options: StreamClientOptions) {
    super({ clientId: options.clientId, clientSecret: options.clientSecret, ua: USER_AGENT });
    this.options = options;
    this.config.autoReconnect = false;
    // All clients share one default array otherwise, with `EVENT *` in it.
    this.config.subscriptions = [];
    this.registerCallbackListener(TOPIC_ROBOT, (frame) => options.hooks.robotMessage(this, frame));
    this.registerCallbackListener(TOPIC_CARD, (frame) => options.hooks.cardPress(this, frame));
  }

  private get inside(): Inside {
    return this as unknown as Inside;
  }

  /** Fetches a ticket. Throws StreamRefused; the error never holds the request. */
  override async getEndpoint(): Promise<this> {
    const answer = await httpCall({
      method: 'POST',
      url: `${this.options.apiBase}/v1.0/gateway/connections/open`,
      body: {
        clientId: this.options.clientId,
        clientSecret: this.options.clientSecret,
        ua: USER_AGENT,
        subscriptions: this.config.subscriptions,
      },
      timeoutMs: this.options.timeoutMs,
    });
    if (answer.kind !== 'answered') throw new StreamRefused(answer.code);
    const code = refusalAnswer.safeParse(answer.json).data?.code;
    if (answer.status >= 400)
      throw new StreamRefused(isAuthFailure(answer.status, code) ? 'auth-failed' : (code ?? `http-${answer.status}`));
    const ticket = ticketAnswer.safeParse(answer.json);
    if (!ticket.success) throw new StreamRefused('no-ticket');
    this.inside.dw_url = `${ticket.data.endpoint}?ticket=${encodeURIComponent(ticket.data.ticket)}`;
    return this;
  }

  /** Opens the socket; resolves when it is open. Throws StreamRefused. */
  override _connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(this.inside.dw_url ?? '', { handshakeTimeout: this.options.timeoutMs, maxPayload: MAX_FRAME_BYTES });
      this.inside.socket = socket;
      let isOpened = false;
      socket.on('open', () => {
        isOpened = true;
        this.connected = true;
        this.heard();
        resolve();
      });
      socket.on('message', (data) => this.onDownStream(String(data)));
      socket.on('pong', () => this.heard());
      socket.on('ping', () => this.heard());
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        this.connected = false;
        if (isOpened) this.options.hooks.closed(this);
        else reject(new StreamRefused('handshake'));
      });
    });
  }

  /** Not the SDK's, which puts the secret in a URL (dingtalk.md §6.1); tokens come from access-token.ts. */
  override async getAccessToken(): Promise<never> {
    throw new Error('the stream connection needs no access token');
  }

  /** The SDK ends the process on a frame that is not JSON or has no headers; here such a frame is counted and dropped. */
  override onDownStream(data: string): void {
    this.heard();
    try {
      const frame = frameShape.parse(JSON.parse(data));
      if (frame.type === 'CALLBACK' && !this.isAnswerable(frame)) return;
      super.onDownStream(data);
    } catch {
      this.options.hooks.ignored('malformed-frame');
    }
  }

  private isAnswerable(frame: z.infer<typeof frameShape>): boolean {
    if (this.listenerCount(frame.headers.topic) === 0) {
      this.options.hooks.ignored('unknown-topic');
      return false;
    }
    if (frame.headers.messageId && typeof frame.data === 'string') return true;
    this.options.hooks.ignored('malformed-frame');
    return false;
  }

  override onSystem(frame: DWClientDownStream): void {
    super.onSystem(frame);
    if (frame.headers.topic === 'disconnect') this.options.hooks.draining(this);
  }

  /** The SDK acknowledges every event, handled or not, and so throws it away for good. None is subscribed; none is acknowledged. */
  override onEvent(): void {
    this.options.hooks.ignored('event');
  }

  private heard(): void {
    this.heardAt = performance.now();
  }

  silentForMs(): number {
    return performance.now() - this.heardAt;
  }

  ping(): void {
    const socket = this.inside.socket;
    if (socket?.readyState === WebSocket.OPEN) socket.ping();
  }

  /** Closes politely; `terminate` where the other side does not answer any more. */
  hangUp(): void {
    const socket = this.inside.socket;
    if (!socket) return;
    socket.close(1000);
    const impatience = setTimeout(() => socket.terminate(), 1_000);
    impatience.unref();
    socket.once('close', () => clearTimeout(impatience));
  }

  terminate(): void {
    this.inside.socket?.terminate();
  }
}

function isAuthFailure(status: number, code: string | undefined): boolean {
  return status === 401 || code === 'authFailed' || code === 'invalidClientIdOrSecret';
}
