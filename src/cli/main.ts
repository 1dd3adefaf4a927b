import { type App, createApp } from '../app.ts';
import { type Config, loadConfig, readEnvFile } from '../platform/config.ts';
import { AppError, reasonOf } from '../platform/errors.ts';
import type { CommandContext } from './command-context.ts';
import { commandGroups } from './command-groups.ts';
import { runCommand } from './run-command.ts';
import { findServer, runRemotely } from './running-server.ts';
import { terminalIo } from './terminal-io.ts';

/** Commands that need no database and so run here, whoever else is running. */
const LOCAL = new Set(['understand', 'flows', 'bench']);

async function main(argv: readonly string[]): Promise<number> {
  readEnvFile();
  const loaded = loadConfig();
  if (!loaded.ok) {
    for (const fault of loaded.faults) console.error(fault);
    return 78;
  }
  const { config } = loaded;
  const io = terminalIo();
  let opened: App | null = null;
  const context: CommandContext = {
    io,
    config,
    app: async () => {
      opened ??= await openForCommands(config);
      return opened;
    },
  };
  try {
    const needsDatabase = argv.length > 0 && !LOCAL.has(argv[0] ?? '') && !argv.includes('--help') && !argv.includes('-h');
    const server = needsDatabase && config.databaseUrl === null ? await findServer(config.dataDir) : null;
    return await (server ? runRemotely(server, argv, io, '') : runCommand(argv, context, commandGroups));
  } finally {
    io.close();
    const app = opened as App | null;
    await app?.jobs.stop();
    await app?.close();
  }
}

/** The job queue is open for sending: what a command queues is carried out by whoever serves. */
async function openForCommands(config: Config): Promise<App> {
  const app = await createApp({ ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel });
  await app.jobs.start();
  return app;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error instanceof AppError ? error.sentence : `命令没有完成：${reasonOf(error)}`);
    process.exitCode = 1;
  },
);
