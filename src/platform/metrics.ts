import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Figures for Prometheus. Labels are codes and kinds, never people. */
export interface Metrics {
  turnSeconds: Histogram;
  ackSeconds: Histogram;
  messages: Counter<'kind' | 'state'>;
  pending: Gauge<'queue'>;
  text(): Promise<string>;
  contentType: string;
}

const FINE_BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'yinling_' });
  const registers = [registry];
  return {
    turnSeconds: new Histogram({
      name: 'yinling_turn_seconds',
      help: 'Frame received to reply handed to the channel',
      buckets: FINE_BUCKETS,
      registers,
    }),
    ackSeconds: new Histogram({ name: 'yinling_ack_seconds', help: 'Frame received to stored', buckets: FINE_BUCKETS, registers }),
    messages: new Counter({ name: 'yinling_messages_total', help: 'Outgoing messages by end', labelNames: ['kind', 'state'], registers }),
    pending: new Gauge({ name: 'yinling_pending', help: 'Work that waits', labelNames: ['queue'], registers }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
