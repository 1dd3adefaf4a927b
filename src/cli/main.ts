import { type App, createApp } from '../app.ts';
import { loadConfig, readEnvFile } from '../platform/config.ts';
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
      opened ??= await createApp({ ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel });
      return opened;
    },
  };
  try {
    const needsDatabase = argv.length > 0 && !LOCAL.has(argv[0] ?? '') && !argv.includes('--help') && !argv.includes('-h');
    const server = needsDatabase && config.databaseUrl === null ? await findServer(config.dataDir) : null;
    return await (server ? runRemotely(server, argv, io, '') : runCommand(argv, context, commandGroups));
  } finally {
    io.close();
    await (opened as App | null)?.close();
  }
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
