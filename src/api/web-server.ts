import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { AppError } from '../platform/errors.ts';

export interface WebServer {
  /** Address it listens on, with the port that was given out when 0 was asked for. */
  url: string;
  server: Server;
  close(): Promise<void>;
}

const KEEP_OPEN_MS = 65_000;

/** Listens with the given routes. Throws AppError `port-in-use` when the port is taken. */
export async function listen(routes: readonly Hono[], host: string, port: number): Promise<WebServer> {
  const app = new Hono();
  for (const part of routes) app.route('/', part);
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  // Longer than a proxy or another system keeps a line open: else it is shut just as the next request is on its way.
  server.keepAliveTimeout = KEEP_OPEN_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new AppError('conflict', 'port-in-use', `端口 ${port} 已被占用，没有启动。请换一个 PORT，或停止占用它的程序。`, { cause })
          : cause,
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = address && typeof address === 'object' ? address.port : port;
  return {
    server,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
