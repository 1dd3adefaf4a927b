import { reasonOf } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import { type StreamClient, StreamRefused } from './stream-client.ts';

/** All in milliseconds. */
export interface StreamTiming {
  /** Each step of connecting, and each call. */
  timeoutMs: number;
  firstRetryMs: number;
  longestRetryMs: number;
  /** Wrong credentials: an operator must act, so look again only now and then. */
  authRetryMs: number;
  pingEveryMs: number;
  /** Nothing heard for so long: the connection is dead, whatever TCP says. */
  deadAfterMs: number;
  /** A connection that lasted so long resets the backoff. */
  stableAfterMs: number;
}

export const defaultTiming: StreamTiming = {
  timeoutMs: 10_000,
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
  authRetryMs: 300_000,
  pingEveryMs: 30_000,
  deadAfterMs: 75_000,
  stableAfterMs: 30_000,
};

export interface StreamSupervisorOptions {
  newClient(): StreamClient;
  /** Resolves once nothing received on this connection waits for its acknowledgement. */
  settled(client: StreamClient): Promise<void>;
  timing: StreamTiming;
  log: Log;
  random: () => number;
  count(code: string): void;
}

/**
 * Keeps exactly one connection: a new client for every attempt, capped exponential backoff with jitter, own liveness, and the next
 * connection before an announced disconnect (dingtalk.md §1.9). No attempt ends the process or is given up for good.
 */
export class StreamSupervisor {
  private readonly options: StreamSupervisorOptions;
  private current: StreamClient | null = null;
  private openedAt = 0;
  private failures = 0;
  private isRefused = false;
  private isBringingUp = false;
  private isStopped = false;
  private pinging: NodeJS.Timeout | null = null;
  private waiting: { timer: NodeJS.Timeout; wake: () => void } | null = null;

  constructor(options: StreamSupervisorOptions) {
    this.options = options;
  }

  /** Resolves after the first attempt, whether it succeeded or not; further attempts go on by themselves. */
  async start(): Promise<void> {
    this.pinging = setInterval(() => this.checkLiveness(), this.options.timing.pingEveryMs);
    if (!(await this.attempt())) this.bringUpNext();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.pinging) clearInterval(this.pinging);
    if (this.waiting) {
      clearTimeout(this.waiting.timer);
      this.waiting.wake();
    }
    const last = this.current;
    this.current = null;
    if (last) await this.retire(last);
  }

  isConnected(): boolean {
    return this.current?.connected ?? false;
  }

  /** From the client's hooks. */
  closed(client: StreamClient): void {
    if (client !== this.current) return;
    this.current = null;
    if (this.isStopped) return;
    this.options.count('connection-closed');
    this.options.log.warn({}, 'DingTalk connection closed, connecting again');
    const lasted = performance.now() - this.openedAt;
    // A server that accepts and closes at once must not be hammered.
    if (lasted >= this.options.timing.stableAfterMs) this.failures = 0;
    else this.failures += 1;
    this.bringUpNext();
  }

  /** From the client's hooks: the old connection stays until the next one is up. */
  draining(client: StreamClient): void {
    if (client !== this.current || this.isStopped) return;
    this.options.count('disconnect-announced');
    this.failures = 0;
    this.bringUpNext();
  }

  private bringUpNext(): void {
    if (this.isBringingUp) return;
    this.isBringingUp = true;
    void this.tryUntilUp().finally(() => {
      this.isBringingUp = false;
      // The connection may have closed between its opening and now.
      if (!this.current && !this.isStopped) this.bringUpNext();
    });
  }

  private async tryUntilUp(): Promise<void> {
    while (!this.isStopped) {
      if (this.failures > 0) await this.wait(this.backoffMs());
      if (this.isStopped || (await this.attempt())) return;
    }
  }

  private async attempt(): Promise<boolean> {
    const client = this.options.newClient();
    try {
      await client.getEndpoint();
      await client._connect();
    } catch (error) {
      this.failed(error);
      return false;
    }
    this.isRefused = false;
    this.options.count('connected');
    this.openedAt = performance.now();
    if (this.isStopped) {
      client.hangUp();
      return true;
    }
    const previous = this.current;
    this.current = client;
    this.options.log.info({}, 'connected to DingTalk');
    if (previous) void this.retire(previous);
    // Closed between opening and here: nobody would hear of it any more.
    if (!client.connected) this.closed(client);
    return true;
  }

  private failed(error: unknown): void {
    this.failures += 1;
    const code = error instanceof StreamRefused ? error.code : reasonOf(error);
    this.isRefused = code === 'auth-failed';
    if (!this.isRefused) {
      this.options.count('connect-failed');
      this.options.log.warn({ code, failures: this.failures }, 'DingTalk connection failed, trying again');
      return;
    }
    this.options.count('auth-failed');
    this.options.log.error({ code }, 'DingTalk refuses the client id or secret: correct DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET');
  }

  private backoffMs(): number {
    const { firstRetryMs, longestRetryMs, authRetryMs } = this.options.timing;
    if (this.isRefused) return authRetryMs;
    const full = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(this.failures - 1, 16));
    return full * (0.5 + this.options.random() / 2);
  }

  private wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting = null;
        resolve();
      };
      this.waiting = { timer: setTimeout(wake, milliseconds), wake };
    });
  }

  private checkLiveness(): void {
    const client = this.current;
    if (!client) return;
    if (client.silentForMs() > this.options.timing.deadAfterMs) {
      this.options.count('connection-silent');
      this.options.log.warn({}, 'nothing heard from DingTalk, replacing the connection');
      client.terminate();
      return;
    }
    client.ping();
  }

  /** Acknowledgements travel on the connection that brought the message: it closes when none is owed. */
  private async retire(client: StreamClient): Promise<void> {
    await this.options.settled(client);
    client.hangUp();
  }
}
