import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import type { App } from '../app.ts';
import type { CommandIo } from './command-context.ts';
import { commandGroups } from './command-groups.ts';
import { runCommand } from './run-command.ts';
import type { CommandLine } from './running-server.ts';

const requestSchema = z.object({ argv: z.array(z.string()), cwd: z.string(), stdin: z.string() });

/** Runs commands inside the process that holds the embedded database, for whoever can read its token. */
export function commandRoute(app: App, token: string): Hono {
  const route = new Hono();
  route.post('/internal/command', async (c) => {
    if (!isSame(c.req.header('authorization') ?? '', `Bearer ${token}`)) return c.json({ title: 'forbidden' }, 403);
    const parsed = requestSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return c.json({ title: 'bad request' }, 400);
    const { argv, cwd, stdin } = parsed.data;
    return stream(c, async (out) => {
      let tail = Promise.resolve<unknown>(undefined);
      const send = (line: CommandLine) => {
        tail = tail.then(() => out.write(`${JSON.stringify(line)}\n`));
      };
      const exit = await runCommand(argv, { io: lineIo(send, cwd, stdin), config: app.config, app: async () => app }, commandGroups);
      send({ exit });
      await tail;
    });
  });
  return route;
}

function lineIo(send: (line: CommandLine) => void, cwd: string, stdin: string): CommandIo {
  return {
    cwd,
    out: (text) => send({ out: text }),
    err: (text) => send({ err: text }),
    progress: (what, done, total) => send({ progress: [what, done, total] }),
    lines: async function* () {
      yield* stdin.split(/\r?\n/);
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
