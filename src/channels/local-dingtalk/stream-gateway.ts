import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../platform/clock.ts';
import { type ClientFrame, readClientFrame, responseOf, type Violation } from './client-frame.ts';
import type { LocalSettings } from './local-settings.ts';

interface Connection {
  socket: WebSocket;
  id: string;
  isDraining: boolean;
  pings: Map<string, string>;
}

interface Push {
  topic: string;
  data: string;
  attempts: number;
  overdueAfterMs: number;
  repeats: number;
  /** Waits while nobody is connected. */
  isKept: boolean;
  settle(answer: PushAnswer): void;
}

/** `response` of the acknowledgement, or why there is none. */
export type PushAnswer = { state: 'acknowledged'; response: unknown } | { state: 'gave-up' } | { state: 'dropped' };

/** The stream side of the local DingTalk: tickets, sockets, pushes and their redelivery (dingtalk.md §1). */
export class StreamGateway {
  readonly violations: Violation[] = [];
  private readonly settings: LocalSettings;
  private readonly clock: Clock;
  private readonly server = new WebSocketServer({ noServer: true, autoPong: false, maxPayload: 1024 * 1024 });
  private readonly tickets = new Map<string, number>();
  private readonly connections = new Set<Connection>();
  private readonly pending = new Map<string, { push: Push; connection: Connection; timer: NodeJS.Timeout }>();
  private readonly kept: Push[] = [];
  /** Their acknowledgements come too late but are no fault of the protocol. */
  private readonly overdueIds = new Set<string>();
  private readonly pinging: NodeJS.Timeout;
  private isFrozen = false;
  private refusesHandshakes = false;

  constructor(settings: LocalSettings, clock: Clock) {
    this.settings = settings;
    this.clock = clock;
    this.pinging = setInterval(() => this.pingAll(), settings.pingEveryMs);
    this.pinging.unref();
  }

  openTicket(): string {
    const ticket = randomUUID();
    this.tickets.set(ticket, this.clock.now().getTime() + this.settings.ticketLifeMs);
    return ticket;
  }

  /** Takes over the upgrade of `/connect?ticket=`; a wrong, used or old ticket fails the handshake. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    const goodUntil = this.tickets.get(ticket) ?? 0;
    this.tickets.delete(ticket);
    if (this.refusesHandshakes || this.clock.now().getTime() > goodUntil) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (opened) => this.welcome(opened));
  }

  /** Pushes to one connection picked at random; resolves when it is acknowledged or given up. */
  push(topic: string, data: unknown, options: { overdueAfterMs: number; repeats: number; isKept: boolean }): Promise<PushAnswer> {
    return new Promise((resolve) => {
      this.attempt({ topic, data: JSON.stringify(data), attempts: 0, ...options, settle: resolve });
    });
  }

  connectionCount(): number {
    return this.connections.size;
  }

  /** Waiting for an acknowledgement, or for a connection. */
  waitingCount(): number {
    return this.pending.size + this.kept.length;
  }

  /** SYSTEM disconnect: nothing more is pushed to these connections, and they are closed after the grace. */
  announceDisconnect(): void {
    for (const connection of this.connections) {
      connection.isDraining = true;
      this.sendFrame(connection, 'SYSTEM', 'disconnect', JSON.stringify({ reason: 'connection is expired' }));
      setTimeout(() => connection.socket.terminate(), this.settings.disconnectGraceMs).unref();
    }
  }

  dropConnections(): void {
    for (const connection of this.connections) connection.socket.terminate();
  }

  /** Frozen, the sockets stay open but nothing is said on them, pongs included. */
  freeze(isFrozen: boolean): void {
    this.isFrozen = isFrozen;
  }

  refuseHandshakes(refuses: boolean): void {
    this.refusesHandshakes = refuses;
  }

  /** Sends these characters as they are to every connection. */
  sendRaw(text: string): void {
    for (const connection of this.connections) connection.socket.send(text);
  }

