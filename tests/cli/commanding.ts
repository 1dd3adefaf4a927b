import type { App } from '../../src/app.ts';
import type { CommandIo } from '../../src/cli/command-context.ts';
import { commandGroups } from '../../src/cli/command-groups.ts';
import { runCommand } from '../../src/cli/run-command.ts';

/** What one command line led to. */
export interface Ran {
  code: number;
  out: string;
  err: string;
  json<Shape>(): Shape;
}

export interface Collected {
  io: CommandIo;
  ran(code: number): Ran;
}

/** An io that keeps what is printed. `stdin` is read line by line. */
export function collecting(cwd: string, stdin = ''): Collected {
  let out = '';
  let err = '';
  return {
    io: {
      cwd,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      progress: () => undefined,
      lines: async function* () {
        yield* stdin.split('\n').filter(Boolean);
      },
    },
    ran: (code) => ({ code, out, err, json: () => JSON.parse(out) }),
  };
}

/** Runs command lines against an open app, as the command program does when no server is running. */
export function commandsOf(app: App, cwd: string): (argv: string[], stdin?: string) => Promise<Ran> {
  return async (argv, stdin) => {
    const { io, ran } = collecting(cwd, stdin);
    return ran(await runCommand(argv, { io, config: app.config, app: async () => app }, commandGroups));
  };
}
