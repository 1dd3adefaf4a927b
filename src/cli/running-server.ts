import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivate } from '../platform/secrets.ts';
import type { CommandIo } from './command-context.ts';

const addressSchema = z.object({ url: z.string(), token: z.string(), pid: z.number() });
export type ServerAddress = z.infer<typeof addressSchema>;

/** Leaves word in `DATA_DIR` (owner only) of where the process that holds the embedded database answers. */
export async function announceServer(dataDir: string, address: ServerAddress): Promise<() => Promise<void>> {
  const path = join(dataDir, 'server.json');
  await writePrivate(path, JSON.stringify(address));
  return () => rm(path, { force: true });
}

/** The running server, or null when none answers. */
export async function findServer(dataDir: string): Promise<ServerAddress | null> {
  const text = await readFile(join(dataDir, 'server.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = addressSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const alive = await fetch(`${parsed.data.url}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  return alive?.ok ? parsed.data : null;
}

/** One line of the answer to a command that runs inside the server. */
export type CommandLine = { out: string } | { err: string } | { progress: [string, number, number] } | { exit: number };

/** Has the running server carry a command out and passes on what it prints. Returns its exit code. */
export async function runRemotely(server: ServerAddress, argv: readonly string[], io: CommandIo, stdin: string): Promise<number> {
  const response = await fetch(`${server.url}/internal/command`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ argv, cwd: io.cwd, stdin }),
  });
  if (!response.ok || !response.body) {
    io.err(`正在运行的服务没有接受命令（${response.status}）。请重启服务后再试。\n`);
    return 1;
  }
  let rest = '';
  let exit = 1;
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) exit = passOn(JSON.parse(line) as CommandLine, io) ?? exit;
  }
  return exit;
}

function passOn(line: CommandLine, io: CommandIo): number | null {
  if ('out' in line) io.out(line.out);
  else if ('err' in line) io.err(line.err);
  else if ('progress' in line) io.progress(...line.progress);
  else return line.exit;
  return null;
}