  close(): void {
    clearInterval(this.pinging);
    for (const { timer, push } of this.pending.values()) {
      clearTimeout(timer);
      push.settle({ state: 'gave-up' });
    }
    for (const push of this.kept) push.settle({ state: 'gave-up' });
    this.pending.clear();
    this.kept.length = 0;
    this.dropConnections();
    this.server.close();
  }

  private welcome(socket: WebSocket): void {
    const connection: Connection = { socket, id: randomUUID(), isDraining: false, pings: new Map() };
    this.connections.add(connection);
    socket.on('ping', () => {
      if (!this.isFrozen) socket.pong();
    });
    socket.on('message', (data) => this.hear(connection, String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.connections.delete(connection));
    for (const push of this.kept.splice(0)) this.attempt(push);
  }

  private attempt(push: Push): void {
    const able = [...this.connections].filter((one) => !one.isDraining && one.socket.readyState === one.socket.OPEN);
    const connection = able[Math.floor(Math.random() * able.length)];
    if (!connection) {
      if (push.isKept) this.kept.push(push);
      else push.settle({ state: 'dropped' });
      return;
    }
    push.attempts += 1;
    // The id of the frame is new every time, `msgId` inside the data stays (dingtalk.md §1.5).
    const messageId = this.sendFrame(connection, 'CALLBACK', push.topic, push.data);
    const timer = setTimeout(() => this.overdue(messageId), push.overdueAfterMs);
    timer.unref();
    this.pending.set(messageId, { push, connection, timer });
  }

  private overdue(messageId: string): void {
    const waiting = this.pending.get(messageId);
    if (!waiting) return;
    this.pending.delete(messageId);
    this.overdueIds.add(messageId);
    const { push } = waiting;
    if (push.attempts <= push.repeats) this.attempt(push);
    else push.settle({ state: 'gave-up' });
  }

  private sendFrame(connection: Connection, type: string, topic: string, data: string): string {
    const messageId = `${randomBytes(4).toString('hex')}_${randomBytes(2).toString('hex')}_${Date.now().toString(16)}`;
    if (this.isFrozen) return messageId;
    const headers = {
      appId: 'local-app',
      connectionId: connection.id,
      contentType: 'application/json',
      messageId,
      time: String(this.clock.now().getTime()),
      topic,
    };
    connection.socket.send(JSON.stringify({ specVersion: '1.0', type, headers, data }));
    return messageId;
  }

  private pingAll(): void {
    for (const connection of this.connections) {
      const data = JSON.stringify({ opaque: randomUUID() });
      connection.pings.set(this.sendFrame(connection, 'SYSTEM', 'ping', data), data);
    }
  }

  private hear(connection: Connection, text: string): void {
    if (this.isFrozen) return;
    const read = readClientFrame(text);
    if (!read.ok) {
      this.violations.push(read.violation);
      return;
    }
    if (this.isPong(connection, read.frame.headers.messageId, read.frame.data)) return;
    this.acknowledged(connection, read.frame);
  }

  private isPong(connection: Connection, messageId: string, data: string): boolean {
    const sent = connection.pings.get(messageId);
    if (sent === undefined) return false;
    connection.pings.delete(messageId);
    if (sent !== data) this.violations.push('wrong-opaque');
    return true;
  }

  private acknowledged(connection: Connection, frame: ClientFrame): void {
    const waiting = this.pending.get(frame.headers.messageId);
    if (!waiting) {
      if (this.overdueIds.delete(frame.headers.messageId)) return;
      this.violations.push('unknown-message-id');
      return;
    }
    if (waiting.connection !== connection) {
      this.violations.push('wrong-connection');
      return;
    }
    // Anything but 200 leaves the message to its next delivery.
    if (frame.code !== 200) return;
    clearTimeout(waiting.timer);
    this.pending.delete(frame.headers.messageId);
    waiting.push.settle({ state: 'acknowledged', response: responseOf(frame.data) });
  }
}
