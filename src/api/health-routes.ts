import { Hono } from 'hono';
import type { Metrics } from '../platform/metrics.ts';

/** One part that must work before this process can serve; the text says what is wrong, null that all is well. */
export interface ReadinessCheck {
  name: string;
  fault(): Promise<string | null>;
}

/** `/healthz` (alive), `/readyz` (database, jobs and channel up), `/metrics` (Prometheus). */
export function healthRoutes(metrics: Metrics, checks: readonly ReadinessCheck[]): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', async (c) => {
    const parts = await Promise.all(checks.map(async ({ name, fault }) => ({ name, fault: await fault() })));
    const isReady = parts.every((part) => part.fault === null);
    return c.json({ status: isReady ? 'ready' : 'not-ready', parts }, isReady ? 200 : 503);
  });
  routes.get('/metrics', async (c) => c.text(await metrics.text(), 200, { 'content-type': metrics.contentType }));
  return routes;
}
